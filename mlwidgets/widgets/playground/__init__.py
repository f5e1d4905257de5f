"""The playground: a network that learns points of the plane."""
