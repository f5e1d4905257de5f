"""Programs for PyTorch."""
