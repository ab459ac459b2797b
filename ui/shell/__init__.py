"""The windows of one process: how they are made, placed, connected, and ended."""
