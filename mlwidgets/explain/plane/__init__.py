"""What a network makes of the plane."""
