"""A training in the background."""
