"""What a race of optimizers shows: medians, bands and the table of results."""
