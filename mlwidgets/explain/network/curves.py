"""Learning curves, thinned to what a screen can show and smoothed to what an eye can follow."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.explain.wording import number_text, share_text
from mlwidgets.language import _, numeral

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.training.history import History, Mark

MAX_POINTS = 300
"""More points than this on one curve could not be told apart, and would only cost time."""

SMOOTHED = 25
"""Batches over which the training curve is averaged at most."""

_SMOOTHED_EPOCHS = 0.25
"""A mean over more of an epoch than this would lag behind: the network has learned meanwhile."""

_LARGE = 1_000
"""From here on three digits would need a power of ten."""

_SMOOTHED_SHARE = 40
"""A long run is averaged over this part of it, or the curve would be as restless as its batches."""

SHORT_TITLES = {"mean_absolute_error": _("Mean abs. error")}
"""For headings and columns that are narrow."""

TITLES = {
    "loss": _("Loss"),
    "accuracy": _("Accuracy"),
    "mean_absolute_error": _("Mean absolute error"),
}

_NOTHING = _("{title} over the epochs: nothing trained yet.")
_TRAINING = _("{title} over the epochs: on training batches from {first} to {last}")
_VALIDATION = _("{said}, on the validation data {value}")
_LOWEST = _("{said}, lowest after epoch {epoch} ({value})")
_PENALTY = _("{said}, of which the penalty on the weights is {value}")
_CHANGED = _("{said}; at epoch {epoch:.2f} {change}")

_SETTINGS = {
    "learning_rate": _("learning rate"),
    "batch_size": _("batch size"),
    "weight_decay": _("weight decay"),
    "momentum": _("momentum"),
}
"""Within a sentence; other settings are called by their names."""

_SWITCH = {True: _("on"), False: _("off")}


@dataclass(frozen=True, eq=False)
class Curve:
    """Points of a line.

    Attributes
    ----------
    epochs, values : ndarray of float32, shape (k,)
        When, in epochs, and what.
    """

    epochs: Array
    values: Array


@dataclass(frozen=True, eq=False)
class Batches:
    """How far single batches scatter: the smallest and the largest value of each group of neighbours.

    Attributes
    ----------
    low, high : ndarray of float32, shape (k,)
        At the same epochs as the smoothed curve.
    """

    low: Array
    high: Array


@dataclass(frozen=True, eq=False)
class LearningCurves:
    """One measured quantity over a run.

    Attributes
    ----------
    name : str
        "loss", "accuracy", …
    train : Curve
        The mean of the last batches at each point.
    batches : Batches
        What single batches measured.
    validation : Curve
        One point an epoch.
    marks : tuple of Mark
        Settings that were changed on the way.
    penalty : Curve
        The part of the loss that is the price of large weights; empty where there is none.
    best : int
        The epoch with the smallest validation loss, counted from 1; 0 if there is none.
    """

    name: str
    train: Curve
    batches: Batches
    validation: Curve
    marks: tuple[Mark, ...]
    penalty: Curve
    best: int

    @property
    def title(self) -> str:
        """The quantity as a heading."""
        return TITLES.get(self.name, self.name)

    def times(self, unit: float) -> LearningCurves:
        """Return the same curves with all values multiplied: in other units."""
        if unit == 1:
            return self
        one = np.float32(unit)
        train, validation, penalty = (
            Curve(curve.epochs, curve.values * one) for curve in (self.train, self.validation, self.penalty)
        )
        batches = Batches(self.batches.low * one, self.batches.high * one)
        return replace(self, train=train, batches=batches, validation=validation, penalty=penalty)


def learning_curves(history: History, name: str) -> LearningCurves:
    """Return the curves of one quantity, the loss or a metric, from a history."""
    validation = np.asarray(history.history.get(f"val_{name}", ()), np.float32)
    x, y = history.batch_epochs, history.batch_logs.get(name, ())
    return LearningCurves(
        name=name,
        train=smoothed(x, y),
        batches=scatter(y),
        validation=Curve(np.arange(1, len(validation) + 1, dtype=np.float32), validation),
        marks=tuple(history.marks),
        penalty=smoothed(x, history.batch_logs.get("penalty", ()) if name == "loss" else ()),
        best=_best_epoch(history),
    )


def smoothed(epochs: list[float], values: list[float] | tuple[()]) -> Curve:
    """Return the mean of the last batches, at no more than `MAX_POINTS` moments.

    The mean is taken over the last quarter of an epoch, but over no more than `SMOOTHED` batches; in a long
    run over a fortieth of it. The curve always ends at the newest batch. What is not finite is left out.
    """
    x, y = np.asarray(epochs, np.float64), np.asarray(values, np.float64)
    if not len(y):  # nothing yet, or a quantity that is not measured
        return Curve(y.astype(np.float32), y.astype(np.float32))
    finite = np.isfinite(y)
    total = np.concatenate([[0.0], np.cumsum(np.where(finite, y, 0.0))])
    count = np.concatenate([[0], np.cumsum(finite)])
    ends = _first_places(len(y))[1:]
    begins = _begins(x, ends)
    seen = count[ends] - count[begins]
    means = (total[ends] - total[begins]) / np.maximum(seen, 1)
    known = seen > 0
    return Curve(x[ends - 1][known].astype(np.float32), means[known].astype(np.float32))


def newest(epochs: list[float], values: list[float] | tuple[()]) -> float | None:
    """Return the last value of the smoothed curve, without computing the whole of it."""
    if not values:
        return None
    begin = int(_begins(np.asarray(epochs, np.float64), np.array([len(values)]))[0])
    part = np.asarray(values[begin:], np.float64)
    part = part[np.isfinite(part)]
    return float(part.mean()) if len(part) else None


def _begins(epochs: AnyArray, ends: AnyArray) -> AnyArray:
    """Return where the mean that ends before each of these batches begins."""
    recent = np.searchsorted(epochs, epochs[ends - 1] - _SMOOTHED_EPOCHS, side="right")
    recent = np.clip(recent, ends - SMOOTHED, ends - 1)
    return np.maximum(np.minimum(recent, ends - len(epochs) // _SMOOTHED_SHARE), 0)


def scatter(values: list[float] | tuple[()]) -> Batches:
    """Return the smallest and the largest value of each group of neighbouring batches."""
    y = np.asarray(values, np.float32)
    if not len(y):
        return Batches(y, y)
    starts = _first_places(len(y))[:-1]
    return Batches(np.minimum.reduceat(y, starts), np.maximum.reduceat(y, starts))


def _first_places(count: int) -> AnyArray:
    """Return where each group of neighbours starts, and the end of the last one, which may be smaller."""
    group = -(-count // MAX_POINTS)
    return np.append(np.arange(0, count, group), count)


def _best_epoch(history: History) -> int:
    losses = np.asarray(history.history.get("val_loss", ()), np.float64)
    if not np.isfinite(losses).any():
        return 0
    return int(np.nanargmin(np.where(np.isfinite(losses), losses, np.nan))) + 1


def describe(curves: LearningCurves) -> str:
    """Say in words what the curves show, for those who cannot see them.

    Examples
    --------
    >>> from mlwidgets.engine.training.history import History
    >>> describe(learning_curves(History(), "loss"))
    'Loss over the epochs: nothing trained yet.'
    """
    if not len(curves.train.values):
        return _NOTHING.format(title=curves.title)
    first, last = (value_text(curves.name, curves.train.values[at]) for at in (0, -1))
    text = _TRAINING.format(title=curves.title, first=first, last=last)
    if len(curves.validation.values):
        value = value_text(curves.name, curves.validation.values[-1])
        text = _VALIDATION.format(said=text, value=value)
    if curves.best and curves.name == "loss":
        least = value_text(curves.name, curves.validation.values[curves.best - 1])
        text = _LOWEST.format(said=text, epoch=curves.best, value=least)
    if len(curves.penalty.values):
        text = _PENALTY.format(said=text, value=value_text("loss", curves.penalty.values[-1]))
    for mark in curves.marks:
        text = _CHANGED.format(said=text, epoch=mark.epoch, change=mark_text(mark))
    return f"{text}."


def mark_text(mark: Mark) -> str:
    """Return what changed: "learning rate → 0.01", "nesterov → on", "clipnorm → off"."""
    value = numeral(mark.new, "g")
    if mark.name == "nesterov":
        value = str(_SWITCH[bool(mark.new)])
    elif math.isinf(mark.new):  # a limit that nothing reaches
        value = str(_SWITCH[False])
    return f"{_SETTINGS.get(mark.name, mark.name.replace('_', ' '))} → {value}"


def value_text(name: str, value: float) -> str:
    """Return a value of a curve: a percentage for an accuracy, else three digits, of large numbers all."""
    if name == "accuracy":
        return share_text(float(value))
    return number_text(float(value), 3) if _LARGE <= abs(value) < math.inf else numeral(float(value), ".3g")
