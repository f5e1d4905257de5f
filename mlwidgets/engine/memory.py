"""How much memory one training step takes, told before it is made."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from mlwidgets.engine.summary import layer_names
from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _, n_, numeral

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.layers import Layer

SLICE = 512
"""Examples that go through the layers at once, at most: more of them are no faster."""

SLICE_BYTES = 128_000_000
"""Memory that a slice of a batch should take at most. Larger layers go through with fewer examples at once,
so that a pause is heard soon, and a batch of thousands takes no more memory than this."""

STEP_BYTES = 1_000_000_000
"""Memory that a step may take: small machines in the cloud have 1 to 2 GB for everything."""

_TOO_MUCH = n_(
    "A training step of one example would take about {needed} of memory, more than the {allowed} allowed: "
    "{each} an example, {share} of it for {layer}, whose output is {shape}.",
    "A training step of {count:,} examples would take about {needed} of memory, more than the {allowed} "
    "allowed: {each} an example, {share} of it for {layer}, whose output is {shape}.",
)
_SMALLER = _("Make {layer} smaller.")
_SMALLER_BATCH = _(
    "{coupling} takes a whole batch at once: make the batch {fits:,} or less, or make {layer} smaller."
)


@dataclass(frozen=True)
class LayerMemory:
    """What a layer needs for one example of a training step.

    Attributes
    ----------
    name : str
        The layer's name: "conv2d_1".
    output_shape : tuple of int
        What it makes of an example.
    bytes : int
        Its result, the gradients, and what it keeps between forward and backward.
    """

    name: str
    output_shape: Shape
    bytes: int


@dataclass(frozen=True)
class StepMemory:
    """What one training step of a network needs besides the weights; see `Network.step_memory`.

    Attributes
    ----------
    input_bytes : int
        An example as it is taken from the data and brought into the engine's layout.
    layers : tuple of LayerMemory
        From input to output.
    whole_batches : str
        Name of the layer that needs all examples of a batch at once, as batch normalization does; empty if
        a large batch can go through in slices.
    """

    input_bytes: int
    layers: tuple[LayerMemory, ...]
    whole_batches: str = ""

    @classmethod
    def of(cls, layers: Sequence[Layer], shapes: Sequence[Shape], bytes_per_number: int) -> StepMemory:
        """Return what a step needs with these layers, from the input's shape and each layer's output's."""
        named = list(zip(layers, layer_names(layers), strict=True))
        return cls(
            # As it is taken from the data, and as the engine lays it.
            2 * math.prod(shapes[0]) * bytes_per_number,
            tuple(
                LayerMemory(name, after, layer.numbers_in_training(before) * bytes_per_number)
                for (layer, name), (before, after) in zip(named, pairwise(shapes), strict=True)
            ),
            next((name for layer, name in named if layer.couples_examples), ""),
        )

    @cached_property
    def bytes_per_example(self) -> int:
        """Memory for one example."""
        return self.input_bytes + sum(layer.bytes for layer in self.layers)

    def slice_size(self, most: int, most_bytes: int = SLICE_BYTES) -> int:
        """Return how many examples should go through at once where none needs the others."""
        return max(1, min(most, SLICE, most_bytes // max(1, self.bytes_per_example)))

    def examples_at_once(self, batch_size: int) -> int:
        """Return how many examples of a batch go through the layers at once."""
        return batch_size if self.whole_batches else self.slice_size(batch_size)

    def bytes(self, batch_size: int) -> int:
        """Return about how much memory a step with a batch of this size takes."""
        return self.examples_at_once(batch_size) * self.bytes_per_example

    @property
    def largest(self) -> int:
        """The position of the layer that needs most."""
        return max(range(len(self.layers)), key=lambda index: self.layers[index].bytes)

    def check(self, batch_size: int) -> None:
        """Raise `ConfigurationError` if a step would take more memory than it may, with the sum."""
        problem = self.problem(batch_size)
        if problem:
            raise ConfigurationError(problem)

    def problem(self, batch_size: int) -> str:
        """Return what `check` says, in a sentence; empty if a step takes no more than it may."""
        needed = self.bytes(batch_size)
        if needed <= STEP_BYTES or not self.layers:
            return ""
        largest = self.layers[self.largest]
        at_once, fits = self.examples_at_once(batch_size), STEP_BYTES // self.bytes_per_example
        advice = _SMALLER_BATCH if self.whole_batches and fits else _SMALLER
        return " ".join(
            (
                _TOO_MUCH.format(
                    at_once,
                    needed=bytes_text(needed),
                    allowed=bytes_text(STEP_BYTES),
                    each=bytes_text(self.bytes_per_example),
                    share=bytes_text(largest.bytes),
                    layer=largest.name,
                    shape=" × ".join(numeral(side) for side in largest.output_shape),
                ),
                advice.format(coupling=self.whole_batches, fits=fits, layer=largest.name),
            )
        )


def bytes_text(count: int) -> str:
    """Return an amount of memory.

    Examples
    --------
    >>> bytes_text(40), bytes_text(12_345), bytes_text(3_500_000), bytes_text(2_000_000_000)
    ('40 B', '12.3 KB', '3.5 MB', '2 GB')
    """
    size = float(count)
    for unit in ("B", "KB", "MB"):
        if size < 999.5:  # noqa: PLR2004 - what would be rounded to four digits goes on
            return f"{numeral(size, '.3g')} {unit}"
        size /= 1000
    return f"{numeral(size, ',.3g' if size < 999.5 else ',.0f')} GB"  # noqa: PLR2004 - as above
