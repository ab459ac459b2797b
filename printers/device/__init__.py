"""One printer: what it can do, the bytes it takes, the answers it gives, and the line it is on."""
