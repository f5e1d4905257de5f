"""What the page shows of a row: its form, the answer, the sweep of a column, and the nearest other row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.data.prepare.steps import CategorySteps, NumberSteps
from mlwidgets.data.prepare.steps import number_text as plain_text
from mlwidgets.data.tables.table import Kind
from mlwidgets.explain.rows.groups import column_groups
from mlwidgets.explain.rows.nearest import distance_parts
from mlwidgets.explain.rows.sweep import sweep
from mlwidgets.explain.wording import number_text, share_text
from mlwidgets.language import numeral, written
from mlwidgets.widgets.base.wording import updates
from mlwidgets.widgets.predict import row_texts as texts

if TYPE_CHECKING:
    from mlwidgets.data.prepare.prepared import PreparedTable
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.session import Experiment
    from mlwidgets.session.row_draft import RowDraft

MOST_CLASSES = 8
"""So many classes have a bar, the most probable ones."""

MOST_LINES = 5
"""So many classes have a line in a sweep: more could not be told apart."""


_LEAST = 1e-6


def form_columns(prepared: PreparedTable) -> list[dict[str, Any]]:
    """Return what a form needs to know of each feature."""
    made = []
    for steps in prepared.columns:
        column = prepared.table.column(steps.name)
        kind = prepared.plan.columns[steps.name].kind
        one: dict[str, Any] = {"name": steps.name, "kind": "category", "levels": [], "low": 0, "high": 0}
        if isinstance(steps, CategorySteps):
            one |= {"levels": list(steps.levels), "hint": texts.LEVELS.format(count=len(steps.levels))}
        elif isinstance(steps, NumberSteps):
            low, high = _ends(prepared, steps)
            one |= {
                "kind": "number" if kind is Kind.NUMBER else "date",
                "low": steps.minimum,
                "high": steps.maximum,
                "whole": kind is Kind.NUMBER and column.as_kind(kind).whole,
                "hint": texts.RANGE.format(low=_marked(low, kind), high=_marked(high, kind)),
            }
        made.append(one)
    return made


def _ends(prepared: PreparedTable, steps: NumberSteps) -> tuple[str, str]:
    """Return the smallest and the largest value of the training rows in words."""
    if prepared.plan.columns[steps.name].kind is Kind.NUMBER:
        return _number(steps.minimum), _number(steps.maximum)
    days = np.array([steps.minimum, steps.maximum]).astype("datetime64[D]")
    return str(days[0]), str(days[1])


def _number(value: float) -> str:
    """Return a number as it stands in a column: without commas, since a year is a number, too."""
    return plain_text(value).replace("-", "−")


def _marked(text: str, kind: Kind) -> str:
    """Return a number of a column as the page's language writes it; dates stay as they are."""
    return written(text) if kind is Kind.NUMBER else text


def notes(prepared: PreparedTable, draft: RowDraft) -> dict[str, str]:
    """Return a sentence for each value that the training rows do not have."""
    state = draft.state
    found = {}
    for steps in prepared.columns:
        value = state.values[steps.name]
        if isinstance(steps, NumberSteps):
            column = draft.table_row.column(steps.name)
            number = steps.offset  # inside, whatever it is
            if value:
                days = column.values.astype(np.int64) / 86_400 if column.kind is Kind.DATE else column.values
                number = float(days[0])
            if not value:
                found[steps.name] = _missing(steps)
            elif not steps.minimum <= number <= steps.maximum:
                low, high = _ends(prepared, steps)
                found[steps.name] = texts.OUTSIDE.format(low=low, high=high)
        elif isinstance(steps, CategorySteps):
            if not value:
                found[steps.name] = _missing(steps)
            elif value not in steps.levels:
                found[steps.name] = texts.UNSEEN
    return found


def _missing(steps: NumberSteps | CategorySteps) -> str:
    """Say what the network is given in the place of a missing value."""
    if isinstance(steps, NumberSteps):
        has_input, fill = steps.tells_missing, _number(steps.fill)
    else:
        has_input, fill = steps.has_missing_level, str(steps.statistics["fill"])
    return texts.MISSING_LEVEL if has_input else texts.MISSING_AS.format(fill=fill)


def probability_text(share: float) -> str:
    """Return a probability as a percentage; none is shown as a certainty, also where float32 says 1."""
    return share_text(min(max(share, _LEAST), 1 - _LEAST))


class Answers:
    """What the network of an experiment says of rows of its table.

    Parameters
    ----------
    experiment : Experiment
        Whose data come from a table.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._experiment = experiment
        prepared = experiment.dataset.prepared
        assert prepared is not None  # noqa: S101 - the lab suits no other data
        self.prepared: PreparedTable = prepared

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of the classes; empty where a number is predicted."""
        return self._experiment.dataset.class_names

    def of(self, x: AnyArray) -> AnyArray:
        """Return a probability for each class, `(rows, classes)`, or the number in its unit, `(rows, 1)`."""
        output = self._experiment.predict(x)
        shares = self._experiment.task.shares(output)
        if shares is not None:
            return shares
        return self.prepared.in_units(output.reshape(len(output), -1)[:, :1])

    def text(self, answer: AnyArray) -> str:
        """Return an answer in words: "Adelie (93.1%)", or a number."""
        if not np.isfinite(answer).all():
            return "NaN"
        if not self.classes:
            return number_text(float(answer[0]))
        said = int(answer.argmax())
        return f"{self.classes[said]} ({probability_text(float(answer[said]))})"

    def bars(self, answer: AnyArray, original: AnyArray) -> dict[str, Any]:
        """Return the answer, and that of the row as it stands in the table, as the page draws them."""
        target = self.prepared.target_names[0]
        if not self.classes:
            learned = self.prepared.in_units(self._experiment.split.y_train)
            ends = {"low": float(learned.min()), "high": float(learned.max())}
            both = {"value": float(answer[0]), "was": float(original[0])}
            return {"target": target, "names": [], "text": self.text(answer), **ends, **both}
        order = np.sort(np.argsort(-answer, kind="stable")[:MOST_CLASSES])
        return {
            "target": target,
            "names": [self.classes[at] for at in order],
            "places": order.tolist(),
            "texts": [probability_text(float(answer[at])) for at in order],
            "shares": _floats(answer[order]),
            "was": _floats(original[order]),
        }


def answer_words(
    answers: Answers,
    *,
    edited: bool,
    answer: AnyArray,
    original: AnyArray,
    truth: str,
    iteration: int,
    untrained: bool,
) -> tuple[str, str]:
    """Return what the network says, and what is true, each in words."""
    after = updates(iteration)
    if answers.classes:
        said = int(answer.argmax())
        share = probability_text(float(answer[said])) if np.isfinite(answer).all() else "NaN"
        words = texts.SAID.format(name=answers.classes[said], share=share, updates=after)
    else:
        target = answers.prepared.target_names[0]
        words = texts.SAID_NUMBER.format(target=target, value=answers.text(answer), updates=after)
    if untrained:
        words = f"{words} {texts.UNTRAINED}"
    if edited:
        return words, f"{texts.TRUE_UNKNOWN} {texts.WAS.format(was=answers.text(original))}"
    if not answers.classes:
        return words, texts.TRUE_NUMBER.format(truth=truth)
    right = answers.classes[int(answer.argmax())] == truth
    return words, texts.TRUE_RIGHT if right else texts.TRUE_WRONG.format(truth=truth)


def sweep_frame(answers: Answers, draft: RowDraft, column: str) -> dict[str, Any]:
    """Return the answers while one column goes over its training values."""
    made = sweep(answers.prepared, draft.table_row, column)
    said = answers.of(answers.prepared.transform(made.rows))
    shown = [0]
    if answers.classes:
        shown = sorted(np.argsort(-said.max(axis=0), kind="stable")[:MOST_LINES].tolist())
    names = [answers.classes[at] for at in shown] if answers.classes else list(answers.prepared.target_names)
    return {
        "column": column,
        "title": texts.SWEEP.format(column=column),
        "texts": list(made.texts),
        "numbers": b"" if made.numbers is None else made.numbers.astype("<f8").tobytes(),
        "percent": bool(answers.classes),
        "series": [
            {"name": name, "place": at, "values": _floats(said[:, at])}
            for at, name in zip(shown, names, strict=True)
        ],
        "alt": _sweep_words(answers, column, made.texts, names, said[:, shown]),
    }


def _sweep_words(
    answers: Answers, column: str, values: tuple[str, ...], names: list[str], said: AnyArray
) -> str:
    worded = probability_text if answers.classes else number_text
    parts = [
        texts.SWEEP_PART.format(name=name, low=worded(float(line.min())), high=worded(float(line.max())))
        for name, line in zip(names, said.T, strict=True)
    ]
    known = [value for value in values if value] or [""]
    kind = answers.prepared.plan.columns[column].kind
    first, last = _marked(known[0], kind), _marked(known[-1], kind)
    return texts.SWEEP_ALT.format(column=column, first=first, last=last, parts=", ".join(parts))


def nearest_frame(
    answers: Answers, draft: RowDraft, there_row: int, here: AnyArray, x_here: AnyArray
) -> dict[str, Any]:
    """Return a comparison of the row with a training row that got another answer when it was found.

    Parameters
    ----------
    answers : Answers
        Of the network.
    draft : RowDraft
        The row.
    there_row : int
        The place of the other row in the table.
    here : ndarray
        The answer to the row.
    x_here : ndarray
        Its inputs.
    """
    prepared = answers.prepared
    x_there, _ = prepared.examples(np.array([there_row]))
    there = answers.of(x_there)[0]
    groups = column_groups(draft.dataset)
    parts = distance_parts(x_there, x_here, groups)[0]
    total = float(parts.sum())
    values, state = draft.texts_of(there_row), draft.state
    rows: list[dict[str, Any]] = [
        {
            "name": name,
            "here": state.values[name],
            "there": values[name],
            "part": float(part) / total if total else 0.0,
            "distance": number_text(float(part), 3),
            "differs": state.values[name] != values[name],
        }
        for name, part in zip(groups, parts, strict=True)
    ]
    rows.sort(key=lambda row: (not row["differs"], -row["part"]))
    words = {
        "there_title": texts.TITLES["train"],
        "number": numeral(int(np.searchsorted(draft.rows("train"), there_row)) + 1),
        "there": answers.text(there),
        "here": answers.text(here),
        "distance": number_text(total, 3),
        "differs": sum(row["differs"] for row in rows),
        "count": len(rows),
    }
    about = texts.NEAREST_ABOUT if words["differs"] else ""
    return {"said": _nearest_words(answers, here, there, words), "about": about, "rows": rows}


def _nearest_words(answers: Answers, here: AnyArray, there: AnyArray, words: dict[str, Any]) -> str:
    if answers.classes:
        agrees = here.argmax() == there.argmax()
        return (texts.NEAREST_AGREES if agrees else texts.NEAREST).format(**words)
    apart = number_text(apart_of(answers), 3)
    return texts.NEAREST_NUMBER.format(apart=apart, **words)


def apart_of(answers: Answers) -> float:
    """Return by how much a number must differ to count as another answer."""
    return float(answers.prepared.target.std)


def _floats(values: Any) -> bytes:  # noqa: ANN401 - whatever makes an array
    with np.errstate(over="ignore"):
        return np.asarray(values, np.float64).astype("<f4").tobytes()
