"""A slice of the loss of an experiment's network, computed while one looks."""
