"""What a descent of one weight has come to, in a sentence or two, and learning rates worth trying."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.explain.optimizers.descent import CLOSE, FAR, MOST_STEPS, stability_limit
from mlwidgets.explain.wording import number_text

if TYPE_CHECKING:
    from mlwidgets.explain.optimizers.descent import Descent
    from mlwidgets.explain.optimizers.descent_curves import DescentCurve

_SMALL_SHARE = 0.1
"""A step that takes less than this of the way to the minimum is a small one."""

_MUCH_MOMENTUM = 0.9
"""With this much a ball swings for long; more would seldom help."""

_MOST_SWINGS = 2
_LAST, _BEFORE = slice(-150, None), slice(-300, -150)
_LESS = 0.9
"""Swings that have become smaller by this factor are getting smaller."""


def describe_descent(descent: Descent) -> str:
    """Say what the ball does.

    Examples
    --------
    >>> from mlwidgets.explain.optimizers.descent import descend
    >>> path, _ = descend("bowl", start=2.0, learning_rate=2.5, curvature=1.0)
    >>> describe_descent(path)[:72]
    'Diverges: each step crosses the minimum and makes |w| 1.5 times as large'
    """
    return {"converged": _converged, "diverged": _diverged, "swings": _swings, "slow": _slow}[descent.end](
        descent
    )


def learning_rates(curve: DescentCurve) -> list[tuple[str, float]]:
    """Return learning rates to try without momentum, each with what it is: "too small", "good", ….

    On the bowl they follow from its curvature λ, elsewhere from those of the minima: a small one is small for
    the steepest, a large one too large for the flattest. At a corner there is no curvature, and what matters
    is how close a step can come.

    Examples
    --------
    >>> from mlwidgets.explain.optimizers.descent_curves import descent_curve
    >>> learning_rates(descent_curve("bowl", 2.0))
    [('too_small', 0.005), ('good', 0.25), ('too_large', 0.95), ('diverges', 1.1)]
    """
    steepest, flattest = max(curve.curvatures), min(curve.curvatures)
    if not np.isfinite(steepest):
        return [("too_small", 0.002), ("good", 0.008), ("too_large", 0.7)]
    # On the bowl 1.9 / λ still converges, crossing the minimum at each step, and 2.2 / λ does not.
    large = [("too_large", 1.9), ("diverges", 2.2)] if curve.name == "bowl" else [("too_large", 2.3)]
    rates = [("too_small", 0.01 / steepest), ("good", 0.5 / steepest)]
    rates += [(name, share / flattest) for name, share in large]
    return [(name, float(f"{rate:.3g}")) for name, rate in rates]


def _converged(descent: Descent) -> str:
    curve, minimum = descent.curve, descent.minimum or 0
    place = _w(curve.minima[minimum])
    if not descent.arrived:
        said = f"The ball starts in the minimum at w = {place} and stays there: the slope is 0."
    else:
        steps = "1 step" if descent.arrived == 1 else f"{descent.arrived} steps"
        said = f"Converged after {steps}: w stays within {CLOSE:g} of the minimum at w = {place}."
    if minimum != curve.lowest:
        return f"{said} It is not the lowest one{_advice(descent)}."
    return f"{said} {_way(descent)}".rstrip() if descent.arrived else said


def _advice(descent: Descent) -> str:
    """Say what leads to the lowest minimum, as far as anything is known to."""
    advice = []
    if descent.better is not None:
        side = "left" if descent.better < descent.weights[0] else "right"
        advice.append(f"start further {side}, at w = {_w(descent.better)}")
    if descent.momentum < _MUCH_MOMENTUM:
        advice.append("try more momentum")
    return f": {', or '.join(advice)}" if advice else ""


def _way(descent: Descent) -> str:
    """Say how the ball came to the minimum."""
    if descent.curve.name == "bowl" and not descent.momentum:
        share = descent.learning_rate * descent.curve.curvatures[0]
        if share > 1 and descent.steps > 1:
            return f"Overshoots: each step crosses the minimum and leaves |w| {_w(share - 1)} times as large."
        if share < _SMALL_SHARE:
            return f"Slow: each step takes only {_w(100 * share)}% of the way."
        return ""
    crossings = _crossings(descent)
    if descent.momentum and crossings > _MOST_SWINGS:
        return f"Momentum carries it past the minimum {crossings} times before it settles."
    return ""


def _diverged(descent: Descent) -> str:
    after = f"After {descent.steps} steps it is over {FAR:,.0f}."
    if descent.curve.name != "bowl":
        return f"Diverges: each step overshoots more than the one before. {_cap_w(after)} {_SMALLER_RATE}"
    curvature, momentum = descent.curve.curvatures[0], descent.momentum
    limit = _w(stability_limit(curvature, momentum))
    if momentum:
        return (
            f"Diverges: |w| grows with every swing. {after} With this momentum the learning rate must be "
            f"below 2(1 + β)/λ = {limit}."
        )
    growth = _w(descent.learning_rate * curvature - 1)
    return (
        f"Diverges: each step crosses the minimum and makes |w| {growth} times as large. {after} The "
        f"learning rate must be below 2/λ = {limit}."
    )


def _swings(descent: Descent) -> str:
    curve, weights = descent.curve, descent.weights
    if curve.name == "bowl":
        return _bowl_swings(descent)
    low, high = weights[_LAST].min(), weights[_LAST].max()
    if curve.name == "corner" and not descent.momentum:
        return (
            "Never settles: the slope is 1 or −1 however near the corner is, so every step is "
            f"{_w(high - low)} long. {_SMALLER_RATE}"
        )
    between = f"after {MOST_STEPS} steps w still swings between {_w(low)} and {_w(high)}"
    if high - low < _LESS * np.ptp(weights[_BEFORE]):
        return f"Not settled yet: {between}, less and less. {_CALMER}"
    return f"Never settles: {between}. {_SMALLER_RATE}"


def _bowl_swings(descent: Descent) -> str:
    """Say what becomes of swings in a bowl: theory tells, where 500 steps would not."""
    curvature, momentum = descent.curve.curvatures[0], descent.momentum
    limit = stability_limit(curvature, momentum)
    growth = f"{descent.learning_rate * curvature - 1:.4g}"
    if math.isclose(descent.learning_rate, limit, rel_tol=1e-9):
        return "Neither converges nor diverges: at the limit each step lands just as far on the other side."
    if descent.learning_rate > limit:
        return f"Diverges, slowly: the swings grow. The learning rate must be below {_w(limit)}."
    if momentum:
        reach = _w(np.abs(descent.weights[_LAST]).max())
        return (
            f"Not settled yet: after {MOST_STEPS} steps |w| still reaches {reach}, less and less. {_CALMER}"
        )
    leaves = f"each step crosses the minimum and leaves |w| {growth} times as large"
    return f"Not there yet: {leaves}. {_SMALLER_RATE}"


def _slow(descent: Descent) -> str:
    curve, here, slope = descent.curve, float(descent.weights[-1]), float(descent.slopes[-1])
    place = _w(curve.minima[descent.minimum or 0])
    why = "The steps are small"
    if curve.name == "plateau":
        why = f"On the plateau the slope is almost 0 (here {_w(slope)}), and so are the steps"
    return (
        f"Not there yet: after {MOST_STEPS} steps w = {_w(here)}, and the minimum is at w = {place}. {why}: "
        "raise the learning rate, or add momentum."
    )


_SMALLER_RATE = "Choose a smaller learning rate."
_CALMER = "Less momentum would calm it sooner."


def _cap_w(after: str) -> str:
    return after.replace(" it is ", " |w| is ")


def _crossings(descent: Descent) -> int:
    """Return how often the ball has passed the minimum."""
    sides = np.sign(descent.weights - descent.curve.minima[descent.minimum or 0])
    sides = sides[sides != 0]
    return int(np.count_nonzero(sides[1:] != sides[:-1]))


def _w(number: float) -> str:
    return number_text(float(number), 3)
