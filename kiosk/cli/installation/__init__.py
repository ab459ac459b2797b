"""Where an installed machine keeps what, and the settings of its services."""
