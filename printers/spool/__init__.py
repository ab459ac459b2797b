"""Durable print jobs: the journal, the state machine, a worker thread for each printer, and the paper forecast."""
