"""The officer's window: what it knows, what it shows, and its QML."""
