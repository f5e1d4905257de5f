"""The sentences of the pane *Card*."""

from __future__ import annotations

LABEL = "Data card"
