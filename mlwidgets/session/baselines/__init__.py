"""Baselines: the same rows given to models that are no network, to see what the network is worth."""
