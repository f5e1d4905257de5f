"""Is this text English? Asked of what should be in another language."""

from __future__ import annotations

import re

ENGLISH = re.compile(
    r"\b(?:the|of|and|is|are|with|from|this|that|these|your|you|which|not|each|every|have|has|by|for|it|its|to"
    r"|or|be|than|when|then|where|one(?!-hot)|all|more|other|shows?|nothing|yet|only|if|no|their|there|what|how"
    r"|example|examples|weights?|layers?|loss|accuracy|training set|learning|picture|pictures|numbers?)\b",
    re.IGNORECASE,
)
"""Words that English sentences are made of, and that German has not."""

QUOTED = re.compile(
    r"`[^`]*`|\{[^{}]*\}|https?:\S+|\b\w+[_.]\w\S*|\b\w+\(\S*|--\w+|„[^“]*“|^\w+(?= (?:muss|sind) )"
    r"|Weight Decay"
)
"""What stays as it is: program text, fields, addresses, names with a dot or an underscore, what is quoted,
and the argument that a message begins with."""


def english_words(text: str) -> list[str]:
    """Return the words in a text that are English."""
    return ENGLISH.findall(QUOTED.sub(" ", text))
