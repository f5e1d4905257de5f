"""Questions about a straight line through points: what it predicts, how wrong it is, and one step downhill.

A line is the smallest network there is, one Dense unit with one input, and the engine computes it as such, in
float64: its prediction, its loss, its gradient and its step.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.engine.losses import MeanAbsoluteError
from mlwidgets.engine.optimizers import SGD
from mlwidgets.language import _
from mlwidgets.lessons.checks.drawn.numbers import bracketed, number, one_of, table, text, total
from mlwidgets.lessons.checks.parameters import Parameter
from mlwidgets.lessons.checks.question import Drawn, Question
from mlwidgets.ranges import Interval, OneOf

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.engine.training.preview import Preview
    from mlwidgets.lessons.checks.question import Answer

_RATES = (0.01, 0.02, 0.05)


@dataclass(frozen=True, eq=False)
class Fit:
    """A line y = w x + b beside points, and one step of gradient descent from there."""

    x: AnyArray
    y: AnyArray
    slope: float
    intercept: float
    rate: float = 0.1

    @cached_property
    def _model(self) -> Sequential:
        model = Sequential([Input((1,)), Dense(1)], dtype="float64")
        model.compile(SGD(self.rate), "mean_squared_error")
        model.build()
        model.vector[...] = self.slope, self.intercept
        return model

    @cached_property
    def predictions(self) -> AnyArray:
        """What the line predicts at each point, shape (n,)."""
        return self._model.predict(self.x[:, np.newaxis])[:, 0]

    @cached_property
    def _step(self) -> Preview:
        return Trainer(self._model, self.x[:, np.newaxis], self.y, batch_size=len(self.x)).preview()

    @property
    def loss(self) -> float:
        """The mean squared error."""
        return float(self._step.logs["loss"])

    def gradient(self, by: str) -> float:
        """Return the derivative of the mean squared error by the slope or by the intercept."""
        return float(self._step.gradient[_PLACE[by]])

    def after(self, by: str) -> float:
        """Return the slope or the intercept after a step."""
        return float(self._step.after[_PLACE[by]])

    @property
    def points(self) -> str:
        """The points, as a table."""
        rows = [(f"${text(x)}$", f"${text(y)}$") for x, y in zip(self.x, self.y, strict=True)]
        return table(("$x$", "$y$"), rows)


_PLACE = {"slope": 0, "intercept": 1}
_LETTER = {"slope": "w", "intercept": "b"}


def _drawn(rng: np.random.Generator, points: int, least: int = 1) -> Fit:
    """Draw a line, and points that it misses by `least` to `least` + 3: small enough to square on paper."""
    x = np.sort(rng.choice(np.arange(1.0, 7.0), points, replace=False))
    slope, intercept = number(rng, -2, 3, 1), number(rng, -4, 5, 1)
    rate = one_of(rng, _RATES)
    beside = Fit(x, x, slope, intercept).predictions
    y = beside + rng.choice((-1.0, 1.0), points) * rng.integers(least, least + 4, points)
    return Fit(x, y, slope, intercept, rate)


_LINE = _(r"the line $\hat y = w\,x + b$ with slope $w = {slope}$ and intercept $b = {intercept}$")
_AND_POINT = _(r"Take {line}, and the point $({x},\ {y})$.")
_AND_POINTS = _("Take {line}, and these points.")
_SUM_OF_SQUARES = _("That is the sum of the squares. The mean is the sum divided by {count}.")


def _line_words(fit: Fit) -> str:
    return _LINE.format(slope=text(fit.slope), intercept=text(fit.intercept))


def _about(fit: Fit, question: str) -> str:
    """Return a question about a line and one point, or a few of them, with what it is about before it."""
    line = _line_words(fit)
    if len(fit.x) > 1:
        return f"{_AND_POINTS.format(line=line)}\n\n{fit.points}\n\n{question}"
    return f"{_AND_POINT.format(line=line, x=text(float(fit.x[0])), y=text(float(fit.y[0])))} {question}"


def _line_prediction(rng: np.random.Generator) -> Drawn:
    fit = _drawn(rng, 1)
    x, w, b = float(fit.x[0]), fit.slope, fit.intercept
    answer = float(fit.predictions[0])
    return Drawn(
        text=_("Take {line}. What does it predict at $x = {x}$?").format(line=_line_words(fit), x=text(x)),
        answer=answer,
        tolerance=0.01,
        working=rf"$w\,x + b = {text(w)} \cdot {text(x)} + {bracketed(b)} = {text(answer)}$",
        near={
            "no_intercept": w * x,
            "sum_first": w * (x + b),
            "swapped": b * x + w,
        },
        replies={
            "no_intercept": _("That is only the slope times x. The intercept b is still to be added."),
            "sum_first": _("That adds b to x first. Multiply first: w times x, and then add b."),
            "swapped": _(
                "That takes the intercept for the slope: w is what x is multiplied by, and b is added."
            ),
        },
    )


def _squared_error(rng: np.random.Generator) -> Drawn:
    fit = _drawn(rng, 1, least=3)  # 2 squared is 2 times 2, and 1 squared is 1
    x, y, said = float(fit.x[0]), float(fit.y[0]), float(fit.predictions[0])
    error = said - y
    return Drawn(
        text=_about(fit, str(_("What is the squared error of the line at this point?"))),
        answer=fit.loss,
        tolerance=0.01,
        working=_("The prediction is ${prediction}$, the error ${error}$, and its square ${square}$.").format(
            prediction=rf"{text(fit.slope)} \cdot {text(x)} + {bracketed(fit.intercept)} = {text(said)}",
            error=f"{text(said)} - {bracketed(y)} = {text(error)}",
            square=text(fit.loss),
        ),
        near={
            "not_squared": abs(error),
            "doubled": 2 * abs(error),
            "prediction_squared": said * said,
            "squares_subtracted": said * said - y * y,
        },
        replies={
            "not_squared": _("That is the size of the error. Multiply it by itself."),
            "doubled": _("That is the error times two. Squared means: the error times itself."),
            "prediction_squared": _("That is the square of the prediction. Subtract the true y first."),
            "squares_subtracted": _(
                "That squares first and subtracts then. Subtract first, and square the result."
            ),
        },
    )


def _mean_squared_error(rng: np.random.Generator, points: int) -> Drawn:
    fit = _drawn(rng, points)
    errors = fit.predictions - fit.y
    squares = total(f"{bracketed(error)}^2" for error in errors.tolist())
    asked = _("Take {line}, and these points. What is the mean squared error?")
    return Drawn(
        text=f"{asked.format(line=_line_words(fit))}\n\n{fit.points}",
        answer=fit.loss,
        tolerance=0.02,
        working=_(r"The errors $\hat y - y$ are {errors}. The mean of their squares is ${formula}$.").format(
            errors=_listed(errors),
            formula=rf"\left({squares}\right) / {points} = {text(fit.loss, 5)}",
        ),
        near={
            "absolute": MeanAbsoluteError()(fit.y, fit.predictions),
            "mean_squared": float(errors.mean()) ** 2,
            "no_intercept": Fit(fit.x, fit.y, fit.slope, 0.0).loss,
            "not_averaged": fit.loss * points,
        },
        replies={
            "absolute": _("That is the mean size of the errors. Square each error before you take the mean."),
            "mean_squared": _(
                "That takes the mean first, where errors above and below cancel out. Square each error first."
            ),
            "no_intercept": _("That leaves out the intercept: each prediction is w times x, plus b."),
            "not_averaged": _SUM_OF_SQUARES.format(count=points),
        },
    )


def _listed(values: AnyArray) -> str:
    return ", ".join(f"${text(value)}$" for value in values.tolist())


_GRADIENT = {
    "slope": _("What is the gradient of the squared error $L$ with respect to the slope, ${derivative}$?"),
    "intercept": _(
        "What is the gradient of the squared error $L$ with respect to the intercept, ${derivative}$?"
    ),
}
_MEAN_GRADIENT = {
    "slope": _(
        "What is the gradient of the mean squared error $L$ with respect to the slope, ${derivative}$?"
    ),
    "intercept": _(
        "What is the gradient of the mean squared error $L$ with respect to the intercept, ${derivative}$?"
    ),
}
_OTHER_GRADIENT = {
    "slope": _(
        "That is the gradient with respect to the intercept. For the slope each error is multiplied by its x."
    ),
    "intercept": _(
        "That is the gradient with respect to the slope. For the intercept the errors are not multiplied by "
        "x."
    ),
}


def _gradient(rng: np.random.Generator, by: str, points: int) -> Drawn:
    fit = _drawn(rng, points)
    answer, other = fit.gradient(by), fit.gradient("intercept" if by == "slope" else "slope")
    near: dict[str, Answer] = {"sign": -answer, "no_two": answer / 2, "other": other}
    if points > 1:
        near["not_averaged"] = answer * points
    asked = (_MEAN_GRADIENT if points > 1 else _GRADIENT)[by]
    return Drawn(
        text=_about(fit, asked.format(derivative=rf"\partial L / \partial {_LETTER[by]}")),
        answer=answer,
        tolerance=0.02,
        working=_gradient_working(fit, by),
        near=near,
        replies={
            "sign": _(
                "The size is right and the sign is not: the error is the prediction minus the true y, not "
                "the other way round."
            ),
            "no_two": _("That is half of it: the derivative of a square brings a factor of 2."),
            "other": _OTHER_GRADIENT[by],
            "not_averaged": _(
                "That is the sum over the points. The mean is the sum divided by {count}."
            ).format(count=points),
        },
    )


_TWICE = {
    "slope": _(r"The error $\hat y - y$ is ${error}$. Twice the error times $x$ is ${formula}$."),
    "intercept": _(r"The error $\hat y - y$ is ${error}$. Twice the error is ${formula}$."),
}
_TWICE_MEAN = {
    "slope": _(
        r"The errors $\hat y - y$ are {errors}. Twice the mean of the errors times $x$ is ${formula}$."
    ),
    "intercept": _(r"The errors $\hat y - y$ are {errors}. Twice the mean of the errors is ${formula}$."),
}


def _gradient_working(fit: Fit, by: str) -> str:
    errors = (fit.predictions - fit.y).tolist()
    terms = [
        rf"{bracketed(error)} \cdot {text(x)}" if by == "slope" else bracketed(error)
        for error, x in zip(errors, fit.x.tolist(), strict=True)
    ]
    derivative = text(fit.gradient(by), 5)
    if len(errors) == 1:
        return _TWICE[by].format(error=text(errors[0]), formula=rf"2 \cdot {terms[0]} = {derivative}")
    formula = rf"\frac{{2}}{{{len(errors)}}} \left({total(terms)}\right) = {derivative}"
    return _TWICE_MEAN[by].format(errors=_listed(np.array(errors)), formula=formula)


_AFTER = {
    "slope": _(
        "What is the slope after one step of gradient descent on the mean squared error with the learning "
        r"rate $\eta = {rate}$?"
    ),
    "intercept": _(
        "What is the intercept after one step of gradient descent on the mean squared error with the "
        r"learning rate $\eta = {rate}$?"
    ),
}
_STEP_ONLY = {
    "slope": _("That is the step. Add it to the slope to get the new one."),
    "intercept": _("That is the step. Add it to the intercept to get the new one."),
}


def _line_step(rng: np.random.Generator, by: str, points: int) -> Drawn:
    fit = _drawn(rng, points)
    letter, before = _LETTER[by], {"slope": fit.slope, "intercept": fit.intercept}[by]
    answer, g, rate = fit.after(by), fit.gradient(by), fit.rate
    near: dict[str, Answer] = {
        "plus": 2 * before - answer,
        "no_rate": before - g,
        "step_only": answer - before,
    }
    if points > 1:
        near["not_averaged"] = before - rate * g * points
    return Drawn(
        text=_about(fit, _AFTER[by].format(rate=text(rate))),
        answer=answer,
        tolerance=0.005,
        working=_("{gradient} The step: ${formula}$.").format(
            gradient=_gradient_working(fit, by),
            formula=rf"{letter} - \eta\,g = {text(before)} - {text(rate)} \cdot {bracketed(g, 5)} = "
            f"{text(answer, 5)}",
        ),
        near=near,
        replies={
            "plus": _(
                "That climbs: the gradient points uphill. Subtract the learning rate times the gradient."
            ),
            "no_rate": _("That subtracts the whole gradient. Multiply it by the learning rate first."),
            "step_only": _STEP_ONLY[by],
            "not_averaged": _(
                "That takes the sum over the points as the gradient. Divide it by {count} first."
            ).format(count=points),
        },
    )


def _points(least: int) -> Parameter:
    interval = Interval(name="points", low=least, high=5, integer=True)
    return Parameter(interval, "How many points.", default=3)


_BY = Parameter(
    OneOf(name="by", options=("slope", "intercept")), "Which of the line's two numbers.", default="slope"
)

LINE_QUESTIONS = (
    Question("line_prediction", "What a line predicts at one x.", _line_prediction),
    Question("squared_error", "The squared error of a line at one point.", _squared_error),
    Question(
        "mean_squared_error_of_line",
        "The mean squared error of a line over a few points.",
        _mean_squared_error,
        (_points(2),),
    ),
    Question(
        "gradient_of_line",
        "The gradient of a line's (mean) squared error with respect to its slope or its intercept.",
        _gradient,
        (_BY, _points(1)),
    ),
    Question(
        "line_step",
        "The slope or the intercept of a line after one step of gradient descent.",
        _line_step,
        (_BY, _points(1)),
    ),
)
