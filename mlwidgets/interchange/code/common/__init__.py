"""What all program languages share."""
