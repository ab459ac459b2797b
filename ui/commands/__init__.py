"""The commands that open windows. They are found by the entry points of the group ``antrean.commands``."""
