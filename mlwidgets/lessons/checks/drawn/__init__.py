"""The questions, by what they ask about."""
