"""The work of learners, handed in as files: marked again, put into a table, and shown as a spread of answers.

Nothing that such a file says of itself is believed: whether a task is solved follows from the answer, the
numbers that were drawn, and what was measured.
"""

from __future__ import annotations
