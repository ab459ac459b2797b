"""What the server does by itself, about once a second."""
