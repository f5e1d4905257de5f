"""The mathematics: layers, losses, optimizers, and the model that brings them together. NumPy only."""

from __future__ import annotations

from mlwidgets.engine.network import Network
from mlwidgets.engine.sequential import Sequential
from mlwidgets.engine.training.history import History
from mlwidgets.engine.training.moment import Moment
from mlwidgets.engine.training.trainer import Trainer

__all__ = ["History", "Moment", "Network", "Sequential", "Trainer"]
