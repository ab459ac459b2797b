"""One function for each call of the contract."""
