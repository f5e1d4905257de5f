"""The update rule of each optimizer, as lines that can be read, filled with numbers, and computed.

A line says how one vector follows from others, element by element. Its expression is a formula of
`formula_parser`; the names in it are those of `NAMES` and of the lines above it, and `…_before` is the value
after the last update. So the same line is shown with the numbers of a moment in it, and computed for a whole
path, where it must give what the engine gives.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mlwidgets.engine.optimizers.clipping import CLIPPING
from mlwidgets.explain.optimizers.formula_parser import parse
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlwidgets.explain.optimizers.formula_tree import Node
    from mlwidgets.spec import OptimizerSpec

NAMES = {
    "theta": "θ",
    "gradient": "∇z",
    "norm": "‖∇z‖",
    "g": "g",
    "rate": "η",
    "t": "t",
    "velocity": "v",
    "accumulator": "G",
    "accumulated_gradient": "E[g²]",
    "accumulated_update": "E[Δ²]",
    "delta": "Δ",
    "m": "m",
    "v": "v",
    "v_hat": "max v",
    "u": "u",
    "momentum": "b",
    "m_corrected": "m̂",
    "v_corrected": "v̂",
    "effective": "α",
    "step": "Δθ",
}
"""The names in the rules, and the papers' symbols for them. α is the effective step size of each weight."""

BEFORE = "_before"
_NAME = re.compile(r"(?<![0-9.])[a-z][a-z_]*")  # not the e of 1e-07
_POWER_OF_TEN = re.compile(r"e-0*")
_FUNCTIONS = ("sqrt", "min", "max", "abs")


@dataclass(frozen=True)
class RuleLine:
    """One line of an update rule.

    Attributes
    ----------
    name : str
        The vector that it computes.
    law : str
        The line in symbols, as in the paper.
    expression : str
        The right side with the settings as numbers: "0.9*m_before + 0.1*g".
    """

    name: str
    law: str
    expression: str

    @property
    def symbol(self) -> str:
        """The symbol of the vector."""
        return NAMES[self.name]

    @cached_property
    def tree(self) -> Node:
        """The expression, to be computed."""
        return parse(self.expression, tuple(self.names))

    @property
    def names(self) -> set[str]:
        """The names in the expression."""
        return {one for one in _NAME.findall(self.expression) if one not in _FUNCTIONS}

    @property
    def parts(self) -> list[str]:
        """The expression as it is shown: texts and, at every second place, a name to put a number for.

        Examples
        --------
        >>> RuleLine("m", "", "0.9*m_before + 0.1*g").parts
        ['0.9·', 'm_before', ' + 0.1·', 'g', '']
        """
        parts, at = [], 0
        for found in _NAME.finditer(self.expression):
            if found.group() not in _FUNCTIONS:
                parts += [_shown(self.expression[at : found.start()]), found.group()]
                at = found.end()
        return [*parts, _shown(self.expression[at:])]


def _shown(text: str) -> str:
    """Return a piece of an expression as a book prints it."""
    text = _POWER_OF_TEN.sub("e-", text)
    for written, printed in (("sqrt", "√"), ("*", "·"), ("^2", "²"), ("-", "−")):
        text = text.replace(written, printed)
    return text


def rule_of(spec: OptimizerSpec) -> tuple[RuleLine, ...]:
    """Return the lines of an optimizer's rule, in the order in which they are computed.

    The last one is the step, Δθ. An optimizer that nobody has written a rule for has none.
    """
    write = _RULES.get(spec.class_name)
    return () if write is None else (*_clipping(spec.config), *write(spec.config))


def _number(value: float) -> str:
    """Return a setting as it stands in an expression: 1 − 0.9 is 0.1 here, not 0.09999999999999998."""
    return f"{value:.12g}"


def _mean(name: str, keep: float, new: str, law: str) -> RuleLine:
    """Return the line of a running mean; the law's words are symbol, how much is kept, what is added."""
    symbol, kept, added = law.split()
    return RuleLine(
        name,
        f"{symbol} ← {kept} {symbol} + (1 − {kept}) {added}",
        f"{_number(keep)}*{name}{BEFORE} + {_number(1 - keep)}*{new}",
    )


def _clipping(config: Mapping[str, Any]) -> tuple[RuleLine, ...]:
    limits = [(kind, config[kind]) for kind in CLIPPING if config.get(kind) is not None]
    if not limits:
        return ()
    (kind, limit), c = limits[0], _number(limits[0][1])
    if kind == "clipvalue":
        return (
            RuleLine(
                "g", _("g ← ∇z, at most ±{limit:g}").format(limit=limit), f"min(max(gradient, -{c}), {c})"
            ),
        )
    return (
        RuleLine("g", _("g ← ∇z, at most {limit:g} long").format(limit=limit), f"gradient*min(1, {c}/norm)"),
    )


def _sgd(config: Mapping[str, Any]) -> tuple[RuleLine, ...]:
    beta = _number(config["momentum"])  # β as in the chart of a descent on the same page
    if not config["momentum"]:
        return (RuleLine("step", "Δθ = −η g", "-rate*g"),)
    velocity = RuleLine("velocity", "v ← β v − η g", f"{beta}*velocity_before - rate*g")
    if config["nesterov"]:
        return (velocity, RuleLine("step", "Δθ = β v − η g", f"{beta}*velocity - rate*g"))
    return (velocity, RuleLine("step", "Δθ = v", "velocity"))


def _adagrad(config: Mapping[str, Any]) -> tuple[RuleLine, ...]:
    return (
        RuleLine("accumulator", "G ← G + g²", "accumulator_before + g^2"),
        RuleLine("effective", "α = η / √(G + ε)", f"rate/sqrt(accumulator + {_number(config['epsilon'])})"),
        RuleLine("step", "Δθ = −α g", "-effective*g"),
    )


def _adadelta(config: Mapping[str, Any]) -> tuple[RuleLine, ...]:
    rho, epsilon = config["rho"], _number(config["epsilon"])
    ratio = f"sqrt(accumulated_update_before + {epsilon})/sqrt(accumulated_gradient + {epsilon})"
    return (
        _mean("accumulated_gradient", rho, "g^2", "E[g²] ρ g²"),
        RuleLine("effective", "α = η √(E[Δ²] + ε) / √(E[g²] + ε)", f"rate*{ratio}"),
        RuleLine("delta", "Δ = −g √(E[Δ²] + ε) / √(E[g²] + ε)", f"-g*{ratio}"),
        _mean("accumulated_update", rho, "delta^2", "E[Δ²] ρ Δ²"),
        RuleLine("step", "Δθ = η Δ", "rate*delta"),
    )


def _rmsprop(config: Mapping[str, Any]) -> tuple[RuleLine, ...]:
    rho, beta, epsilon = config["rho"], config["momentum"], _number(config["epsilon"])
    lines = [_mean("v", rho, "g^2", "v ρ g²")]
    if config["centered"]:
        lines += [
            _mean("m", rho, "g", "m ρ g"),
            RuleLine("effective", "α = η / √(v − m² + ε)", f"rate/sqrt(max(v - m^2, 0) + {epsilon})"),
        ]
    else:
        lines.append(RuleLine("effective", "α = η / √(v + ε)", f"rate/sqrt(v + {epsilon})"))
    if not beta:
        return (*lines, RuleLine("step", "Δθ = −α g", "-effective*g"))
    momentum = RuleLine("momentum", "b ← β b + α g", f"{_number(beta)}*momentum_before + effective*g")
    return (*lines, momentum, RuleLine("step", "Δθ = −b", "-momentum"))


def _adam(config: Mapping[str, Any]) -> tuple[RuleLine, ...]:
    one, two, epsilon = config["beta_1"], config["beta_2"], _number(config["epsilon"])
    largest = RuleLine("v_hat", "max v ← max(max v, v)", "max(v_hat_before, v)")
    divisor, symbol = ("v_hat", "max v") if config["amsgrad"] else ("v", "v")
    unbiased = f"(1 - {_number(two)}^t)"
    decay = config.get("weight_decay")
    step = RuleLine("step", "Δθ = −α m̂", "-effective*m_corrected")
    if decay:
        step = RuleLine("step", "Δθ = −α m̂ − η λ θ", f"{step.expression} - rate*{_number(decay)}*theta")
    return (
        _mean("m", one, "g", "m β₁ g"),
        _mean("v", two, "g^2", "v β₂ g²"),
        *((largest,) if config["amsgrad"] else ()),
        RuleLine("m_corrected", "m̂ = m / (1 − β₁ᵗ)", f"m/(1 - {_number(one)}^t)"),
        RuleLine("v_corrected", f"v̂ = {symbol} / (1 − β₂ᵗ)", f"{divisor}/{unbiased}"),
        RuleLine(
            "effective",
            "α = η / (√v̂ + ε / √(1 − β₂ᵗ))",
            f"rate/(sqrt(v_corrected) + {epsilon}/sqrt{unbiased})",
        ),
        step,
    )


def _adamax(config: Mapping[str, Any]) -> tuple[RuleLine, ...]:
    one, two = config["beta_1"], config["beta_2"]
    return (
        _mean("m", one, "g", "m β₁ g"),
        RuleLine("u", "u ← max(β₂ u, |g|)", f"max({_number(two)}*u_before, abs(g))"),
        RuleLine("m_corrected", "m̂ = m / (1 − β₁ᵗ)", f"m/(1 - {_number(one)}^t)"),
        RuleLine("effective", "α = η / (u + ε)", f"rate/(u + {_number(config['epsilon'])})"),
        RuleLine("step", "Δθ = −α m̂", "-effective*m_corrected"),
    )


_RULES: dict[str, Callable[[Mapping[str, Any]], tuple[RuleLine, ...]]] = {
    "SGD": _sgd,
    "Adagrad": _adagrad,
    "Adadelta": _adadelta,
    "RMSprop": _rmsprop,
    "Adam": _adam,
    "AdamW": _adam,
    "Adamax": _adamax,
}
