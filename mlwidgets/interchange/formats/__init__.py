"""What the model files of other libraries have in common: how they write layers down, and bad input."""
