"""Numbers in, plotly figures out: pure functions, no widgets."""

from __future__ import annotations
