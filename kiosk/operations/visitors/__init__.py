"""What visitors do themselves, from their phones: late, cancel, and the survey after service."""
