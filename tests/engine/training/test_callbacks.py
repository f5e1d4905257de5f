"""Callbacks: when they are told, and what they may do to the run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.engine import Trainer
from mlwidgets.engine.training.callbacks import Callback
from mlwidgets.engine.training.early_stopping import EarlyStopping
from mlwidgets.errors import ConfigurationError
from tests.engine.support import blobs, classifier

if TYPE_CHECKING:
    from collections.abc import Mapping

X, Y = blobs(40)
VALIDATION = blobs(20, seed=1)


class Diary(Callback):
    """Writes down what it hears."""

    def __init__(self) -> None:
        self.entries: list[Any] = []

    def on_train_begin(self, logs: Mapping[str, float] | None = None) -> None:
        assert logs is None
        self.entries.append("begin")

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        self.entries.append((epoch, dict(logs or {})))

    def on_train_end(self, logs: Mapping[str, float] | None = None) -> None:
        assert logs is not None
        self.entries.append("end")


def test_when_callbacks_are_told() -> None:
    diary = Diary()
    run = Trainer(classifier(), X, Y, epochs=2, validation_data=VALIDATION, callbacks=[diary])
    assert diary.entries == ["begin"]
    assert diary.trainer is run
    assert diary.model is run.model
    list(run)
    history = run.history.history
    logs = [{name: values[epoch] for name, values in history.items()} for epoch in (0, 1)]
    assert diary.entries == ["begin", (0, logs[0]), (1, logs[1]), "end"]


def test_fit_takes_them_too() -> None:
    diary, model = Diary(), classifier()
    model.fit(X, Y, epochs=3, callbacks=[diary], verbose=False)
    assert [entry if isinstance(entry, str) else entry[0] for entry in diary.entries] == [
        "begin",
        0,
        1,
        2,
        "end",
    ]


def test_a_callback_ends_a_run() -> None:
    class Enough(Callback):
        def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
            assert logs
            self.trainer.stop_training = epoch == 1

    run = Trainer(classifier(), X, Y, epochs=9, callbacks=(Enough(),))
    list(run)
    assert run.finished
    assert run.history.epoch == [0, 1]
    run.epochs = 4
    assert not run.finished
    list(run)
    assert run.epoch == 4


@pytest.mark.parametrize(
    "callbacks", [EarlyStopping(), {"stop": EarlyStopping()}, [3], [EarlyStopping], "early_stopping"]
)
def test_what_are_no_callbacks(callbacks: Any) -> None:  # noqa: ANN401
    with pytest.raises(
        ConfigurationError, match=r"^callbacks is a list of callbacks such as \[EarlyStopping"
    ):
        Trainer(classifier(), X, Y, callbacks=callbacks)


def test_no_callbacks_as_in_keras() -> None:
    x, y = blobs(20)
    assert classifier().fit(x, y, callbacks=None, verbose=False).epoch == [0]
