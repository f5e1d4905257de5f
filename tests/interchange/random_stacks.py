"""Random stacks: every layer with every option, random weights, a loss, an optimizer, metrics and data.

For whatever takes a model out of the engine or brings one in: files, programs, ONNX. The layers and their
options come from the engine's registries by way of the rows in `spec`, so that a new layer is in the stacks
by itself.

    for stack in random_stacks(200, seed=1):
        stack.model.predict(stack.x)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine import Sequential
from mlwidgets.engine import layers as layer_kinds
from mlwidgets.engine.configurable import serialize
from mlwidgets.engine.layers import Input, Layer
from mlwidgets.engine.losses import CosineSimilarity, CrossEntropy, KLDivergence, Loss
from mlwidgets.engine.metrics import METRICS
from mlwidgets.errors import MLWidgetsError
from mlwidgets.spec import LAYER_ROWS, Option
from mlwidgets.spec.option import PART_KINDS
from mlwidgets.spec.rows import LOSS_ROWS, OPTIMIZER_ROWS
from tests.interchange.random_targets import ENDINGS, TARGETS
from tests.interchange.random_values import MOST, TRIES, Config, Key, RandomValues, weight_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlwidgets.engine.arrays import AnyArray, Shape

EXAMPLES = 6
MOSTLY = 0.8
DEEPEST = 5
LARGEST = 600
"""Numbers in the output of a layer, and a quarter of those in its weights."""

CERTAIN = 1e-3
"""Probabilities stay so far from 0 and 1, and vectors that are compared by their direction are longer."""

FARTHEST = 100.0
"""Predictions stay below: where they explode, float32 has no digits left to compare."""


# Arrays have no single answer to ==, so two of these objects are equal only if they are the same one.
@dataclass(frozen=True, eq=False)
class RandomStack:
    """A model with random weights, compiled, and data for it.

    Attributes
    ----------
    number : int
        Its place in the series.
    model : Sequential
        Compiled; its weights are random, those that no optimizer moves (moving averages) between 0.5 and 1.5.
    x : ndarray, shape (6, …)
        Examples.
    y : ndarray
        Targets of the form that the loss takes.
    """

    number: int
    model: Sequential
    x: AnyArray
    y: AnyArray

    @property
    def input_shape(self) -> Shape:
        """Shape of one example, without the batch."""
        return self.model.shapes()[0]

    @property
    def layers(self) -> list[Layer]:
        """The stack."""
        return self.model.layers

    @property
    def specs(self) -> list[Config]:
        """The stack as plain JSON values."""
        return [serialize(layer) for layer in self.model.layers]

    @property
    def draws_at_random(self) -> bool:
        """Whether training takes random numbers, so that no other library trains it alike."""
        return any(layer.draws_at_random for layer in self.layers)

    def __str__(self) -> str:
        """Write the stack in one line, the settings at their defaults left out."""
        parts = [f"Input{self.input_shape}", *(written(layer) for layer in self.layers)]
        return f"#{self.number}: {' → '.join(parts)}; {self.model.loss!r}"


def written(layer: Layer) -> str:
    """Return a layer with the settings that are not at their defaults."""
    usual = {
        option.name: option.default for option in LAYER_ROWS.of(type(layer)).options if not option.required
    }
    config = {name: value for name, value in layer.get_config().items() if value != usual.get(name, layer)}
    return f"{layer.class_name}({', '.join(f'{name}={value!r}' for name, value in config.items())})"


def random_stacks(count: int, seed: int = 0) -> Iterator[RandomStack]:
    """Yield a series of stacks; the first 200 hold every layer and every form of every option."""
    met: Counter[Key] = Counter()
    for number in range(count):
        yield random_stack(np.random.default_rng([seed, number]), met, number=number)


def random_stack(
    rng: np.random.Generator, met: Counter[Key] | None = None, *, number: int = 0
) -> RandomStack:
    """Return one stack.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance.
    met : Counter, optional
        What earlier stacks of a series hold: it comes less often, and is brought up to date.
    number : int
        The stack's place in the series.
    """
    met = Counter() if met is None else met
    while True:
        kept = met.copy()
        found = _attempt(RandomValues(rng, kept), number)
        if found is not None:
            met.update(kept - met)
            return found


def _attempt(values: RandomValues, number: int) -> RandomStack | None:
    """Return a stack, or None if what was drawn gives numbers that nothing can be compared by."""
    rng = values.rng
    shape = _input_shape(values)
    stack = _grown(values, shape)
    if not stack:
        return None
    loss = values.form("loss", "class_name", tuple(row.class_name for row in LOSS_ROWS))
    loss_config = values.config(LOSS_ROWS.of(loss))
    values.keep()
    stack += _ending(values, loss, loss_config, stack, shape)
    optimizer = values.form("optimizer", "class_name", tuple(row.class_name for row in OPTIMIZER_ROWS))
    optimizer_config = values.config(OPTIMIZER_ROWS.of(optimizer))
    # The ways of clipping exclude each other.
    clips = [name for name, value in optimizer_config.items() if "clip" in name and value is not None]
    optimizer_config |= dict.fromkeys(rng.permutation(clips)[1:].tolist())
    found = build(
        rng,
        shape,
        stack,
        {"class_name": loss, "config": loss_config},
        {"class_name": optimizer, "config": optimizer_config},
        number=number,
    )
    if found is not None:
        _measure(values, found)
        values.keep()
    return found


def build(
    rng: np.random.Generator,
    input_shape: Shape,
    specs: Sequence[Config],
    loss: Config,
    optimizer: Config,
    *,
    number: int = 0,
) -> RandomStack | None:
    """Return layers that are given as a stack with random weights and data.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance.
    input_shape : tuple of int
        Shape of one example.
    specs : sequence of dict
        The layers, each as `{"class_name": …, "config": {…}}`.
    loss, optimizer : dict
        Written in the same way.
    number : int
        The stack's place in a series, and the seed of the model.

    Returns
    -------
    RandomStack or None
        None if the layers do not fit on each other, the loss not on them, or the numbers explode.
    """
    x = rng.normal(size=(EXAMPLES, *input_shape)).astype(np.float32)
    try:
        model = Sequential([Input(input_shape), *map(layer_kinds.get, specs)], seed=number)
        model.compile(optimizer, loss)
        _shake(model, rng)
        y = TARGETS[loss["class_name"]](rng, EXAMPLES, model.output_shape)
        measured = model.evaluate(x, y)["loss"]
        predictions = model.predict(x)
    except MLWidgetsError:
        return None
    near = np.isfinite(measured) and abs(measured) < FARTHEST**2 and np.abs(predictions).max() < FARTHEST
    return RandomStack(number, model, x, y) if near and _has_slope(model.loss, predictions) else None


def _has_slope(loss: Loss | None, predictions: AnyArray) -> bool:
    """Return whether the loss has a slope here, which is the same in every library.

    Near a probability of 0 or 1 some cut it off and some do not, and a vector of zeros has no direction.
    """
    if isinstance(loss, CosineSimilarity):
        return bool(np.linalg.norm(predictions, axis=-1).min() > CERTAIN)
    probable = isinstance(loss, (CrossEntropy, KLDivergence)) and not getattr(loss, "from_logits", False)
    return not probable or bool(CERTAIN < predictions.min() <= predictions.max() < 1 - CERTAIN)


def _input_shape(values: RandomValues) -> Shape:
    """Return a small shape: mostly one that the layer which has been met least can take."""
    rng = values.rng
    rank = LAYER_ROWS.of(_by_need(values)[0]).rank or int(rng.integers(1, 5))
    sides = [int(side) for side in rng.integers(1, 8 if rank <= 3 else MOST, rank)]
    return (*sides[:-1], sides[-1] if rank == 1 else 1 + sides[-1] // 2)


def _by_need(values: RandomValues) -> list[str]:
    """Return all layers, those that have been met least first, with some disorder."""
    rank = {}
    for row in LAYER_ROWS:
        # Those with weights or a function have several times the options: they are needed more often.
        share = 3 if any(option.kind in PART_KINDS for option in row.options) else 1
        rank[row.class_name] = (
            values.met["layer", "class_name", row.class_name] + 3 * values.rng.random()
        ) / share
    return sorted(rank, key=rank.__getitem__)


def _grown(values: RandomValues, shape: Shape) -> list[Config]:
    """Return a few layers that fit on each other."""
    stack: list[Config] = []
    for _ in range(int(values.rng.integers(1, DEEPEST + 1))):
        for name in _by_need(values):
            drawn = _layer(values, name, shape)
            if drawn is not None:
                stack.append(drawn)
                shape = layer_kinds.get(drawn).compute_output_shape(shape)
                break
    return stack


def _layer(values: RandomValues, name: str, shape: Shape, **fixed: object) -> Config | None:
    """Return a layer that fits on this shape, or None if none is found; `fixed` settings are given."""
    row = LAYER_ROWS.of(name)
    if row.rank not in (None, len(shape)):
        return None
    for _ in range(TRIES):
        values.forget()
        config = values.config(
            row, shape, only=lambda option: not _of_weights(option) and option.name not in fixed
        )
        config |= fixed
        # Keras refuses a convolution that has both above 1: mostly one of them is.
        if {"strides", "dilation_rate"} <= set(config) and values.rng.random() < MOSTLY:
            config[str(values.rng.choice(["strides", "dilation_rate"]))] = 1
        try:
            layer = layer_kinds.get({"class_name": name, "config": config})
            size = np.prod(layer.compute_output_shape(shape))
        except MLWidgetsError:
            continue
        if size > LARGEST or layer.count_params(shape) > MOST * LARGEST:
            continue
        for option in filter(_of_weights, row.options):
            weights = weight_of(layer, option.name, shape)
            if weights is not None:
                config[option.name] = values.value(name, option, weights)
        values.form("layer", "class_name", (name,))
        values.keep()
        return {"class_name": name, "config": config}
    values.forget()
    return None


def _of_weights(option: Option) -> bool:
    return option.kind in ("initializer", "regularizer", "constraint")


def _ending(
    values: RandomValues, loss: str, config: Config, stack: list[Config], shape: Shape
) -> list[Config]:
    """Return the layers that bring the outputs into the form that the loss takes."""
    model = Sequential([Input(shape), *map(layer_kinds.get, stack)])
    shape = model.output_shape
    ending = ENDINGS[loss]
    activation = None if config.get("from_logits") else ending.activation
    flat = ending.flat or values.rng.random() < 0.5
    if flat:
        units = int(values.rng.integers(ending.least_units, MOST + 1))
        fixed = {"units": units} if activation is None else {"units": units, "activation": activation}
        dense = _layer(values, "Dense", (int(np.prod(shape)),), **fixed)
        assert dense is not None
        return [*([] if len(shape) == 1 else [{"class_name": "Flatten", "config": {}}]), dense]
    if activation is None:
        return []
    return [{"class_name": "Activation", "config": {"activation": activation}}]


def _shake(model: Sequential, rng: np.random.Generator) -> None:
    """Give the model random weights that neither fade nor explode; moving averages are positive."""
    model.build()
    shapes = model.shapes()
    for layer, shape in zip(model.layers, shapes, strict=False):
        for name, spec in layer.weight_specs(shape).items():
            if not spec.trainable:
                layer.weights[name][...] = rng.uniform(0.5, 1.5, spec.shape)
                continue
            fan = max(1, int(np.prod(spec.shape[:-1])))
            layer.weights[name][...] = rng.normal(0, max(fan**-0.5, 0.3), spec.shape)


def _measure(values: RandomValues, stack: RandomStack) -> None:
    """Add a metric or two, of those that can be measured."""
    model = stack.model
    names = ("accuracy", *METRICS.names)
    for _ in range(2):
        name = values.form("metric", "class_name", names)
        kept = list(model.metrics)
        try:
            model.compile(model.optimizer, model.loss, [*kept, name])
            if np.isfinite(model.evaluate(stack.x, stack.y)[model.metrics[-1].name]):
                continue
        except (MLWidgetsError, IndexError, ValueError):  # a metric for other targets than these
            pass
        model.compile(model.optimizer, model.loss, kept)
