"""Vitals: a few numbers for each layer that say whether a network can learn, at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from mlwidgets.language import _


@dataclass(frozen=True)
class LayerVitals:
    """How one layer is at one moment.

    Attributes
    ----------
    number : int
        Its place in the stack, counted from 1.
    name : str
        Its class: "Dense".
    activation : str
        The Keras name of its activation function.
    units : int
        How many outputs it has, or filters.
    parameters : int
        How many numbers it learns.
    gradient : float or None
        Root mean square of ∂L/∂w over its parameters, for the last batch; None if it learns nothing, or
        before the first update.
    largest : float or None
        The largest |∂L/∂w| of that batch.
    weight : float or None
        Root mean square of its parameters; None if it has none.
    step : float or None
        ‖Δw‖ / ‖w‖: the length of the last update, as a share of the weights.
    alike : bool
        Whether all its units have the same weights, so that they can only ever learn the same.
    dead : float or None
        The share of its units that give 0 for every probe example; None unless it ends with a ReLU.
    saturated : float or None
        The share of its outputs at the flat ends of a sigmoid or tanh, within 0.01 of the limit; None for
        other functions.
    """

    number: int
    name: str
    activation: str
    units: int
    parameters: int = 0
    gradient: float | None = None
    largest: float | None = None
    weight: float | None = None
    step: float | None = None
    alike: bool = False
    dead: float | None = None
    saturated: float | None = None

    @property
    def words(self) -> str:
        """The layer in a sentence: "layer 2 (Dense)"."""
        return _("layer {number} ({name})").format(number=self.number, name=self.name)


@dataclass(frozen=True)
class Vitals:
    """How the whole network is at one moment.

    Attributes
    ----------
    iteration : int
        After how many updates.
    learning_rate : float
        That of the next update.
    probes : int
        How many training examples were sent through for it.
    layers : tuple of LayerVitals
        From input to output.
    sharpness : float or None
        An estimate from below of the largest curvature of the loss, λ; only measured for plain SGD.
    """

    iteration: int
    learning_rate: float
    probes: int
    layers: tuple[LayerVitals, ...]
    sharpness: float | None = None

    @property
    def learners(self) -> tuple[LayerVitals, ...]:
        """The layers that have something to learn."""
        return tuple(layer for layer in self.layers if layer.parameters)
