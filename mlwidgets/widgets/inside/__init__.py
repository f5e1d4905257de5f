"""The inside of a network: every layer's numbers for one example."""
