"""The playground: a network that learns points in the plane."""
