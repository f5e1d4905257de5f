"""The data lab: choose data, look at them, and prepare them for training."""
