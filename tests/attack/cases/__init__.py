"""The attacks, by what they go for. Each module registers its own with ``tests.attack.registry.attack``."""
