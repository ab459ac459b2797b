"""What the model of every window is built of: properties, lists, background work."""
