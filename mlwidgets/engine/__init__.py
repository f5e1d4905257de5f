"""The mathematics: layers, losses, optimizers, and the model that brings them together. NumPy only."""

from __future__ import annotations

from mlwidgets.engine.history import History
from mlwidgets.engine.model import Sequential
from mlwidgets.engine.training import Trainer

__all__ = ["History", "Sequential", "Trainer"]
