"""Use cases of a ticket: issue it, call it, move it, print it again."""
