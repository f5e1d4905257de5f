"""The loss lab: what a loss says of one prediction, and what each example adds to it."""
