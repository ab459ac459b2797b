"""A machine as an installation: its roles, their services, and where their files are."""
