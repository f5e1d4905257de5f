"""Experiments that are closed after each test, and a look at what they leave behind."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from mlwidgets.session import Experiment
from tests.session.support import table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.data import Dataset


class Make(Protocol):
    """Makes an experiment that the fixture closes."""

    def __call__(self, dataset: Dataset | None = None, **settings: Any) -> Experiment:  # noqa: ANN401 - traits
        """Return an experiment, on a small table unless a data set is given."""


def threads() -> set[threading.Thread]:
    """Return the threads of mlwidgets that are alive."""
    return {thread for thread in threading.enumerate() if thread.name.startswith("mlwidgets-")}


@pytest.fixture
def make() -> Iterator[Make]:
    """Give a maker of experiments; afterwards no thread of theirs may be alive."""
    before, made = threads(), []

    def maker(dataset: Dataset | None = None, **settings: Any) -> Experiment:  # noqa: ANN401 - traits
        made.append(Experiment(table() if dataset is None else dataset, **settings))
        return made[-1]

    yield maker
    for experiment in made:
        experiment.close()
    assert threads() <= before
