"""The door for phones: a process of its own that shows what the server publishes, and can reach nothing else."""
