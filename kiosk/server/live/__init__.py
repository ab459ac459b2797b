"""Live events: the current views, and the streams that carry them to listeners."""
