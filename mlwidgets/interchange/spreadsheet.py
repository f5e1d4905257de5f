"""Texts that somebody has chosen, in tables that a spreadsheet may open."""

from __future__ import annotations


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless("Adam")
    ("'=1+1", 'Adam')
    """
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
