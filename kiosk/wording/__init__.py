"""How a thing is said to people: sentences, dates, times, waits and counts, the same way everywhere.

Nothing here reads a clock, and nothing imports Qt.
"""
