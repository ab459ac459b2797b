"""The forecast of a running point: its state from the database, its past from the log, its quotes."""
