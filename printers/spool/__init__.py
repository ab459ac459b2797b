"""Print jobs on disk, the state machine they follow, and the thread that prints them."""
