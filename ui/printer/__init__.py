"""The virtual printer's window, and its QML."""
