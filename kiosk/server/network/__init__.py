"""Sockets, certificates, and how other machines find this server and are let in."""
