"""HTTP: the contract's calls, live events, the visitor's page. Decisions are made elsewhere."""
