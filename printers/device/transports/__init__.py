"""Ways to a printer. Each write and read has a time limit; nothing here knows what the bytes mean."""
