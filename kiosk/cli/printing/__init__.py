"""``antrean print``, and how other commands print from the shell."""
