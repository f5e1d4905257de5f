"""Questions about what comes out: a cell of a convolution, a softmax, a loss, an accuracy, a scaled value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.data.prepare.choices import Scale
from mlwidgets.data.prepare.fitted_column import offset_and_divisor
from mlwidgets.engine.activations import Sigmoid, Softmax
from mlwidgets.engine.metrics import SparseCategoricalAccuracy
from mlwidgets.explain.convolution.forward import convolve
from mlwidgets.explain.convolution.settings import ConvolutionSettings
from mlwidgets.language import _, n_
from mlwidgets.lessons.checks.drawn.numbers import bracketed, number, table, text, total
from mlwidgets.lessons.checks.parameters import Parameter
from mlwidgets.lessons.checks.question import Drawn, Question
from mlwidgets.ranges import OneOf

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.lessons.checks.question import Answer

_CLASSES = ("A", "B", "C")


def matrix(values: AnyArray) -> str:
    """Write a grid of numbers as a formula."""
    rows = r" \\ ".join(" & ".join(text(value) for value in row) for row in values.tolist())
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"


def cell(patch: AnyArray, kernel: AnyArray, *, flip: bool = False) -> float:
    """Return what a kernel gives where it stands on a patch of its own size."""
    convolved = convolve(patch, kernel, ConvolutionSettings(padding="valid", flip=flip))
    return float(convolved.output[0, 0, 0])


def _output_cell(rng: np.random.Generator) -> Drawn:
    patch = rng.integers(0, 10, (3, 3)).astype(np.float64)
    kernel = rng.integers(-2, 3, (3, 3)).astype(np.float64)
    answer = cell(patch, kernel)
    terms = [
        rf"{bracketed(k)} \cdot {text(x)}"
        for k, x in zip(kernel.ravel().tolist(), patch.ravel().tolist(), strict=True)
        if k
    ]
    asked = _(
        "The kernel $K$ stands on the nine cells $X$ of a picture. Which number does a convolution layer of "
        "a network compute there, without a bias?"
    )
    return Drawn(
        text=f"{asked}\n\n$$X = {matrix(patch)} \\qquad K = {matrix(kernel)}$$",
        answer=answer,
        tolerance=0.0,
        working=_("Numbers in the same place are multiplied, and the products added: ${formula}$").format(
            formula=f"{total(terms)} = {text(answer)}"
        ),
        near={
            "flipped": cell(patch, kernel, flip=True),
            "no_signs": cell(patch, np.abs(kernel)),
            "averaged": cell(patch, kernel / 9),
            "no_kernel": cell(patch, np.ones_like(kernel)),
            "centre": cell(patch, kernel * np.outer((0, 1, 0), (0, 1, 0))),
        },
        replies={
            "flipped": _(
                "That rotates the kernel by 180 degrees first, which is convolution as mathematicians "
                "define it. Networks do not flip the kernel: it meets the picture as it stands."
            ),
            "no_signs": _(
                "That loses the minus signs of the kernel. A negative number makes its product negative."
            ),
            "averaged": _("That divides by 9. A convolution adds the products up, and takes no mean."),
            "no_kernel": _("That adds up the cells of the picture alone. Multiply each by its number in K."),
            "centre": _("That is the product in the middle. All nine are added up."),
        },
    )


def _softmax_value(rng: np.random.Generator) -> Drawn:
    while True:
        z = np.array([number(rng, -2, 3, 0.5, without=None) for _class in _CLASSES])
        if z.sum() != 0 and len(set(z.tolist())) == len(z):
            break
    at = int(rng.integers(len(z)))
    answer = float(Softmax().forward(z[:, np.newaxis])[at, 0])
    powers = np.exp(z)
    return Drawn(
        text=_(
            "A network's last layer gives the scores $z_A = {A}$, $z_B = {B}$ and $z_C = {C}$. Which "
            "probability does softmax give to class {name}, from 0 to 1?"
        ).format(A=text(z[0]), B=text(z[1]), C=text(z[2]), name=_CLASSES[at]),
        answer=answer,
        tolerance=0.005,
        working=(
            f"$e^{{{text(z[at])}}} / (e^{{{text(z[0])}}} + e^{{{text(z[1])}}} + e^{{{text(z[2])}}}) = "
            f"{text(powers[at], 4)} / {text(powers.sum(), 4)} = {text(answer, 3)}$"
        ),
        near={
            "no_exponential": float(z[at] / z.sum()),
            "not_divided": float(powers[at]),
            "sigmoid": float(Sigmoid().forward(z[at : at + 1])[0]),
            "base_ten": float(10 ** z[at] / (10**z).sum()),
        },
        replies={
            "no_exponential": _("That divides the scores themselves. Raise e to each score first."),
            "not_divided": _("That is e to the score. Divide it by the sum over all three classes."),
            "sigmoid": _("That is a sigmoid, which looks at one score alone. Softmax compares all of them."),
            "base_ten": _("That takes powers of 10. Softmax takes powers of e, which is 2.718…."),
        },
    )


def _accuracy_of_rows(rng: np.random.Generator) -> Drawn:
    rows = 5
    while True:
        tenths = rng.multinomial(10, (1 / 3, 1 / 3, 1 / 3), rows)
        best = np.sort(tenths, axis=1)
        truth = rng.integers(0, len(_CLASSES), rows)
        right = int((tenths.argmax(axis=1) == truth).sum())
        if (best[:, -1] > best[:, -2]).all() and 0 < right < rows:
            break
    shares = tenths / 10
    answer = SparseCategoricalAccuracy().compute(truth, shares.T)
    given = float(shares[np.arange(rows), truth].mean())
    lines = [
        (_CLASSES[true], *(text(one) for one in share))
        for true, share in zip(truth, shares.tolist(), strict=True)
    ]
    answers = ", ".join(_CLASSES[one] for one in shares.argmax(axis=1))
    near: dict[str, Answer] = {
        "errors": 1 - answer,
        "probability": given,
        "count": float(right),
        "per_cent": 100 * answer,
    }
    asked = _(
        "A network gives these probabilities to the classes A, B and C of five examples. What is its "
        "accuracy, as a fraction from 0 to 1?"
    )
    return Drawn(
        text=f"{asked}\n\n{table((str(_('true class')), *_CLASSES), lines)}",
        answer=float(answer),
        tolerance=0.005,
        working=n_(
            "The class with the largest probability is the answer: {answers}. {count} of them is right, and "
            "${formula}$.",
            "The class with the largest probability is the answer: {answers}. {count} of them are right, "
            "and ${formula}$.",
        ).format(right, answers=answers, formula=f"{right} / {rows} = {text(answer)}"),
        near=near,
        replies={
            "errors": _("That is the fraction of wrong answers. Accuracy is the fraction of right ones."),
            "probability": _(
                "That is the mean probability given to the true class. Accuracy only asks whether the "
                "largest probability is at the true class, not how large it is."
            ),
            "count": _("That is how many are right. Divide it by {count}.").format(count=rows),
            "per_cent": _("That is the percentage. As a fraction it is a number from 0 to 1."),
        },
    )


def _standardized_value(rng: np.random.Generator, given: str) -> Drawn:
    return _from_statistics(rng) if given == "statistics" else _from_rows(rng)


def _from_statistics(rng: np.random.Generator) -> Drawn:
    mean, std = number(rng, 10, 60, 2), number(rng, 2, 8, 1)
    x = mean + number(rng, -12, 12, 1)
    answer = (x - mean) / std
    return Drawn(
        text=_(
            "Over the training rows a column has the mean ${mean}$ and the standard deviation "
            "${deviation}$. It is standardized: minus the mean, divided by the standard deviation. What "
            "becomes of the value ${value}$?"
        ).format(mean=text(mean), deviation=text(std), value=text(x)),
        answer=answer,
        tolerance=0.01,
        working=rf"$({text(x)} - {text(mean)}) / {text(std)} = {text(answer, 4)}$",
        near={
            "no_mean": x / std,
            "not_divided": x - mean,
            "sign": -answer,
            "divided_first": x - mean / std,
        },
        replies={
            "no_mean": _("That only divides. Subtract the mean first."),
            "not_divided": _("That only subtracts the mean. Divide by the standard deviation, too."),
            "sign": _("The sign is turned round: it is the value minus the mean."),
            "divided_first": _("That divides the mean alone. Subtract first, then divide the difference."),
        },
    )


def _from_rows(rng: np.random.Generator) -> Drawn:
    train = np.sort(rng.choice(np.arange(1.0, 21.0), 4, replace=False))
    test = np.array([number(rng, 22, 40, 1), number(rng, 22, 40, 1)])
    x = float(test[0])

    def scaled(values: AnyArray, scale: Scale = Scale.STANDARD) -> float:
        offset, divisor = offset_and_divisor(scale, values)
        return (x - offset) / divisor

    mean, std = offset_and_divisor(Scale.STANDARD, train)
    answer = scaled(train)
    return Drawn(
        text=_(
            "A column has the values {training} in the training rows and {test} in the test rows. It is "
            "standardized: minus the mean, divided by the standard deviation. (That is the root of the mean "
            "squared distance from the mean.) What becomes of the test value ${value}$?"
        ).format(training=_listed(train), test=_listed(test), value=text(x)),
        answer=answer,
        tolerance=0.02,
        working=_(
            "The training rows alone count. Their mean is ${mean}$ and their standard deviation "
            "${deviation}$: ${formula}$"
        ).format(
            mean=text(mean),
            deviation=text(std, 4),
            formula=f"({text(x)} - {text(mean)}) / {text(std, 4)} = {text(answer, 4)}",
        ),
        near={
            "all_rows": scaled(np.concatenate([train, test])),
            "test_rows": (x - float(test.mean())) / std,
            "min_max": scaled(train, Scale.MIN_MAX),
            "sample_std": (x - mean) / float(train.std(ddof=1)),
            "no_mean": x / std,
        },
        replies={
            "all_rows": _(
                "That uses the mean and the standard deviation of all rows. Then the test rows have a say "
                "in the preparation, which is a leak. Split first, and take the training rows alone."
            ),
            "test_rows": _("That subtracts the mean of the test rows. Take the training rows' mean."),
            "min_max": _(
                "That scales by minimum and maximum. Standardizing uses mean and standard deviation."
            ),
            "sample_std": _(
                "That divides the squares by one less than the number of rows. Take their plain mean."
            ),
            "no_mean": _("That only divides. Subtract the mean first."),
        },
    )


def _listed(values: AnyArray) -> str:
    written = [f"${text(value)}$" for value in values.tolist()]
    return _("{list} and {last}").format(list=", ".join(written[:-1]), last=written[-1])


OUTPUT_QUESTIONS = (
    Question("output_cell", "The number that a 3 × 3 kernel gives at one place of a picture.", _output_cell),
    Question("softmax_value", "The probability that softmax gives to one of three classes.", _softmax_value),
    Question(
        "accuracy_of_rows", "The accuracy of five predictions with their probabilities.", _accuracy_of_rows
    ),
    Question(
        "standardized_value",
        "What standardizing makes of a value, with the training rows' mean and standard deviation.",
        _standardized_value,
        (
            Parameter(
                OneOf(name="given", options=("statistics", "rows")),
                "Whether mean and standard deviation are told, or the rows they come from.",
                default="statistics",
            ),
        ),
    ),
)
