"""Gradient-boosted trees with the real XGBoost, an optional package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import DataError, MissingDependencyError
from mlwidgets.language import _
from mlwidgets.session.baselines.fitted import Curves, Fitted

if TYPE_CHECKING:
    from collections.abc import Generator

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.session.baselines.fitted import Rows

LEARNING_RATE, DEPTH = 0.1, 6
MOST_ROUNDS = 500
PATIENCE = 20
"""After so many rounds without a smaller validation loss no more trees are added."""

ROUNDS_WITHOUT_VALIDATION = 100
MOST_CLASSES = 100
"""Each round grows a tree for each class."""

_MISSING = _(
    "Gradient-boosted trees need XGBoost, which is not installed here. Install it with "
    'pip install "mlwidgets[trees]", then compute again.'
)


def fit_trees(rows: Rows, seed: int) -> Generator[Fitted | None, None, Fitted]:
    """Grow trees, each correcting the sum of those before, and yield after each round.

    Stops when the validation loss has not fallen for `PATIENCE` rounds, and keeps the best round. XGBoost
    uses one thread: with more it would take the core from the network that is being trained.

    Parameters
    ----------
    rows : Rows
        What to learn from.
    seed : int
        Of XGBoost's random choices.

    Raises
    ------
    MissingDependencyError
        XGBoost is not installed.
    DataError
        There are too many classes.

    References
    ----------
    Chen and Guestrin, "XGBoost: A Scalable Tree Boosting System", KDD 2016.
    """
    try:
        import xgboost  # noqa: PLC0415 - it takes a second, and most sessions never ask
    except ImportError as error:
        raise MissingDependencyError(_MISSING) from error
    if rows.classes > MOST_CLASSES:
        raise DataError(
            _(
                "Trees are grown for {most_classes} classes at most, one a class in each round; this "
                "target has {classes:,}."
            ).format(most_classes=MOST_CLASSES, classes=rows.classes)
        )
    parts = {"train": xgboost.DMatrix(rows.x_train, rows.y_train, nthread=1)}
    if len(rows.y_validation):
        parts["validation"] = xgboost.DMatrix(rows.x_validation, rows.y_validation, nthread=1)
    booster = xgboost.Booster(_settings(rows, seed), list(parts.values()))
    curves = Curves(best=0 if len(parts) > 1 else None)
    for at in range(MOST_ROUNDS if len(parts) > 1 else ROUNDS_WITHOUT_VALIDATION):
        booster.update(parts["train"], at)
        losses = [_loss(booster, part, at, rows) for part in parts.values()]
        curves = curves.with_step(losses[0], losses[1] if len(parts) > 1 else None)
        if curves.best is not None and losses[1] < curves.validation[curves.best]:
            curves = Curves(curves.train, curves.validation, at)
        yield Fitted("trees", _Boosted(booster, rows, at + 1), curves)
        if curves.best is not None and at - curves.best >= PATIENCE:
            break
    used = len(curves.train) if curves.best is None else curves.best + 1
    return Fitted("trees", _Boosted(booster, rows, used), curves)


def _settings(rows: Rows, seed: int) -> dict[str, Any]:
    two = rows.classes == 2  # noqa: PLR2004 - no and yes
    settings: dict[str, Any] = {
        "eta": LEARNING_RATE,
        "max_depth": DEPTH,
        "tree_method": "hist",
        "nthread": 1,
        "seed": seed,
        "verbosity": 0,
    }
    if not rows.classes:
        return {**settings, "objective": "reg:squarederror", "eval_metric": "rmse"}
    if two:
        return {**settings, "objective": "binary:logistic", "eval_metric": "logloss"}
    classes = {"objective": "multi:softprob", "eval_metric": "mlogloss", "num_class": rows.classes}
    return {**settings, **classes}


def _loss(booster: Any, part: Any, at: int, rows: Rows) -> float:  # noqa: ANN401 - XGBoost may be missing
    told = booster.eval_set([(part, "part")], at)  # "[3]\tpart-logloss:0.41234"
    value = float(told.rsplit(":", 1)[1])
    return value if rows.classes else value**2


class _Boosted:
    """Answers with the trees of the first rounds."""

    def __init__(self, booster: Any, rows: Rows, rounds: int) -> None:  # noqa: ANN401 - XGBoost may be missing
        self._booster, self._classes, self._rounds = booster, rows.classes, rounds

    def __call__(self, x: AnyArray) -> AnyArray:
        """Return a probability for each class, or the numbers to predict."""
        said: AnyArray = self._booster.inplace_predict(
            np.ascontiguousarray(x), iteration_range=(0, self._rounds)
        )
        return np.stack([1 - said, said], axis=1) if self._classes == 2 else said  # noqa: PLR2004 - no and yes
