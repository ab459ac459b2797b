"""What is wrong with this server, as its parts report it; read by staff's warnings and by ``GET /healthz``."""
