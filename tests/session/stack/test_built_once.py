"""One edit of the stack builds the network once, however many ask for it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from mlwidgets.engine import Network, Trainer
from mlwidgets.session import Experiment

if TYPE_CHECKING:
    from collections.abc import Generator

SECONDS = 60


@pytest.fixture
def experiment() -> Generator[Experiment]:
    made = Experiment("xor")
    yield made
    made.close()


def test_one_edit_makes_one_trainer_with_one_network(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = experiment.draft
    experiment.step_batch()
    assert experiment.wait(SECONDS)
    made: Counter[str] = Counter()
    for kind in (Network, Trainer):
        original = kind.__init__

        def counted(self: object, *given: object, original=original, kind=kind, **named: object) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
            made[kind.__name__] += 1
            original(self, *given, **named)

        monkeypatch.setattr(kind, "__init__", counted)
    draft.set(0, "units", 5)
    assert experiment.wait(SECONDS)
    assert experiment.model.layers[0].get_config()["units"] == 5
    _ = experiment.model, draft.report, experiment.task.input_shape
    # The network that is trained; and the copy that views ask while it is being trained.
    assert made == {"Network": 2, "Trainer": 1}


def test_an_edit_that_cannot_be_builds_nothing(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = experiment.draft
    built = []
    monkeypatch.setattr(Network, "__init__", lambda *_, **__: built.append(1))
    draft.set(0, "units", -1)
    assert not draft.report.possible
    assert built == []
