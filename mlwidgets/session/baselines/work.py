"""The work of comparing: fit one model after another, then shuffle the columns for each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mlwidgets.errors import DataError, MissingDependencyError
from mlwidgets.explain.rows.figures import Figures, figures_of
from mlwidgets.explain.rows.groups import column_groups
from mlwidgets.explain.rows.importance import permutation_importance
from mlwidgets.session.background import Pacing, WorkStatus
from mlwidgets.session.baselines.fitted import KINDS, Fitted, Rows, fit_constant
from mlwidgets.session.baselines.linear import fit_linear_regression, fit_logistic_regression
from mlwidgets.session.baselines.trees import fit_trees

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from mlwidgets.data import Dataset, Split
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.rows.figures import Predict
    from mlwidgets.explain.rows.importance import Importance
    from mlwidgets.session.baselines.state import BaselinesState
    from mlwidgets.session.task import Task

_TELL_SECONDS = 0.1

_ANSWERS_ALIKE = "constant"
"""This model gives every row the same answer: no column matters to it."""


def rows_of(task: Task, split: Split) -> Rows:
    """Return the rows as the network gets them."""
    return Rows(
        task.inputs(split.x_train),
        split.y_train,
        task.inputs(split.x_validation),
        split.y_validation,
        task.dataset.n_classes,
    )


def fitting(kind: str, rows: Rows, seed: int) -> Generator[Fitted | None, None, Fitted]:
    """Fit a model of `KINDS`; yield now and then, with the model as far as it is."""
    if kind == "trees":
        return (yield from fit_trees(rows, seed))
    if kind == "linear" and rows.classes:
        return (yield from fit_logistic_regression(rows))
    yield None
    return fit_constant(rows) if kind == "constant" else fit_linear_regression(rows)


def compare(
    state: BaselinesState, task: Task, network: Callable[[], tuple[Predict, int]]
) -> Generator[BaselinesState | None]:
    """Fit all models, measure them, and shuffle the columns for each.

    Parameters
    ----------
    state : BaselinesState
        What is compared. Models that it holds are taken as they are.
    task : Task
        What is to be learned.
    network : callable
        Returns what the network says of rows as they are in the data set, whatever it learns later, and how
        many updates it has behind it. It is asked last.

    Yields
    ------
    BaselinesState or None
        What is known, at most every tenth of a second; None in between, where the work can be stopped.
    """
    if state.compared is None:
        return
    split, seed = state.compared.split, state.compared.seed
    rows, pace = rows_of(task, split), Pacing(_TELL_SECONDS)
    for kind in KINDS:
        if state.model(kind) is not None:
            continue
        state = replace(state, doing=kind)
        yield state
        try:
            fitted = yield from _told(fitting(kind, rows, seed), state, pace)
        except (MissingDependencyError, DataError) as error:
            state = replace(state, problems={**state.problems, kind: str(error)})
        else:
            figures = measured(task.dataset, split, on_rows(fitted.predict, task))
            state = replace(state, models=(*state.models, replace(fitted, figures=figures)))
    if len(split.y_validation):
        state = yield from _shuffled(state, task, network, pace)
    yield replace(state, status=WorkStatus.FINISHED, doing="")


def _told(
    steps: Generator[Fitted | None, None, Fitted], state: BaselinesState, pace: Pacing
) -> Generator[BaselinesState | None, None, Fitted]:
    """Pass on how far a model is."""
    while True:
        try:
            known = next(steps)
        except StopIteration as end:
            fitted: Fitted = end.value
            return fitted
        yield replace(state, models=(*state.models, known)) if known and pace.due() else None


def _shuffled(
    state: BaselinesState, task: Task, network: Callable[[], tuple[Predict, int]], pace: Pacing
) -> Generator[BaselinesState | None, None, BaselinesState]:
    """Measure what matters to each model, and then to the network."""
    if state.compared is None:
        return state
    split, seed, groups = state.compared.split, state.compared.seed, column_groups(task.dataset)
    new = [one for one in state.models if one.importance is None and one.kind != _ANSWERS_ALIKE]
    state = replace(state, doing="importance", total=(len(new) + 1) * len(groups))
    yield state

    def shuffling(
        state: BaselinesState, predict: Predict
    ) -> Generator[BaselinesState | None, None, tuple[BaselinesState, Importance]]:
        steps = permutation_importance(predict, split.x_validation, split.y_validation, groups, seed)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                return state, end.value
            state = replace(state, done=state.done + 1)
            yield state if pace.due() else None

    for model in new:
        state, found = yield from shuffling(state, on_rows(model.predict, task))
        models = [replace(one, importance=found) if one is model else one for one in state.models]
        state = replace(state, models=tuple(models))
    predict, updates = network()
    state, found = yield from shuffling(state, predict)
    return replace(state, network=found, updates=updates)


def measured(dataset: Dataset, split: Split, predict: Predict) -> dict[str, Figures]:
    """Measure a model on the training rows, and on the validation rows if there are any."""
    unit = unit_of(dataset)
    found = {"train": figures_of(split.y_train, predict(split.x_train), unit)}
    if len(split.y_validation):
        found["validation"] = figures_of(split.y_validation, predict(split.x_validation), unit)
    return found


def on_rows(predict: Predict, task: Task) -> Predict:
    """Return a model that takes rows as they are in the data set: of points it is given the features."""

    def answers(x: AnyArray) -> AnyArray:
        return predict(task.inputs(x))

    return answers


def unit_of(dataset: Dataset) -> float:
    """Return how large a 1 among the numbers to predict is in their own unit; a table's are standardized."""
    prepared = dataset.prepared
    if prepared is None or dataset.n_classes:
        return 1.0
    zero, one = prepared.in_units([0.0, 1.0])
    return float(one - zero)
