"""Step cards: one update of the weights, card by card, and the check of a gradient."""
