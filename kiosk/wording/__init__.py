"""How a thing is said to people: sentences, dates, times, waits and counts, in every language. Pure."""
