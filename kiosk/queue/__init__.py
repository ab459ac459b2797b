"""Tickets, numbering, states, who is next, how long to wait. Pure: time is passed in."""
