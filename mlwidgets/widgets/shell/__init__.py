"""The frame around the labs."""
