"""Programs in plain NumPy."""
