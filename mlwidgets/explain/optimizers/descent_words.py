"""What a descent of one weight has come to, in a sentence or two, and learning rates worth trying."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.explain.optimizers.descent import CLOSE, FAR, MOST_STEPS, stability_limit
from mlwidgets.explain.wording import number_text
from mlwidgets.language import _, n_

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
    if descent.arrived:
        said = _CONVERGED.format(descent.arrived, close=CLOSE, place=place)
    else:
        said = _("The ball starts in the minimum at w = {place} and stays there: the slope is 0.").format(
            place=place
        )
    if minimum != curve.lowest:
        return f"{said} {_advice(descent)}"
    return f"{said} {_way(descent)}".rstrip() if descent.arrived else said


def _advice(descent: Descent) -> str:
    """Say that there is a lower minimum, and what leads to it, as far as anything is known to."""
    much = descent.momentum >= _MUCH_MOMENTUM
    if descent.better is None:
        return str(_NOT_LOWEST if much else _NOT_LOWEST_MOMENTUM)
    left = descent.better < descent.weights[0]
    return _NOT_LOWEST_START[left, much].format(start=_w(descent.better))


def _way(descent: Descent) -> str:
    """Say how the ball came to the minimum."""
    if descent.curve.name == "bowl" and not descent.momentum:
        share = descent.learning_rate * descent.curve.curvatures[0]
        if share > 1 and descent.steps > 1:
            return _(
                "Overshoots: each step crosses the minimum and leaves |w| {factor} times as large."
            ).format(factor=_w(share - 1))
        if share < _SMALL_SHARE:
            return _("Slow: each step takes only {percent}% of the way.").format(percent=_w(100 * share))
        return ""
    crossings = _crossings(descent)
    if descent.momentum and crossings > _MOST_SWINGS:
        return _PAST.format(crossings)
    return ""


def _diverged(descent: Descent) -> str:
    if descent.curve.name != "bowl":
        after = _W_OVER.format(descent.steps, far=FAR)
        said = _("Diverges: each step overshoots more than the one before.")
        return f"{said} {after} {_SMALLER_RATE}"
    after = _IT_OVER.format(descent.steps, far=FAR)
    curvature, momentum = descent.curve.curvatures[0], descent.momentum
    limit = _w(stability_limit(curvature, momentum))
    if momentum:
        return _(
            "Diverges: |w| grows with every swing. {after} With this momentum the learning rate must be "
            "below 2(1 + β)/λ = {limit}."
        ).format(after=after, limit=limit)
    return _(
        "Diverges: each step crosses the minimum and makes |w| {factor} times as large. {after} The learning "
        "rate must be below 2/λ = {limit}."
    ).format(factor=_w(descent.learning_rate * curvature - 1), after=after, limit=limit)


def _swings(descent: Descent) -> str:
    curve, weights = descent.curve, descent.weights
    if curve.name == "bowl":
        return _bowl_swings(descent)
    low, high = weights[_LAST].min(), weights[_LAST].max()
    if curve.name == "corner" and not descent.momentum:
        said = _(
            "Never settles: the slope is 1 or −1 however near the corner is, so every step is {length} long."
        )
        return f"{said.format(length=_w(high - low))} {_SMALLER_RATE}"
    if high - low < _LESS * np.ptp(weights[_BEFORE]):
        said, advice = _CALMING, _CALMER
    else:
        said, advice = _NEVER_SETTLES, _SMALLER_RATE
    return f"{said.format(steps=MOST_STEPS, low=_w(low), high=_w(high))} {advice}"


def _bowl_swings(descent: Descent) -> str:
    """Say what becomes of swings in a bowl: theory tells, where 500 steps would not."""
    curvature, momentum = descent.curve.curvatures[0], descent.momentum
    limit = stability_limit(curvature, momentum)
    if math.isclose(descent.learning_rate, limit, rel_tol=1e-9):
        return str(
            _("Neither converges nor diverges: at the limit each step lands just as far on the other side.")
        )
    if descent.learning_rate > limit:
        said = _("Diverges, slowly: the swings grow. The learning rate must be below {limit}.")
        return said.format(limit=_w(limit))
    if momentum:
        said = _("Not settled yet: after {steps} steps |w| still reaches {reach}, less and less.")
        reach = _w(np.abs(descent.weights[_LAST]).max())
        return f"{said.format(steps=MOST_STEPS, reach=reach)} {_CALMER}"
    said = _("Not there yet: each step crosses the minimum and leaves |w| {factor:.4g} times as large.")
    return f"{said.format(factor=descent.learning_rate * curvature - 1)} {_SMALLER_RATE}"


def _slow(descent: Descent) -> str:
    curve, here, slope = descent.curve, float(descent.weights[-1]), float(descent.slopes[-1])
    said = _SLOW_PLATEAU if curve.name == "plateau" else _SLOW
    place = _w(curve.minima[descent.minimum or 0])
    return said.format(steps=MOST_STEPS, here=_w(here), place=place, slope=_w(slope))


_CONVERGED = n_(
    "Converged after {count} step: w stays within {close:g} of the minimum at w = {place}.",
    "Converged after {count} steps: w stays within {close:g} of the minimum at w = {place}.",
)
_NOT_LOWEST = _("It is not the lowest one.")
_NOT_LOWEST_MOMENTUM = _("It is not the lowest one: try more momentum.")
_NOT_LOWEST_START = {
    (True, True): _("It is not the lowest one: start further left, at w = {start}."),
    (False, True): _("It is not the lowest one: start further right, at w = {start}."),
    (True, False): _("It is not the lowest one: start further left, at w = {start}, or try more momentum."),
    (False, False): _("It is not the lowest one: start further right, at w = {start}, or try more momentum."),
}
"""Whether the start that is advised is to the left, and whether there is much momentum already."""

_PAST = n_(
    "Momentum carries it past the minimum {count} time before it settles.",
    "Momentum carries it past the minimum {count} times before it settles.",
)
_IT_OVER = n_("After {count} step it is over {far:,.0f}.", "After {count} steps it is over {far:,.0f}.")
_W_OVER = n_("After {count} step |w| is over {far:,.0f}.", "After {count} steps |w| is over {far:,.0f}.")
_CALMING = _("Not settled yet: after {steps} steps w still swings between {low} and {high}, less and less.")
_NEVER_SETTLES = _("Never settles: after {steps} steps w still swings between {low} and {high}.")
_SLOW = _(
    "Not there yet: after {steps} steps w = {here}, and the minimum is at w = {place}. The steps are small: "
    "raise the learning rate, or add momentum."
)
_SLOW_PLATEAU = _(
    "Not there yet: after {steps} steps w = {here}, and the minimum is at w = {place}. On the plateau the "
    "slope is almost 0 (here {slope}), and so are the steps: raise the learning rate, or add momentum."
)
_SMALLER_RATE = _("Choose a smaller learning rate.")
_CALMER = _("Less momentum would calm it sooner.")


def _crossings(descent: Descent) -> int:
    """Return how often the ball has passed the minimum."""
    sides = np.sign(descent.weights - descent.curve.minima[descent.minimum or 0])
    sides = sides[sides != 0]
    return int(np.count_nonzero(sides[1:] != sides[:-1]))


def _w(number: float) -> str:
    return number_text(float(number), 3)
