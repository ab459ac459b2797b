"""What people and windows are shown, as messages, from one consistent read."""
