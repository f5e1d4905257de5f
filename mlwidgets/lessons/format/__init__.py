"""Lessons as text files: Markdown with a head in YAML, and how one becomes a `Lesson`."""
