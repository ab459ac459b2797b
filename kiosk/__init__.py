"""The queue: rules, tickets, storage, server and command line. No Qt anywhere below this package."""
