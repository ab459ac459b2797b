"""The forecast: when each waiting visitor is likely to be called, by simulating the published policy forward. Pure."""
