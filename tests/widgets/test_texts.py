"""Sentences and names that a lab shows."""

from __future__ import annotations

from mlwidgets.engine.optimizers import OPTIMIZERS
from mlwidgets.widgets.training import texts


def test_every_optimizer_has_a_name_for_the_menu() -> None:
    assert set(texts.OPTIMIZER_NAMES) == set(OPTIMIZERS.names)
    assert len(set(texts.OPTIMIZER_NAMES.values())) == len(OPTIMIZERS.names)
