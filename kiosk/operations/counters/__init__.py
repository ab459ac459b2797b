"""Use cases of a counter: who sits there, and who asks for staff."""
