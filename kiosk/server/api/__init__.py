"""The contract's calls: one table of routes, and the functions that answer them."""
