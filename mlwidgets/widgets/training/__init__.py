"""The training lab: run, curves, errors."""
