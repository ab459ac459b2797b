"""The way of a program to a server: HTTP, pinned certificates, pairing, and the credentials that come of it."""
