"""The way of a window to its server: requests, live events, the server's time, and the connection they need."""
