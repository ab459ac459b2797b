"""The board: the calls, the queues, and its QML."""
