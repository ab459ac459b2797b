"""Controls that every window shares, in QML."""
