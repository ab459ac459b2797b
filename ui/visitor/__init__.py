"""The visitor's window: its state, what it shows, and its QML."""
