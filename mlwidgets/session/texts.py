"""Sentences that several parts of an experiment say."""

from __future__ import annotations

from mlwidgets.language import _

CHANGED = _("Changed {change}.")
"""What a step has done; `change` is said in a few words: "learning rate to 0.1"."""
