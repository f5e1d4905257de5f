"""The results of a training: what its predictions are worth, on which examples, and at which threshold."""
