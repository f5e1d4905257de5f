"""Programs for Keras."""
