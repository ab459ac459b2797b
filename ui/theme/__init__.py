"""Colours, sizes, fonts and pictures that every window shares."""
