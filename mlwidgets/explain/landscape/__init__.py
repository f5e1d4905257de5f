"""Slices of a network's own loss: directions through its weights, and the loss along them."""
