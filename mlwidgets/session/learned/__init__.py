"""The network that ships with the package: what it has learned after 0, 10, 100 and all updates."""
