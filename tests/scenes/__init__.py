"""Each screen of each window without a server, from fixed samples: for tests and for pictures."""
