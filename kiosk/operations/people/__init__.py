"""Staff, devices, their secrets, and who acts in a request."""
