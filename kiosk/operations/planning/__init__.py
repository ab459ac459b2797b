"""A day played in advance: made-up arrivals, simulation, and the comparison of policies."""
