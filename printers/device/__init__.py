"""One printer: its URL, the ESC/POS bytes for it, its status, its confirmation of a print, and its transport."""
