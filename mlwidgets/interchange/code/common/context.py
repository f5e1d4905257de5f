"""What the templates of all languages may name: the description, and what is worked out from it in Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mlwidgets.data.plane.features import USUAL_FEATURES, check_features
from mlwidgets.engine.schedules import OneCycle, Schedule, WarmUp
from mlwidgets.interchange.code.common.text import Call, Code, number, whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlwidgets.interchange.code.common.description import ModelDescription

TITLES = {"mnist": "MNIST"}
"""Names of data sets as they are written in a sentence."""

LONGEST_NAME = 60

FEATURES = {
    "x1": "x1",
    "x2": "x2",
    "x1^2": "x1**2",
    "x2^2": "x2**2",
    "x1*x2": "x1 * x2",
    "sin(x1)": "np.sin(x1)",
    "sin(x2)": "np.sin(x2)",
}
"""What a network may be given for a point, in NumPy."""


def context(description: ModelDescription) -> dict[str, Any]:
    """Return what a template may name, in every language; `d` is the description, `o` its optimizer."""
    inputs = description.inputs or {}
    rows = inputs.get("kind") == "row"
    features = made_features(description, FEATURES)
    target = inputs.get("target", {})
    scaled = (target.get("divisor", 1.0), target.get("offset", 0.0))
    return {
        "d": description,
        "o": description.engine_optimizer,
        "kind": type(description.engine_optimizer).__name__,
        "loss_kind": type(description.engine_loss).__name__,
        "title": title(description),
        "told": lambda part, before="": told(description.metrics, part, before),
        "whole": whole,
        "input_shape": tuple(description.input_shape),
        "features": features,
        "columns": [_column(one) for one in inputs["steps"]["columns"]] if rows else [],
        "example": {one["name"]: _typical(one) for one in inputs["steps"]["columns"]} if rows else {},
        "classes": list(inputs.get("class_names", ())),
        "scaled_back": "" if scaled == (1.0, 0.0) else f" * {number(scaled[0])} + {number(scaled[1])}",
        "prepares": bool(rows or features or description.divisor != 1),
        "schedule": None if description.schedule is None else course(description.schedule),
    }


def title(description: ModelDescription) -> str:
    """Return what a program is about, as the beginning of a sentence."""
    # A name may come from a file: nothing in it may end the comment.
    words = " ".join(re.findall(r"[\w.,()-]+", description.dataset))[:LONGEST_NAME]
    name = TITLES.get(words, words[:1].upper() + words[1:])
    verb = "learned" if description.epochs else "predicted"
    return f"{name} {verb}" if name else "A network"


def told(metrics: Sequence[str], part: str, before: str = "") -> str:
    """Return the lines of Python that print loss and metrics; `before` begins the names that hold them."""
    shown = [f"{name.replace('_', ' ')} {{{before}{name}:.4f}}" for name in metrics]
    lines = [", ".join([f"{part} loss {{{before}loss:.4f}}", *shown[:1]]), *shown[1:]]
    return "\n".join(f'print(f"{line}")' for line in lines)


def made_features(description: ModelDescription, formulas: Mapping[str, str]) -> list[str]:
    """Return the formula of each feature, in a language's table; none where points are given as they are."""
    names = check_features(description.features or USUAL_FEATURES)
    return [] if names == USUAL_FEATURES else [formulas[name] for name in names]


def measures(description: ModelDescription, formulas: Mapping[str, str]) -> dict[str, str]:
    """Return the formula of each metric, in a language's table; there accuracy stands under its grade."""
    found = {name: formulas[name] for name in description.metrics if name != "accuracy"}
    if grade := description.grade():
        found["accuracy"] = formulas[grade].format(threshold=description.threshold)
    return {name: found[name] for name in description.metrics}


def course(schedule: Schedule) -> dict[str, Any]:
    """Return the numbers of a schedule under the names that its lines in `shared.jinja` use."""
    numbers = {name: getattr(schedule, name) for name in schedule.parameter_names()}
    if isinstance(schedule, WarmUp):
        numbers |= {"schedule": course(schedule.schedule), "first_after": schedule.schedule(0)}
    if isinstance(schedule, OneCycle):
        bottom = schedule.maximal_learning_rate / schedule.div_factor
        numbers |= {
            "bottom": bottom,
            "top": schedule.maximal_learning_rate,
            "end": bottom / schedule.final_div_factor,
            "peak": max(0.0, schedule.pct_start * schedule.total_steps - 1),
        }
    return {"kind": type(schedule).__name__} | numbers


def _column(column: Mapping[str, Any]) -> Call:
    """Return the call that makes a table's column the network's input."""
    scaling = (column["offset"], column["divisor"])
    name, fill = column["name"], column["fill"]
    if column["kind"] != "category":
        more = (True,) if column["missing_input"] else ()
        kind = "date_input" if column["kind"] == "date" else "number_input"
        return Call(kind, (Code("rows"), name, fill, *scaling, *more))
    levels = list(column["levels"])
    if column["encode"] == "ordinal":
        return Call("ordinal_input", (Code("rows"), name, levels, fill, *scaling))
    return Call(
        "one_hot_input", (Code("rows"), name, levels, fill, *((True,) if column["missing_level"] else ()))
    )


def _typical(column: Mapping[str, Any]) -> object:
    """Return what stands for a column in the example of a row: what a missing value becomes."""
    if column["kind"] == "category":
        return column["levels"][column["fill"]] if column["fill"] < len(column["levels"]) else None
    if column["kind"] == "date":
        return None
    return whole(column["fill"])
