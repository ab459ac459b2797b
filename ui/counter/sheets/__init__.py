"""The questions over the desk: one file each."""
