"""What the pane *Compare* shows, made from what is known of the models."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.explain.rows.importance import REPEATS
from mlwidgets.explain.wording import number_text, share_text
from mlwidgets.language import numeral
from mlwidgets.session.background import WorkStatus
from mlwidgets.session.baselines.baselines import NETWORK
from mlwidgets.session.baselines.fitted import KINDS
from mlwidgets.widgets.compare import texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.data import Dataset
    from mlwidgets.engine.training.history import History
    from mlwidgets.explain.rows.figures import Figures
    from mlwidgets.explain.rows.importance import Importance
    from mlwidgets.session.baselines.fitted import Fitted
    from mlwidgets.session.baselines.state import BaselinesState

MOST_COLUMNS = 40
"""So many columns are shown at most, those that matter most to any model."""


@dataclass(frozen=True, eq=False)
class Known:
    """All that is known of the models at one moment.

    Attributes
    ----------
    dataset : Dataset
        The data.
    state : BaselinesState
        The baselines.
    network : mapping of str to Figures
        Figures of the network as it is now, for each part.
    test : mapping of str to mapping of str to Figures
        For each model its figures on the test rows; empty while they are locked.
    updates : int
        How many updates the network has behind it.
    history : History or None
        What has been recorded of its run.
    comparable : bool
        Whether its loss is the one that is measured of the other models.
    """

    dataset: Dataset
    state: BaselinesState
    network: Mapping[str, Figures]
    test: Mapping[str, Figures]
    updates: int
    history: History | None
    comparable: bool

    @property
    def titles(self) -> dict[str, str]:
        """What the models are called."""
        return texts.MODELS if self.dataset.n_classes else texts.MODELS_OF_NUMBERS

    @property
    def figures(self) -> dict[str, dict[str, Figures]]:
        """The figures of each model for each part, the network first."""
        found: dict[str, dict[str, Figures]] = {NETWORK: dict(self.network)}
        for model in self.state.models:
            found[model.kind] = dict(model.figures or {})
        for key, measured in self.test.items():
            if key in found:
                found[key]["test"] = measured
        return found

    @property
    def importance(self) -> dict[str, Importance]:
        """What matters to each model."""
        found = {} if self.state.network is None else {NETWORK: self.state.network}
        return found | {one.kind: one.importance for one in self.state.models if one.importance is not None}

    @property
    def figure_names(self) -> tuple[str, str]:
        """What the two figures are called."""
        if self.dataset.n_classes > 2:  # noqa: PLR2004 - the mean of each class against the others
            return texts.FIGURES_OF_MANY
        return texts.FIGURES if self.dataset.n_classes else texts.FIGURES_OF_NUMBERS

    def figure_texts(self, found: Figures | None) -> list[str]:
        """Return both figures in words; "" where one is not known."""
        if found is None:
            return ["", ""]
        if not self.dataset.n_classes:
            return [_thousandths(found.score), _text(found.second)]
        score = share_text(found.score) if math.isfinite(found.score) else _text(found.score)
        return [score, _thousandths(found.second)]


def model_rows(known: Known) -> dict[str, Any]:
    """Return the parts of the rows, the figures of each, and a line for each model."""
    parts = ["train", "validation", *(["test"] if known.test else [])]
    figures, rows = known.figures, []
    for key in (NETWORK, *KINDS):
        measured = figures.get(key, {})
        cells = [text for part in parts for text in known.figure_texts(measured.get(part))]
        rows.append({"key": key, "title": known.titles[key], "about": _about(known, key), "cells": cells})
    words = [texts.PARTS[part] for part in parts]
    return {"parts": words, "figures": list(known.figure_names), "models": rows}


def _about(known: Known, key: str) -> str:
    """Say of which kind a model is, or why there is none."""
    if key == NETWORK:
        if not known.updates:
            return texts.NETWORK_NEW
        return texts.NETWORK_NOW.format(known.updates, count=numeral(known.updates))
    model = known.state.model(key)
    if model is None:
        return known.state.problems.get(key, "")
    if model.figures is None:
        return texts.FITTING
    return model.note or _ABOUT[key](known, model)


def _linear(known: Known, model: Fitted) -> str:
    if not known.dataset.n_classes:
        return texts.LINEAR_NUMBERS
    steps = len(model.curves.train) - 1  # the first value is that of the start
    return texts.LINEAR.format(steps=_counted("linear", steps))


def _trees(_: Known, model: Fitted) -> str:
    rounds, best = len(model.curves.train), model.curves.best
    if best is None or best == rounds - 1:
        return _counted("trees", rounds)
    return texts.TREES.format(best=_counted("trees", best + 1))


def _constant(known: Known, model: Fitted) -> str:
    said = np.atleast_1d(model.predict(known.dataset.x_train[:1])[0])
    if known.dataset.n_classes:
        return texts.CONSTANT.format(name=known.dataset.class_names[int(said.argmax())])
    prepared = known.dataset.prepared
    value = float(said[0] if prepared is None else prepared.in_units(said)[0])
    return texts.CONSTANT_NUMBER.format(value=number_text(value))


_ABOUT = {"constant": _constant, "linear": _linear, "trees": _trees}


def curves(known: Known) -> dict[str, Any]:
    """Return the loss of each model over its own training, and what to know of them."""
    series = []
    history = known.history
    if known.comparable and history is not None and history.history.get("loss"):
        train, validation = history.history["loss"], history.history.get("val_loss", [])
        series.append(_series(known, NETWORK, train, validation))
    series += [
        _series(known, one.kind, one.curves.train, one.curves.validation) for one in known.state.models
    ]
    return {"series": series, "loss": texts.LOSS[bool(known.dataset.n_classes)]}


def _series(known: Known, key: str, train: Any, validation: Any) -> dict[str, Any]:  # noqa: ANN401 - rows of numbers
    count = len(train) - (key == "linear")  # whose first value is that of the start
    steps = _counted(key, count) if key in texts.STEPS and count else ""
    return {
        "key": key,
        "title": known.titles[key],
        "steps": steps,
        "train": _floats(train),
        "validation": _floats(validation),
    }


def importance(known: Known) -> dict[str, Any]:
    """Return what matters to each model, the columns that matter most to any of them first."""
    found = known.importance
    if not found:
        return {"columns": [], "series": [], "more": 0, "title": "", "percent": False}
    first = next(iter(found.values()))
    largest = np.max([one.drops for one in found.values()], axis=0)
    order = np.argsort(-largest, kind="stable")[:MOST_COLUMNS]
    score = known.figure_names[0]
    if known.dataset.n_classes:
        score = texts.IN_POINTS.format(score=score)
    title = texts.IMPORTANCE.format(score=score, rows=numeral(first.rows), repeats=REPEATS)
    return {
        "columns": [first.columns[at] for at in order],
        "more": len(first.columns) - len(order),
        "title": title,
        "percent": bool(known.dataset.n_classes),
        "series": [
            {
                "key": key,
                "title": known.titles[key],
                "drops": _floats(one.drops[order]),
                "spreads": _floats(one.spreads[order]),
            }
            for key, one in found.items()
        ],
    }


def best_words(known: Known) -> str:
    """Say which model is best on the validation rows; "" before more than one has been measured."""
    scores = {
        key: parts["validation"].score
        for key, parts in known.figures.items()
        if "validation" in parts and math.isfinite(parts["validation"].score)
    }
    if len(scores) <= 1:
        return ""
    words = {key: known.figure_texts(known.figures[key]["validation"])[0] for key in scores}
    best = max(scores, key=lambda key: scores[key])
    alike = [key for key in scores if words[key] == words[best]]
    if len(alike) > 1:
        *titles, last = [str(known.titles[key]) for key in alike]
        models = texts.AND.format(first=", ".join(titles), last=last)
        return texts.ALIKE.format(models=models, figure=known.figure_names[0], value=words[best])
    return texts.BEST.format(model=known.titles[best], figure=known.figure_names[0], value=words[best])


def said(known: Known, *, outdated: bool) -> str:
    """Say what is being done, or what has been found."""
    state = known.state
    if state.status is WorkStatus.FAILED:
        return state.error
    if state.status is WorkStatus.READY:
        return texts.READY
    if state.status is WorkStatus.RUNNING:
        return texts.RUNNING[state.doing].format(done=state.done, total=state.total)
    if outdated:
        return texts.OUTDATED
    first = texts.STOPPED if state.status is WorkStatus.STOPPED else ""
    return f"{first} {best_words(known)}".strip()


def alt(known: Known) -> str:
    """Return the pictures in a sentence."""
    found = known.importance.get(NETWORK)
    important = ""
    if found is not None and len(found.columns):
        most = int(found.drops.argmax())
        important = texts.ALT_IMPORTANT.format(
            column=found.columns[most],
            drop=drop_text(float(found.drops[most]), bool(known.dataset.n_classes)),
        )
    count = texts.ALT.format(len(known.figures))
    return " ".join(words for words in (count, best_words(known), important) if words)


def drop_text(drop: float, percent: bool) -> str:
    """Return a drop in words: in percentage points for an accuracy."""
    if not percent:
        return number_text(drop, 3)
    count = number_text(100 * drop, 3)
    return texts.POINTS.format(1 if count == "1" else 2, count=count)


def _text(value: float) -> str:
    return number_text(value, 3) if math.isfinite(value) else "–"


def _thousandths(value: float) -> str:
    """Return an AUC or R² with as many decimals as the pane Results gives it."""
    return numeral(value, "z.3f").replace("-", "−") if math.isfinite(value) else "–"


def _counted(key: str, count: int) -> str:
    """Return how long a model was fitted: "1 step", "81 rounds"."""
    return texts.STEPS[key].format(count, count=numeral(count))


def _floats(values: Any) -> bytes:  # noqa: ANN401 - whatever makes an array
    with np.errstate(over="ignore"):
        return np.asarray(values, np.float64).astype("<f4").tobytes()
