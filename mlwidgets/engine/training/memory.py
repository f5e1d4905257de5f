"""How much memory one training step takes, told before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.engine.summary import layer_names
from mlwidgets.errors import ConfigurationError

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.network import Network

SLICE = 512
"""Examples that go through the layers at once, at most: more of them are no faster."""

SLICE_BYTES = 128 * 2**20
"""Memory that a slice of a batch should take at most. Larger layers go through with fewer examples at once,
so that a pause is heard soon, and a batch of thousands takes no more memory than this."""

STEP_BYTES = 2**30
"""Memory that a step may take: small machines in the cloud have 1 to 2 GB for everything."""


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
    """What one training step of a network needs besides the weights.

    Attributes
    ----------
    layers : tuple of LayerMemory
        From input to output.
    whole_batches : str
        Name of the layer that needs all examples of a batch at once, as batch normalization does; empty if
        a large batch can go through in slices.
    """

    layers: tuple[LayerMemory, ...]
    whole_batches: str = ""

    @classmethod
    def of(cls, network: Network) -> StepMemory:
        """Return what a step of this network needs; `SessionStateError` if it has no shape yet."""
        shapes, names = network.shapes(), layer_names(network.layers)
        size = np.dtype(network.dtype).itemsize
        return cls(
            tuple(
                LayerMemory(name, after, layer.numbers_in_training(before) * size)
                for layer, name, before, after in zip(network.layers, names, shapes, shapes[1:], strict=False)
            ),
            next(
                (name for layer, name in zip(network.layers, names, strict=True) if layer.couples_examples),
                "",
            ),
        )

    @property
    def bytes_per_example(self) -> int:
        """Memory for one example."""
        return sum(layer.bytes for layer in self.layers)

    def slice_size(self, most: int) -> int:
        """Return how many examples should go through at once where none needs the others."""
        return max(1, min(most, SLICE, SLICE_BYTES // max(1, self.bytes_per_example)))

    def examples_at_once(self, batch_size: int) -> int:
        """Return how many examples of a batch go through the layers at once."""
        return batch_size if self.whole_batches else self.slice_size(batch_size)

    def bytes(self, batch_size: int) -> int:
        """Return about how much memory a step with a batch of this size takes."""
        return self.examples_at_once(batch_size) * self.bytes_per_example

    def check(self, batch_size: int) -> None:
        """Raise `ConfigurationError` if a step would take more memory than it may, with the sum."""
        needed = self.bytes(batch_size)
        if needed <= STEP_BYTES:
            return
        largest = max(self.layers, key=lambda layer: layer.bytes)
        at_once, fits = self.examples_at_once(batch_size), STEP_BYTES // self.bytes_per_example
        examples = "one example" if at_once == 1 else f"{at_once:,} examples"
        advice = (
            f"{self.whole_batches} takes a whole batch at once: make the batch {fits:,} or less, or "
            if fits
            else ""
        )
        shape = " × ".join(f"{side:,}" for side in largest.output_shape)
        raise ConfigurationError(
            f"A training step of {examples} would take about {in_words(needed)} of memory, more than the "
            f"{in_words(STEP_BYTES)} that it may: {in_words(self.bytes_per_example)} an example, of which "
            f"{in_words(largest.bytes)} for {largest.name}, whose output is {shape}. "
            f"{_capitalized(f'{advice}make {largest.name} smaller')}."
        )


def in_words(size: int) -> str:
    """Return an amount of memory: "1.5 GB", "24 MB", "512 bytes"."""
    for unit, factor in (("GB", 2**30), ("MB", 2**20), ("KB", 2**10)):
        if size >= factor:
            amount = size / factor
            return f"{amount:.0f} {unit}" if amount >= 10 or amount.is_integer() else f"{amount:.1f} {unit}"  # noqa: PLR2004
    return f"{size} bytes"


def _capitalized(sentence: str) -> str:
    return sentence if "_" in sentence.split(maxsplit=1)[0] else sentence[0].upper() + sentence[1:]
