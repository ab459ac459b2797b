"""A virtual ESC/POS printer: draws what it receives, answers status requests, and simulates faults on order."""
