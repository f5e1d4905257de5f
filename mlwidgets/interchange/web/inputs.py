"""`Inputs`: what somebody gives, and how it becomes the network's input, as plain JSON.

The web page of a model and the programs that a network is written as go by it, from a drawing, a row or a
point to the numbers that the network is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from mlwidgets.data.pictures.digits import FIELD
from mlwidgets.data.plane.features import USUAL_FEATURES, check_features
from mlwidgets.data.plane.geometry import EDGE
from mlwidgets.errors import ConfigurationError
from mlwidgets.interchange.web.columns import column_steps, number_columns
from mlwidgets.ranges import OneOf, shown

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.engine.arrays import Shape

KIND = OneOf(name="kind", options=("picture", "row", "point", "numbers"))
"""What is given: pixels; the values of a table's columns; x₁ and x₂; or the numbers themselves."""

BYTE = 255
_CHANNELS = (1, 3)
_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What somebody gives, how it becomes the network's input, and what the answer is about.

    Parameters
    ----------
    kind : {"picture", "row", "point", "numbers"}
        What is given.
    shape : tuple of int
        Of the network's input, without the examples.
    steps : mapping
        How it becomes the input, plain JSON:

        picture
            `height`, `width`, `channels`; `divisor`, by which pixels from 0 to 255 are divided; `drawing`:
            "digit" where a drawing is cropped, scaled and centred as MNIST digits were
            (`data.pictures.digits`), "plain" where it is only scaled.
        row, numbers
            `columns`, a list; see `interchange.web.columns`.
        point
            `features`, their names in the order of the inputs (`data.plane.features`); `low` and `high`, the
            ends of both axes.
    class_names : tuple of str
        The classes; empty where numbers are predicted.
    target : mapping
        `names` of what is predicted, one for each number; `offset` and `divisor`: the network learned
        (number − offset) / divisor; with one, the `low`est and `high`est number that it learned from.

    Raises
    ------
    ConfigurationError
        The kind is unknown.

    Examples
    --------
    >>> from mlwidgets.data import load
    >>> Inputs.of(load("circle"), ("x1", "x1^2")).to_dict()["steps"]
    {'features': ['x1', 'x1^2'], 'low': -6.0, 'high': 6.0}
    """

    kind: str
    shape: Shape
    steps: Mapping[str, Any]
    class_names: tuple[str, ...] = ()
    target: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        KIND.check(self.kind)
        for name in ("steps", "target"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @classmethod
    def of(cls, dataset: Dataset, features: tuple[str, ...] = ()) -> Self:
        """Return the description of a data set's examples.

        Parameters
        ----------
        dataset : Dataset
            What the network learned from.
        features : tuple of str
            What the network is given of each point of the plane; empty for all other data.

        Raises
        ------
        ConfigurationError
            A feature is unknown.
        """
        shape = tuple(dataset.input_shape)
        steps: dict[str, Any]
        if dataset.prepared is not None:
            kind, steps = "row", {"columns": column_steps(dataset.prepared)}
        elif dataset.in_plane:
            names = check_features(features or USUAL_FEATURES)
            shape = (len(names),)
            kind, steps = "point", {"features": list(names), "low": -float(EDGE), "high": float(EDGE)}
        elif len(shape) == 3 and shape[-1] in _CHANNELS:  # noqa: PLR2004 - height, width, channels
            kind, steps = "picture", _picture(dataset)
        else:
            kind, steps = "numbers", {"columns": number_columns(dataset.x_train)}
        return cls(
            kind=kind, shape=shape, steps=steps, class_names=dataset.class_names, target=_target(dataset)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values, with a version."""
        return {
            "version": _VERSION,
            "kind": self.kind,
            "shape": list(self.shape),
            "steps": dict(self.steps),
            "class_names": list(self.class_names),
            "target": dict(self.target),
        }

    @classmethod
    def from_dict(cls, given: object) -> Self:
        """Return what `to_dict` wrote down.

        Raises
        ------
        ConfigurationError
            It is not that.
        """
        if not isinstance(given, Mapping) or given.get("version") != _VERSION:
            raise ConfigurationError(
                f"Inputs are read from what Inputs.to_dict wrote, version {_VERSION}; got {shown(given)}."
            )
        try:
            return cls(
                kind=given["kind"],
                shape=tuple(int(side) for side in given["shape"]),
                steps=given["steps"],
                class_names=tuple(str(name) for name in given["class_names"]),
                target=given["target"],
            )
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise ConfigurationError(
                f"Inputs are read from what Inputs.to_dict wrote; {shown(str(error))} is missing or wrong."
            ) from None


def _picture(dataset: Dataset) -> dict[str, Any]:
    height, width, channels = dataset.input_shape
    digit = (height, width, channels) == (FIELD, FIELD, 1)
    return {
        "height": height,
        "width": width,
        "channels": channels,
        "divisor": float(BYTE) if dataset.x_train.max() <= 1 else 1.0,
        "drawing": "digit" if digit else "plain",
    }


def _target(dataset: Dataset) -> dict[str, Any]:
    if dataset.n_classes:
        name = "" if dataset.prepared is None else dataset.prepared.plan.target
        return {"names": [name] if name else [], "offset": 0.0, "divisor": 1.0}
    if dataset.prepared is not None:
        steps = dataset.prepared.target
        learned = dataset.prepared.in_units(dataset.y_train)
        ends = {"low": float(learned.min()), "high": float(learned.max())}
        return {"names": [steps.name], "offset": steps.mean, "divisor": steps.std, **ends}
    count = int(np.prod(dataset.y_train.shape[1:]))
    names = ["number"] if count == 1 else [f"number {place + 1}" for place in range(count)]
    ends = {"low": float(dataset.y_train.min()), "high": float(dataset.y_train.max())} if count == 1 else {}
    return {"names": names, "offset": 0.0, "divisor": 1.0, **ends}
