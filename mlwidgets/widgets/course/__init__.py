"""The course: the list of lessons, and the open lesson beside the labs."""
