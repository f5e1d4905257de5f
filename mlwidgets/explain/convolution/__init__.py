"""A convolution, cell by cell."""
