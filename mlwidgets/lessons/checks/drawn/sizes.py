"""Questions about sizes: shapes, parameters, and how many updates an epoch has."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import Sequential, Trainer
from mlwidgets.engine.layers import Conv2D, Dense, Input
from mlwidgets.language import _, n_, written
from mlwidgets.lessons.checks.drawn.numbers import text
from mlwidgets.lessons.checks.parameters import Parameter
from mlwidgets.lessons.checks.question import Drawn, Question
from mlwidgets.ranges import PADDING, Interval, OneOf

if TYPE_CHECKING:
    from mlwidgets.lessons.checks.question import Answer

_STRIDES = Interval(name="strides", low=1, high=3, integer=True)


_OUTPUT_SHAPE = n_(
    "A picture of ${picture}$ pixels with {count} channel goes into a convolution with {filters} filters of "
    '${kernel}$, stride {strides} and "{padding}" padding. '
    "Which shape comes out: rows, columns and channels?",
    "A picture of ${picture}$ pixels with {count} channels goes into a convolution with {filters} filters of "
    '${kernel}$, stride {strides} and "{padding}" padding. '
    "Which shape comes out: rows, columns and channels?",
)


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
            _('That would be right with "same" padding. "valid" adds none, so the kernel has to fit inside.')
            if padding == "valid"
            else _('That forgets the padding: "same" adds zeros around the picture, so no edge is lost.'),
        ),
        (
            "no_stride",
            shape(padding, 1),
            _("That is the shape at stride 1. The kernel moves {count} cells at a time.").format(
                count=strides
            ),
        ),
        (
            "channels",
            (*answer[:2], channels),
            _("The output has one channel for each filter, not for each input channel."),
        ),
        (
            "flat",
            (answer[0] * answer[1] * filters,),
            _(
                "That many numbers there are, but a convolution keeps the grid: it does not flatten the "
                "picture."
            ),
        ),
    ]
    if padding == "valid":
        short = (answer[0] - 1, answer[1] - 1, filters)
        wrong.append(
            ("off_by_one", short, _("That is one short: the first place counts too, so 1 is added."))
        )
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
        text=_OUTPUT_SHAPE.format(
            channels,
            picture=rf"{rows} \times {columns}",
            filters=filters,
            kernel=rf"{size} \times {size}",
            strides=strides,
            padding=padding,
        ),
        answer=answer,
        tolerance=0.0,
        working=_("Rows: ${rows}$. Columns: ${columns}$. Channels: one for each filter, ${filters}$.").format(
            rows=formula.format(rows, answer[0]),
            columns=formula.format(columns, answer[1]),
            filters=filters,
        ),
        near=dict(known),
        replies=replies,
    )


def _parameter_count(rng: np.random.Generator, network: str, layers: int) -> Drawn:
    return _dense_count(rng, layers) if network == "dense" else _convolution_count(rng)


_DENSE_COUNT = n_(
    "A network has {inputs} inputs and {count} Dense layer with {units} units, all with biases. How many "
    "parameters does it have?",
    "A network has {inputs} inputs and {count} Dense layers with {units} units, all with biases. How many "
    "parameters does it have?",
)
_THEN = _("{one}, then {other}")
_SUMS = _("Weights and biases of each layer: {sums}.")
_SUMS_TOGETHER = _("Weights and biases of each layer: {sums}. Together that is ${answer}$.")


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
    layer_sums = "; ".join(f"${_tex(one)}$" for one in arithmetic)
    working = _SUMS_TOGETHER if layers > 1 else _SUMS
    listed = functools.reduce(lambda one, other: _THEN.format(one=one, other=other), map(str, units))
    near: dict[str, Answer] = {
        "no_bias": float(weights),
        "one_bias": float(weights + layers),
        "units": float(sum(units)),
    }
    return Drawn(
        text=_DENSE_COUNT.format(layers, inputs=inputs, units=listed),
        answer=float(answer),
        tolerance=0.0,
        working=working.format(sums=layer_sums, answer=text(answer, 9)),
        near=near,
        replies={
            "no_bias": _("That counts the weights only. Each unit also has a bias."),
            "one_bias": _("That has one bias a layer. Each unit has one of its own."),
            "units": _(
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
        text=_(
            "A picture of ${picture}$ pixels with {channels} channels goes into a convolution with {filters} "
            "filters of ${kernel}$ and a bias for each filter. How many parameters does the layer have?"
        ).format(
            picture=rf"{side} \times {side}",
            channels=channels,
            filters=filters,
            kernel=rf"{size} \times {size}",
        ),
        answer=float(layer.count_params(shape)),
        tolerance=0.0,
        working=_("Each filter has a number for every cell and channel: ${formula}$.").format(
            formula=_tex(layer.parameter_arithmetic(shape))
        ),
        near=near,
        replies={
            "no_bias": _("That counts the weights only. Each filter also has a bias."),
            "one_channel": _(
                "That looks at one channel. Each filter has a slice for each of the {channels} channels."
            ).format(channels=channels),
            "one_filter": _("That is one filter. There are {filters}.").format(filters=filters),
            "every_place": _(
                "That has other weights at every place. A filter is the same wherever it stands."
            ),
            "dense": _(
                "That is a Dense layer on the flattened picture. A filter sees only the cells under it."
            ),
        },
    )


def _tex(arithmetic: str) -> str:
    return arithmetic.replace("×", r"\times").replace(written(","), "")


_UPDATES = n_(
    "There are {rows} training examples, and the batch size is {batch}. How many updates of the weights does "
    "training make in one epoch?",
    "There are {rows} training examples, and the batch size is {batch}. How many updates of the weights does "
    "training make in {count} epochs?",
)
_BATCHES = n_(
    "${division}$: {whole} full batches, and a last one with the {count} example left over. So an epoch has "
    "${updates}$ updates.",
    "${division}$: {whole} full batches, and a last one with the {count} examples left over. So an epoch has "
    "${updates}$ updates.",
)
_IN_EPOCHS = _("{one_epoch} In {epochs} epochs: ${formula}$.")


def _updates(rng: np.random.Generator, epochs: int) -> Drawn:
    batch = int(rng.choice((8, 16, 32, 50, 64)))
    whole, left = int(rng.integers(3, 20)), int(rng.integers(1, batch))
    rows = whole * batch + left
    model = Sequential([Input((1,)), Dense(1)])
    model.compile("sgd", "mean_squared_error")
    trainer = Trainer(model, np.zeros((rows, 1)), np.zeros(rows), batch_size=batch, epochs=1)
    for _update in trainer:
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
    division = f"{rows} / {batch} = {text(rows / batch, 5)}"
    working = _BATCHES.format(left, division=division, whole=whole, updates=one_epoch)
    if epochs > 1:
        formula = rf"{one_epoch} \cdot {epochs} = {answer}"
        working = _IN_EPOCHS.format(one_epoch=working, epochs=epochs, formula=formula)
    return Drawn(
        text=_UPDATES.format(epochs, rows=rows, batch=batch),
        answer=float(answer),
        tolerance=0.0,
        working=working,
        near=near,
        replies={
            "epoch_as_update": _(
                "An epoch is one pass over all examples, and there is an update after every batch of it."
            ),
            "last_batch": n_(
                "That leaves out the last batch, which is smaller: {count} example.",
                "That leaves out the last batch, which is smaller: {count} examples.",
            ).format(left),
            "every_row": _("That is an update for every example. There is one for every batch."),
            "one_epoch": _("That is one epoch. There are {count} of them.").format(count=epochs),
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
