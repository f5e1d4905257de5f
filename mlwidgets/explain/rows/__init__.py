"""What a model makes of rows: how good it is, what matters to it, and what would change its answer."""
