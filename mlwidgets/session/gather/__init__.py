"""The runs of many files side by side, such as those of a whole class."""

from __future__ import annotations

from mlwidgets.session.gather.runs import Gathered, GatheredRun, gather

__all__ = ["Gathered", "GatheredRun", "gather"]
