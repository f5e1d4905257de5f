"""The numbers behind pictures to learn from: whole pixels, and the mean picture of a class."""
