"""The predict lab: draw, and see the answer."""
