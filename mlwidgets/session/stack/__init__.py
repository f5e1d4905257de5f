"""The stack while someone edits it."""
