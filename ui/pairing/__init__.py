"""The window of a machine that has no server yet, and its QML."""
