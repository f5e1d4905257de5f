"""A stack of layers while someone builds it."""
