"""A learner's own pictures as a data set: folders, archives, sheets and arrays."""
