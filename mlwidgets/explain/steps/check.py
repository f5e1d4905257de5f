"""Is back-propagation right? One weight's gradient beside the difference quotient, for steps of every size.

(L(w + ε) − L(w − ε)) / 2ε comes closer to ∂L/∂w as ε shrinks, with an error of the order ε², until the two
losses share most of their digits: then rounding, of the order 1 / ε, takes over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.threads import limited_threads
from mlwidgets.engine.tracing import trace
from mlwidgets.explain.steps.probe import Probe
from mlwidgets.explain.steps.signals import Signal, signals_of
from mlwidgets.explain.wording import number_text
from mlwidgets.language import _, numeral

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.engine.training.objective import TrainableNetwork
    from mlwidgets.explain.steps.chosen import ChosenWeight

EPSILONS = np.array([float(f"{step:.3g}") for step in np.logspace(-12, 0, 61)])
"""The steps: five to a power of ten."""

_NEAR_BEST = 10
"""Errors up to so many times the smallest are about as good."""

_AGREES = 1e-6
"""Two gradients whose difference is a smaller part of them than this are the same."""

_ROUNDING = 1e-9
"""What rounding leaves of a quotient at a good step, as a part of the loss: 1e-16 divided by about 1e-7."""


@dataclass(frozen=True, eq=False)
class GradientCheck:
    """One weight's gradient, by back-propagation and by difference quotients, for one example's loss.

    Attributes
    ----------
    weight : float
        w.
    loss : float
        L(w), computed in float64.
    gradient_32, gradient_64 : float
        ∂L/∂w by back-propagation, computed in either format.
    quotients_32, quotients_64 : ndarray, shape (61,)
        (L(w + ε) − L(w − ε)) / 2ε for each of `EPSILONS`.
    kinks : ndarray of int, shape (61,)
        How many pieces of the network are another straight piece at w − ε than at w + ε: units of a ReLU
        that are on instead of off, windows of a max pooling with another winner.
    signals : tuple of Signal
        The chain rule, layer by layer from the loss down to the weight.
    """

    weight: float
    loss: float
    gradient_32: float
    gradient_64: float
    quotients_32: Array
    quotients_64: Array
    kinks: AnyArray
    signals: tuple[Signal, ...]

    @property
    def errors_32(self) -> Array:
        """|quotient − gradient| in float32; the gradient is that of float64, which is nearer to the truth."""
        return np.abs(self.quotients_32 - self.gradient_64)

    @property
    def errors_64(self) -> Array:
        """|quotient − gradient| in float64."""
        return np.abs(self.quotients_64 - self.gradient_64)

    @property
    def best(self) -> tuple[int, int]:
        """The places of the first and the last step in float64 around the best that are about as good."""
        logs = np.log10(np.where(np.isfinite(self.errors_64), self.errors_64, np.inf) + 1e-18)
        # The mean with both neighbours: where rounding rules, a single step may come close by chance.
        logs = np.convolve(np.pad(logs, 1, "edge"), np.full(3, 1 / 3), "valid")
        first = last = int(logs.argmin())
        good = logs <= logs[first] + np.log10(_NEAR_BEST)
        while first and good[first - 1]:
            first -= 1
        while last + 1 < len(good) and good[last + 1]:
            last += 1
        return first, last

    @property
    def best_step(self) -> int:
        """The place of the step in float64 with the smallest error among those."""
        first, last = self.best
        errors = self.errors_64[first : last + 1]
        return first + int(np.where(np.isfinite(errors), errors, np.inf).argmin())

    @property
    def verdict(self) -> str:
        """Whether the two agree, in a sentence."""
        at = self.best_step
        error, gradient = float(self.errors_64[at]), self.gradient_64
        if not np.isfinite(error):
            return str(_NOTHING_TO_COMPARE)
        if gradient == 0 and not self.quotients_64[: len(EPSILONS) // 2].any():
            return str(_BOTH_ZERO)
        # A quotient of two losses is no better than their last digits.
        rounding = _ROUNDING * max(1.0, abs(self.loss))
        if error <= max(_AGREES * abs(gradient), min(rounding, abs(gradient) / 100)):
            return _AGREE.format(step=power_text(EPSILONS[at]), error=number_text(error, 2))
        if self.kinks[at]:
            return str(_KINK)
        if max(error, abs(gradient)) <= rounding:
            return str(_TINY)
        return _DIFFER.format(error=number_text(error, 2))


_NOTHING_TO_COMPARE = _("The numbers are not finite, so there is nothing to compare.")
_BOTH_ZERO = _("Both are 0: with this example, a small change of the weight does not change the loss.")
_AGREE = _("They agree: at the best ε, {step}, they differ by only {error}.")
_KINK = _(
    "They differ: the loss has a kink, a corner, at this weight, where a ReLU switches or two numbers of a "
    "max pooling are equal. Back-propagation takes the slope of one side, the quotient the mean of both."
)
_TINY = _("The gradient is tiny beside the loss: rounding hides it in the quotient.")
_DIFFER = _("They differ by {error} even at the best ε.")


def power_text(step: float) -> str:
    """Return a step as it is read.

    Examples
    --------
    >>> power_text(1e-12), power_text(0.000251), power_text(0.01)
    ('1e−12', '2.51e−4', '0.01')
    """
    if step >= 1e-3:  # noqa: PLR2004 - from here on zeros are quickly counted
        return numeral(step, "g")
    mantissa, exponent = f"{step:.2e}".split("e")
    return f"{numeral(float(mantissa), 'g')}e−{-int(exponent)}"


def gradient_check(model: TrainableNetwork, x: AnyArray, y: object, chosen: ChosenWeight) -> GradientCheck:
    """Check one weight's gradient for one example's loss, without the penalty on weights.

    The example goes through the network as `predict` sends it: dropout passes everything on, and batch
    normalization uses its moving averages.

    Parameters
    ----------
    model : TrainableNetwork
        Compiled, in float32. Nothing of it is changed.
    x : ndarray
        The example.
    y : number or ndarray
        Its truth, as one entry of the targets that the loss takes.
    chosen : ChosenWeight
        The weight.
    """
    config = model.get_config()
    _, loss = model.check_compiled()
    copies = [type(model).from_config({**config, "dtype": dtype}) for dtype in ("float32", "float64")]
    gradients: list[float] = []
    quotients: list[Array] = []
    with limited_threads(), np.errstate(all="ignore"):
        for copy in copies:
            copy.vector[...] = model.vector
            seen = trace(copy, x, y, loss)
            gradients.append(float(seen.layers[chosen.layer].weight_gradients[chosen.name][chosen.index]))
            probe, watch = Probe(copy, loss, x, y, chosen), copy is copies[-1]
            sides = [probe.both_sides(float(step), watch=watch) for step in EPSILONS]
            quotients.append(np.array([(one.above - one.below) / (2 * one.step) for one in sides]))
    assert seen.loss is not None  # noqa: S101 - there is a truth
    return GradientCheck(
        weight=float(model.layers[chosen.layer].weights[chosen.name][chosen.index]),
        loss=seen.loss,
        gradient_32=gradients[0],
        gradient_64=gradients[1],
        quotients_32=quotients[0],
        quotients_64=quotients[1],
        kinks=np.array([one.kinks for one in sides]),
        signals=signals_of(seen, loss, chosen),
    )
