"""Questions about sizes: shapes, parameters, and how many updates an epoch has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import Conv2D, Dense, Input
from mlwidgets.lessons.checks.drawn.numbers import text
from mlwidgets.lessons.checks.parameters import Parameter
from mlwidgets.lessons.checks.question import Drawn, Question
from mlwidgets.ranges import PADDING, Interval, OneOf

if TYPE_CHECKING:
    from mlwidgets.lessons.checks.question import Answer

_STRIDES = Interval(name="strides", low=1, high=3, integer=True)


def _output_shape(rng: np.random.Generator, padding: str = "", strides: int = 0) -> Drawn:
    rows, columns = (int(side) for side in rng.choice(np.arange(12, 33), 2, replace=False))
    channels, filters = int(rng.choice((1, 3))), int(rng.choice((4, 6, 8, 16)))
    size = int(rng.choice((3, 5, 7)))
    padding = padding or str(rng.choice(PADDING.options))
    strides = strides or int(rng.integers(1, 3))

    def shape(pad: str, step: int) -> tuple[int, ...]:
        layer = Conv2D(filters, size, strides=step, padding=pad)
        return layer.compute_output_shape((rows, columns, channels))

    answer = shape(padding, strides)
    wrong: list[tuple[str, tuple[int, ...], str]] = [
        (
            "padding",
            shape("same" if padding == "valid" else "valid", strides),
            'That would be right with "same" padding. "valid" adds none, so the kernel has to fit inside.'
            if padding == "valid"
            else 'That forgets the padding: "same" adds zeros around the picture, so no edge is lost.',
        ),
        (
            "no_stride",
            shape(padding, 1),
            f"That is the shape at stride 1. The kernel moves {strides} cells at a time.",
        ),
        (
            "channels",
            (*answer[:2], channels),
            "The output has one channel for each filter, not for each input channel.",
        ),
        (
            "flat",
            (answer[0] * answer[1] * filters,),
            "That many numbers there are, but a convolution keeps the grid: it does not flatten the picture.",
        ),
    ]
    if padding == "valid":
        short = (answer[0] - 1, answer[1] - 1, filters)
        wrong.append(("off_by_one", short, "That is one short: the first place counts too, so 1 is added."))
    known: dict[str, tuple[int, ...]] = {}
    replies: dict[str, str] = {}
    for name, value, reply in wrong:
        if value not in (answer, *known.values()):  # at stride 1, say, the stride cannot be forgotten
            known[name], replies[name] = value, reply
    formula = (
        rf"\lfloor ({{}} - {size}) / {strides} \rfloor + 1 = {{}}"
        if padding == "valid"
        else rf"\lceil {{}} / {strides} \rceil = {{}}"
    )
    return Drawn(
        text=(
            rf"A picture of ${rows} \times {columns}$ pixels with {channels} channel{'s' * (channels > 1)} "
            rf"goes into a convolution with {filters} filters of ${size} \times {size}$, stride {strides} "
            "and "
            f'"{padding}" padding. Which shape comes out: rows, columns and channels?'
        ),
        answer=answer,
        tolerance=0.0,
        working=(
            f"Rows: ${formula.format(rows, answer[0])}$. Columns: ${formula.format(columns, answer[1])}$. "
            f"Channels: one for each filter, ${filters}$."
        ),
        near=dict(known),
        replies=replies,
    )


def _parameter_count(rng: np.random.Generator, network: str, layers: int) -> Drawn:
    return _dense_count(rng, layers) if network == "dense" else _convolution_count(rng)


def _dense_count(rng: np.random.Generator, layers: int) -> Drawn:
    inputs = int(rng.integers(2, 13))
    units = [int(one) for one in rng.integers(2, 17, layers)]

    def count(*, use_bias: bool) -> int:
        return Sequential(
            [Input((inputs,)), *(Dense(one, use_bias=use_bias) for one in units)]
        ).count_params()

    answer, weights = count(use_bias=True), count(use_bias=False)
    arithmetic = [
        Dense(one).parameter_arithmetic((before,))
        for before, one in zip([inputs, *units], units, strict=False)
    ]
    sums = f" Together that is ${text(answer, 9)}$." if layers > 1 else ""
    listed = ", then ".join(str(one) for one in units)
    near: dict[str, Answer] = {
        "no_bias": float(weights),
        "one_bias": float(weights + layers),
        "units": float(sum(units)),
    }
    return Drawn(
        text=(
            f"A network has {inputs} inputs and {_plural(layers, 'Dense layer')} with {listed} units, all "
            "with biases. How many parameters does it have?"
        ),
        answer=float(answer),
        tolerance=0.0,
        working=(
            f"Weights and biases of each layer: {'; '.join(f'${_tex(one)}$' for one in arithmetic)}.{sums}"
        ),
        near=near,
        replies={
            "no_bias": "That counts the weights only. Each unit also has a bias.",
            "one_bias": "That has one bias a layer. Each unit has one of its own.",
            "units": (
                "That is how many units there are. Each has a weight for every one of its inputs, and a bias."
            ),
        },
    )


def _convolution_count(rng: np.random.Generator) -> Drawn:
    side, channels = int(rng.choice((16, 28, 32))), int(rng.choice((3, 4, 6, 8)))
    filters, size = int(rng.choice((4, 8, 12, 16))), int(rng.choice((3, 5)))
    shape = (side, side, channels)
    layer = Conv2D(filters, size, padding="same")
    weights = Conv2D(filters, size, use_bias=False).count_params(shape)
    near: dict[str, Answer] = {
        "no_bias": float(weights),
        "one_channel": float(Conv2D(filters, size).count_params((side, side, 1))),
        "one_filter": float(Conv2D(1, size).count_params(shape)),
        "every_place": float(weights * side * side + filters),
        "dense": float(Dense(filters).count_params((side * side * channels,))),
    }
    return Drawn(
        text=(
            rf"A picture of ${side} \times {side}$ pixels with {channels} channels goes into a convolution "
            rf"with {filters} filters of ${size} \times {size}$ and a bias for each filter. How many "
            "parameters does the layer have?"
        ),
        answer=float(layer.count_params(shape)),
        tolerance=0.0,
        working=(
            "Each filter has a number for every cell and channel: "
            f"${_tex(layer.parameter_arithmetic(shape))}$."
        ),
        near=near,
        replies={
            "no_bias": "That counts the weights only. Each filter also has a bias.",
            "one_channel": (
                f"That looks at one channel. Each filter has a slice for each of the {channels} channels."
            ),
            "one_filter": f"That is one filter. There are {filters}.",
            "every_place": "That has other weights at every place. A filter is the same wherever it stands.",
            "dense": "That is a Dense layer on the flattened picture. A filter sees only the cells under it.",
        },
    )


def _tex(arithmetic: str) -> str:
    return arithmetic.replace("×", r"\times").replace(",", "")


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _updates(rng: np.random.Generator, epochs: int) -> Drawn:
    batch = int(rng.choice((8, 16, 32, 50, 64)))
    whole, left = int(rng.integers(3, 20)), int(rng.integers(1, batch))
    rows = whole * batch + left
    model = Sequential([Input((1,)), Dense(1)])
    model.compile("sgd", "mean_squared_error")
    trainer = Trainer(model, np.zeros((rows, 1)), np.zeros(rows), batch_size=batch, epochs=1)
    for _ in trainer:
        pass  # the engine itself counts its updates
    one_epoch = trainer.iteration
    answer = one_epoch * epochs
    near: dict[str, Answer] = {
        "epoch_as_update": float(epochs),
        "last_batch": float(whole * epochs),
        "every_row": float(rows * epochs),
    }
    if epochs > 1:
        near["one_epoch"] = float(one_epoch)
    many = "one epoch" if epochs == 1 else f"{epochs} epochs"
    times = "" if epochs == 1 else rf" In {many}: ${one_epoch} \cdot {epochs} = {answer}$."
    return Drawn(
        text=(
            f"There are {rows} training examples, and the batch size is {batch}. How many updates of the "
            f"weights does training make in {many}?"
        ),
        answer=float(answer),
        tolerance=0.0,
        working=(
            f"${rows} / {batch} = {text(rows / batch, 5)}$: {whole} full batches, and a last one with the "
            f"{_plural(left, 'example')} left over. So an epoch has ${one_epoch}$ updates.{times}"
        ),
        near=near,
        replies={
            "epoch_as_update": (
                "An epoch is one pass over all examples, and there is an update after every batch of it."
            ),
            "last_batch": f"That leaves out the last batch, which is smaller: {_plural(left, 'example')}.",
            "every_row": "That is an update for every example. There is one for every batch.",
            "one_epoch": f"That is one epoch. There are {epochs} of them.",
        },
    )


SIZE_QUESTIONS = (
    Question(
        "output_shape",
        "The shape that comes out of a convolution: rows, columns, channels.",
        _output_shape,
        (
            Parameter(PADDING, "Which padding; drawn if it is left out."),
            Parameter(_STRIDES, "Which stride; drawn if it is left out."),
        ),
    ),
    Question(
        "parameter_count",
        "How many parameters Dense layers or a convolution have.",
        _parameter_count,
        (
            Parameter(OneOf(name="network", options=("dense", "convolution")), "Which.", default="dense"),
            Parameter(
                Interval(name="layers", low=1, high=3, integer=True), "How many Dense layers.", default=2
            ),
        ),
    ),
    Question(
        "updates_per_epoch",
        "How many updates training makes, from the number of examples and the batch size.",
        _updates,
        (
            Parameter(
                Interval(name="epochs", low=1, high=100, integer=True), "In how many epochs.", default=1
            ),
        ),
    ),
)
