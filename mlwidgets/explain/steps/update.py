"""The update card: from the batch's gradient to the new weight, by the optimizer's rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.optimizers.clipping import CLIPPING
from mlwidgets.explain.optimizers.rules import BEFORE, rule_of
from mlwidgets.explain.steps.parts import Card, Line, Number, Part, bracketed, digits_apart, line, worded
from mlwidgets.language import _
from mlwidgets.spec.optimizer_spec import OptimizerSpec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.training.preview import Preview
    from mlwidgets.explain.optimizers.rules import RuleLine
    from mlwidgets.explain.steps.chosen import ChosenWeight

_CLIPPED = {
    "clipvalue": _("g = {g}, kept within ±{limit}: {clipped}"),
    "clipnorm": _("g = {g}, array clipped to a length of {limit}: {clipped}"),
    "global_clipnorm": _("g = {g}, whole gradient clipped to a length of {limit}: {clipped}"),
}


def update_card(preview: Preview, chosen: ChosenWeight) -> Card:
    """Return how the optimizer moves a weight."""
    place = chosen.place
    g, given = float(preview.gradient[place]), float(preview.clipped[place])
    before, after = float(preview.before[place]), float(preview.after[place])
    stepped = float(preview.stepped[place])
    digits = digits_apart(before, after)
    w, new = Number(before, "w", digits), Number(after, "w_new", digits)
    lines = [worded(_("learning rate η = {rate}"), rate=Number(preview.learning_rate, "rate"))]
    if given != g:
        lines += _clipping(preview, Number(g, "g"), Number(given, "clipped"))
    gradient = Number(given, "g" if given == g else "clipped")
    for rule, value in _values(preview, place, given):
        lines += _with_numbers(rule, value, gradient)
    lines.append(line("w = ", w, " → ", new, kind="result"))
    if after != stepped:
        constrained = Number(stepped, "", digits_apart(stepped, after))
        brought_back = _("w + Δθ = {w}, then brought back by the layer's constraint")
        lines.insert(-1, worded(brought_back, w=constrained))
    return Card("update", tuple(lines))


def _clipping(preview: Preview, g: Number, clipped: Number) -> list[Line]:
    for kind in CLIPPING:
        limit = getattr(preview.optimizer, kind)
        if limit is not None:
            return [worded(_CLIPPED[kind], g=g, limit=Number(limit), clipped=clipped)]
    return []


Values = dict[str, float]


def _values(preview: Preview, place: int, given: float) -> list[tuple[RuleLine, Values]]:
    """Return the lines of the rule, each with the numbers of its names and its own."""
    optimizer = preview.optimizer
    spec = OptimizerSpec.of({"class_name": type(optimizer).__name__, "config": optimizer.get_config()})
    values: Values = {
        "theta": float(preview.before[place]),
        "g": given,
        "rate": preview.learning_rate,
        "t": float(optimizer.iterations),
        **{f"{name}{BEFORE}": float(vector[place]) for name, vector in preview.memory.items()},
    }
    known = {name: float(vector[place]) for name, vector in optimizer.state.items()}
    lines = []
    for rule in rule_of(spec):
        if rule.name == "g":
            continue  # clipping has a line of its own
        with np.errstate(all="ignore"):
            value = known.get(rule.name, _computed(rule, values))
        values = {**values, rule.name: value}
        lines.append((rule, values))
    return lines


def _computed(rule: RuleLine, values: Mapping[str, float]) -> float:
    names = {name: (np.float64(value), 0.0, 0.0) for name, value in values.items()}
    return float(rule.tree.dual(names)[0])


def _with_numbers(rule: RuleLine, values: Values, gradient: Number) -> list[Line]:
    """Return a line of the rule in symbols, and below it with its numbers."""
    parts: list[Part] = []
    for number, part in enumerate(rule.parts):
        if number % 2 == 0:
            parts += [part] if part else []
        elif part == "t":
            parts.append(f"{values['t']:.0f}")
        else:
            parts += bracketed(gradient if part == "g" else Number(values[part], _key(part)))
    value = Number(values[rule.name], _key(rule.name))
    return [
        line(rule.law, kind="law"),
        line(f"{rule.symbol} = ", *parts, " = ", value),
    ]


def _key(name: str) -> str:
    """Return the key of a number of the rule: the weight and the rate stand on other lines as well."""
    return {"theta": "w", "rate": "rate"}.get(name, f"rule_{name}")
