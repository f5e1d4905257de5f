"""Questions about one step of an optimizer, made by the engine's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.optimizers import SGD, Adam
from mlwidgets.language import _
from mlwidgets.lessons.checks.drawn.numbers import bracketed, number, one_of, text
from mlwidgets.lessons.checks.question import Drawn, Question

if TYPE_CHECKING:
    from mlwidgets.engine.optimizers import Optimizer

_SIGN = _(
    "That adds the gradient, and so climbs: the gradient points uphill. A step goes against it, so there "
    "is a minus before the learning rate."
)

_STEP_ONLY = _("That is the step. The question is where the weight is afterwards: add the step to it.")


def stepped(optimizer: Optimizer, w: float, *gradients: float) -> float:
    """Return where a weight is after a step for each of the gradients, in float64."""
    weight = np.array([w])
    for g in gradients:
        optimizer.apply(weight, np.array([g]))
    return float(weight[0])


def _next_weight(rng: np.random.Generator) -> Drawn:
    w, g = number(rng, -2, 2, 0.1), number(rng, -4, 4, 0.5)
    rate = one_of(rng, (0.01, 0.05, 0.1, 0.2, 0.5))
    answer = stepped(SGD(rate), w, g)
    return Drawn(
        text=_(
            r"A weight is $w = {weight}$, the gradient of the loss there is $g = {gradient}$, and the "
            r"learning rate is $\eta = {rate}$. What is the weight after one step of gradient descent?"
        ).format(weight=text(w), gradient=text(g), rate=text(rate)),
        answer=answer,
        tolerance=0.002,
        working=(rf"$w - \eta\,g = {text(w)} - {text(rate)} \cdot {bracketed(g)} = {text(answer)}$"),
        near={
            "plus": stepped(SGD(rate), w, -g),
            "no_rate": w - g,
            "step_only": answer - w,
            "gradient_scaled": rate * g,
        },
        replies={
            "plus": _SIGN,
            "no_rate": _("That subtracts the whole gradient. Multiply it by the learning rate first."),
            "step_only": _STEP_ONLY,
            "gradient_scaled": _(
                "That is the learning rate times the gradient. Subtract it from the weight."
            ),
        },
    )


def _adam_first_step(rng: np.random.Generator) -> Drawn:
    w, g = number(rng, -2, 2, 0.1), number(rng, -8, 8, 0.5)
    rate = one_of(rng, (0.01, 0.02, 0.05, 0.1))
    adam = Adam(rate)
    answer = stepped(adam, w, g)
    one, two = adam.beta_1, adam.beta_2
    uncorrected = w - rate * (1 - one) * g / np.sqrt((1 - two) * g * g)
    return Drawn(
        text=_(
            r"A weight is $w = {weight}$ and its first gradient is $g = {gradient}$. Adam has the learning "
            r"rate $\eta = {rate}$, and the usual $\beta_1 = {one}$ and $\beta_2 = {two}$. What is the "
            "weight after Adam's first step?"
        ).format(weight=text(w), gradient=text(g), rate=text(rate), one=text(one), two=text(two)),
        answer=answer,
        tolerance=rate / 20,
        working=_(
            "${m}$ and ${v}$. The correction divides them by ${one}$ and ${two}$: ${corrected_m}$, "
            "${corrected_v}$. So the step is ${step}$, which is the learning rate in size, however large the "
            "gradient is. The weight becomes ${weight}$."
        ).format(
            m=rf"m = {text(1 - one)} \cdot {bracketed(g)} = {text((1 - one) * g)}",
            v=rf"v = {text(1 - two)} \cdot {bracketed(g)}^2 = {text((1 - two) * g * g)}",
            one=text(1 - one),
            two=text(1 - two),
            corrected_m=rf"\hat m = {text(g)}",
            corrected_v=rf"\hat v = {text(g * g)}",
            step=rf"-\eta\,\hat m / \sqrt{{\hat v}} = {text(answer - w, 4)}",
            weight=text(answer, 4),
        ),
        near={
            "plus": stepped(Adam(rate), w, -g),
            "plain": stepped(SGD(rate), w, g),
            "uncorrected": float(uncorrected),
            "step_only": answer - w,
        },
        replies={
            "plus": _SIGN,
            "plain": _(
                "That is the step of plain gradient descent. Adam divides by the size of the gradient, so "
                "its first step is as long as the learning rate."
            ),
            "uncorrected": _(
                "That leaves out Adam's bias correction: m and v begin at 0, so both are divided by what "
                "is missing from them, 1 − β₁ and 1 − β₂ at the first step."
            ),
            "step_only": _STEP_ONLY,
        },
    )


def _momentum_step(rng: np.random.Generator) -> Drawn:
    w, first, second = number(rng, -2, 2, 0.1), number(rng, -4, 4, 0.5), number(rng, -4, 4, 0.5)
    rate, momentum = one_of(rng, (0.01, 0.1, 0.2)), one_of(rng, (0.5, 0.8, 0.9))
    sgd = SGD(rate, momentum)
    before = stepped(sgd, 0.0, first)
    answer = stepped(SGD(rate, momentum), w - before, first, second)
    return Drawn(
        text=_(
            r"Gradient descent has the learning rate $\eta = {rate}$ and the momentum $\beta = {momentum}$. "
            "Its last step was $v = {step}$. The weight is now $w = {weight}$ and the gradient "
            "$g = {gradient}$. What is the weight after the next step?"
        ).format(
            rate=text(rate),
            momentum=text(momentum),
            step=text(before),
            weight=text(w),
            gradient=text(second),
        ),
        answer=answer,
        tolerance=0.002,
        working=_("${step}$, and ${sum}$").format(
            step=rf"v = \beta\,v - \eta\,g = {text(momentum)} \cdot {bracketed(before)} - {text(rate)} \cdot "
            f"{bracketed(second)} = {text(answer - w)}",
            sum=f"w + v = {text(answer)}",
        ),
        near={
            "no_momentum": stepped(SGD(rate), w, second),
            "plus": 2 * (w + momentum * before) - answer,
            "whole_step": answer + (1 - momentum) * before,
            "step_only": answer - w,
        },
        replies={
            "no_momentum": _("That is a step without momentum. Add the part of the last step that is kept."),
            "plus": _SIGN,
            "whole_step": _("That keeps the whole last step. Only a part of it goes on: β times v."),
            "step_only": _STEP_ONLY,
        },
    )


STEP_QUESTIONS = (
    Question("next_weight", "Where a weight is after one step of gradient descent.", _next_weight),
    Question("adam_first_step", "Where a weight is after the first step of Adam.", _adam_first_step),
    Question("momentum_step", "Where a weight is after a step with momentum.", _momentum_step),
)
