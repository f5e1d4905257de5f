"""EarlyStopping: when a run ends, and with which weights."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.engine.optimizers import SGD, Adam
from mlwidgets.engine.training.callbacks import Callback
from mlwidgets.engine.training.early_stopping import EarlyStopping
from mlwidgets.errors import ConfigurationError, DivergenceError
from tests.engine.support import blobs, classifier

if TYPE_CHECKING:
    from collections.abc import Mapping

X, Y = blobs(40)
VALIDATION = blobs(20, seed=1)


class Script(Callback):
    """Says what the epochs' losses were, and gives each epoch's weights a mark; comes before the others."""

    def __init__(self, values: list[float], name: str = "val_loss") -> None:
        self.values, self.name = values, name

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
        assert isinstance(logs, dict)
        logs[self.name] = self.values[epoch]
        self.model.vector[...] = epoch


def scripted(values: list[float], stopping: EarlyStopping, name: str = "val_loss") -> Trainer[Sequential]:
    """Return a run whose epochs go as written."""
    run = Trainer(
        classifier(),
        X,
        Y,
        epochs=len(values),
        validation_data=VALIDATION,
        callbacks=[Script(values, name), stopping],
    )
    list(run)
    return run


@pytest.mark.parametrize(
    ("settings", "values", "epochs", "best_epoch"),
    [
        # Nothing gets worse: all epochs.
        ({}, [5, 4, 3, 2], 4, 3),
        # The first epoch without improvement is the last; equal is none.
        ({}, [5, 4, 4, 2], 3, 1),
        ({"patience": 1}, [5, 4, 4, 2], 3, 1),
        ({"patience": 2}, [5, 4, 4, 2, 3, 3, 1], 6, 3),
        ({"patience": 3}, [5, 4, 4, 2, 3, 3, 1], 7, 6),
        # 0.5 less is no improvement by more than 0.5.
        ({"patience": 2, "min_delta": 0.5}, [5, 4.5, 4.4, 4.3, 3], 5, 4),
        ({"patience": 1, "min_delta": 0.5}, [5, 4.5, 4.4, 4.3, 3], 2, 0),
        # Only values below 3 end the waiting, though 4 is the best.
        ({"patience": 3, "baseline": 3.0}, [5, 4.5, 4, 4.2, 3.8], 4, 2),
        ({"patience": 2, "baseline": 3.0}, [5, 2, 2.5, 2.5, 1], 4, 1),
        # Not looked at before the third epoch.
        ({"start_from_epoch": 2}, [1, 2, 5, 4, 4, 3], 5, 3),
        # Large is good.
        ({"mode": "max"}, [1, 2, 3, 2, 4], 4, 2),
    ],
)
def test_when_it_stops(settings: dict[str, Any], values: list[float], epochs: int, best_epoch: int) -> None:
    stopping = EarlyStopping(**settings)
    run = scripted(values, stopping)
    assert run.finished
    assert run.epoch == epochs
    assert stopping.best_epoch == best_epoch
    assert stopping.best == values[best_epoch]
    assert stopping.best_weights is None
    stopped = run.stop_training
    assert stopping.stopped_epoch == (epochs - 1 if stopped else 0)
    assert (run.model.vector == epochs - 1).all()  # the last epoch's weights


def test_it_says_how_long_it_has_been_waiting() -> None:
    stopping = EarlyStopping(patience=5)
    scripted([3, 2, 4, 4], stopping)
    assert stopping.wait == 2


@pytest.mark.parametrize(
    ("values", "patience", "best"), [([5, 3, 4, 4, 1], 2, 1), ([5, 3, 4, 4], 9, 1), ([5, 4, 3], 9, 2)]
)
def test_the_best_weights_come_back_whether_stopped_or_not(
    values: list[float], patience: int, best: int
) -> None:
    stopping = EarlyStopping(patience=patience, restore_best_weights=True)
    run = scripted(values, stopping)
    assert (run.model.vector == best).all()
    assert stopping.best_epoch == best


def test_if_nothing_beats_the_baseline_the_best_of_the_rest_comes_back() -> None:
    stopping = EarlyStopping(patience=2, baseline=1.0, restore_best_weights=True)
    run = scripted([5, 4, 6, 7], stopping)
    assert run.epoch == 3
    assert (run.model.vector == 1).all()


@pytest.mark.parametrize(
    ("monitor", "values", "best"),
    [
        ("val_accuracy", [0.5, 0.9, 0.6], 1),
        ("accuracy", [0.5, 0.9, 0.6], 1),
        ("loss", [0.5, 0.9, 0.6], 0),
        ("val_mean_absolute_error", [0.5, 0.3, 0.6], 1),
        ("roc_auc", [0.5, 0.9, 0.6], 1),
    ],
)
def test_the_name_tells_what_is_good(monitor: str, values: list[float], best: int) -> None:
    stopping = EarlyStopping(monitor, patience=9)
    scripted(values, stopping, monitor)
    assert stopping.best_epoch == best


def test_a_number_that_is_none_is_no_improvement() -> None:
    stopping = EarlyStopping(patience=2)
    run = scripted([float("nan"), float("nan"), float("nan")], stopping)
    assert run.epoch == 2
    assert stopping.best is None


def test_a_real_run_ends_with_the_weights_that_were_best_on_the_validation_data() -> None:
    # A rate far too large for the little data there are: the validation loss falls and rises.
    model = classifier(optimizer=Adam(0.05))
    stopping = EarlyStopping(patience=4, restore_best_weights=True)
    run = Trainer(model, X[:8], Y[:8], epochs=500, validation_data=VALIDATION, callbacks=[stopping])
    steps = list(run)
    values = run.history.history["val_loss"]
    assert 4 < run.epoch < 500
    assert stopping.best == min(values) == values[-5]
    assert model.evaluate(*VALIDATION)["loss"] == pytest.approx(min(values), rel=1e-6)
    # What was measured last belongs to other weights, and is not said to be of these.
    assert steps[-1].epoch_end is not None
    assert steps[-1].epoch_end.validation is None
    assert steps[-1].epoch_end.logs["val_loss"] == values[-1]


def test_after_a_stop_more_epochs_begin_to_wait_anew() -> None:
    stopping = EarlyStopping(patience=2)
    script = Script([1.0] + [2.0] * 20)
    run = Trainer(classifier(), X, Y, epochs=20, validation_data=VALIDATION, callbacks=[script, stopping])
    list(run)
    assert run.epoch == 3
    run.epochs = 21
    list(run)
    assert run.epoch == 5


def test_one_object_for_two_runs_one_after_the_other() -> None:
    stopping = EarlyStopping(restore_best_weights=True)
    scripted([1, 2], stopping)
    assert stopping.stopped_epoch == 1
    run = scripted([9, 8, 7], stopping)
    assert run.epoch == 3
    assert (stopping.best, stopping.best_epoch, stopping.stopped_epoch) == (7, 2, 0)


def test_an_epoch_that_ends_twice_is_counted_once() -> None:
    model = Sequential([Input((1,)), Dense(1)])
    model.compile(SGD(1e-7), "mse")
    stopping = EarlyStopping("loss", patience=2, mode="max")  # the loss only falls
    run = Trainer(model, np.ones((4, 1)), np.ones(4), batch_size=2, epochs=9, callbacks=[stopping])
    list(itertools.islice(run, 4))
    assert (run.epoch, stopping.wait) == (2, 1)
    run.model.parameters[...] = 1e36
    with pytest.raises(DivergenceError):
        next(run)
    assert run.epoch == 1
    next(run)
    assert (run.epoch, stopping.wait) == (2, 1)
    assert not run.finished
    list(run)
    assert run.epoch == 3


def test_what_is_watched_must_be_measured() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Trainer(classifier(), X, Y, callbacks=[EarlyStopping()])
    assert str(caught.value) == (
        "EarlyStopping watches 'val_loss', and there are no validation data. Give validation_data, or watch "
        'what is measured in training, such as monitor="loss".'
    )
    run = Trainer(classifier(), X, Y, callbacks=[EarlyStopping("acuracy", mode="max")])
    message = (
        "EarlyStopping watches 'acuracy', and this run measures: loss, accuracy. Did you mean 'accuracy'?"
    )
    with pytest.raises(ConfigurationError, match=f"^{re.escape(message)}$"):
        list(run)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"monitor": 3}, 'monitor is a name such as "val_loss"; got 3.'),
        (
            {"monitor": "val_speed"},
            "The name 'val_speed' does not tell whether small or large values are better. Set mode",
        ),
        ({"patience": -1}, "patience must be a whole number in [0, 10,000]; got -1."),
        ({"min_delta": -1}, "min_delta must be a number in [0, 1e+06]; got -1."),
        ({"mode": "mx"}, "mode must be one of 'auto', 'min', 'max'; got 'mx'. Did you mean 'max'?"),
        ({"baseline": "1"}, "baseline must be a number in [-1e+06, 1e+06]; got '1'."),
        ({"restore_best_weights": 1}, "restore_best_weights must be True or False; got 1."),
        ({"start_from_epoch": 1.5}, "start_from_epoch must be a whole number in [0, 10,000]; got 1.5."),
    ],
)
def test_settings_out_of_range(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        EarlyStopping(**settings)


def test_it_survives_json() -> None:
    stopping = EarlyStopping("val_accuracy", 0.1, 3, restore_best_weights=True)
    config = stopping.get_config()
    assert EarlyStopping.from_config(json.loads(json.dumps(config))).get_config() == config
    assert config == {
        "monitor": "val_accuracy",
        "min_delta": 0.1,
        "patience": 3,
        "mode": "auto",
        "baseline": None,
        "restore_best_weights": True,
        "start_from_epoch": 0,
    }
