"""The numbers behind a loss: its curve, the formula with numbers in it, and what each example adds to it."""
