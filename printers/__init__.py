"""Documents and devices: a receipt laid out once, printed or drawn, and a spool that says truly what became of it."""
