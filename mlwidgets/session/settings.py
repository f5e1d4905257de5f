"""The settings of an experiment: which there are, written down as JSON, and read again."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mlwidgets.data.plane.features import FEATURE_TITLES
from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from mlwidgets.session.experiment import Experiment

VERSION = 1
"""Of the form that `Experiment.to_dict` writes."""

LIVE = ("learning_rate", "momentum", "batch_size", "epochs")
"""Settings that a run in progress takes over at its next step."""

STRUCTURAL = ("dataset", "features", "layers", "loss", "optimizer", "nesterov", "seed", "validation_split")
"""Settings whose change starts the training afresh."""

APART = ("convolution",)
"""What does not concern the network."""

KNOWN = (*LIVE, *STRUCTURAL, *APART)

_ASSIGNED_FIRST = ("features", "loss", "layers")
"""The stack is checked against the other two."""


def refuse_unknown(settings: Mapping[str, Any]) -> None:
    """Raise `ConfigurationError` if a setting is not one of an experiment's."""
    for name in settings:
        if name not in KNOWN:
            raise ConfigurationError(
                f"An experiment has no setting {shown(name)}. It knows: "
                f"{', '.join(KNOWN)}.{nearest(name, KNOWN)}"
            )


def in_order(settings: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return settings in the order in which they can be assigned one by one."""
    first = [(name, settings[name]) for name in _ASSIGNED_FIRST if name in settings]
    return first + [(name, value) for name, value in settings.items() if name not in _ASSIGNED_FIRST]


def written(experiment: Experiment) -> dict[str, Any]:
    """Return all settings as plain JSON values, with a version."""
    config = experiment.dataset.config
    settings = {name: getattr(experiment, name) for name in (*LIVE, *STRUCTURAL)}
    settings["dataset"] = experiment.dataset.name if config is None else dict(config)
    settings["features"] = list(experiment.features)
    if experiment.convolution.changed:
        settings["convolution"] = experiment.convolution.to_dict()
    return {"version": VERSION, **copy.deepcopy(settings)}


def read(settings: object) -> dict[str, Any]:
    """Return settings that `written` returned without their version, or say why they cannot be read."""
    if not isinstance(settings, Mapping):
        raise ConfigurationError(f"Settings are a dict, as to_dict returns it; got {shown(settings)}.")
    given = {str(name): value for name, value in settings.items()}
    version = given.pop("version", None)
    if version != VERSION:
        raise ConfigurationError(
            f"These settings are of version {shown(version)}; this mlwidgets reads version {VERSION}. "
            "Update mlwidgets, or save the settings again."
        )
    return given


def change_note(name: str, value: object) -> str:
    """Say what a change of a structural setting did to the run."""
    said = ""
    if name == "features" and isinstance(value, tuple) and value:
        said = " to " + ", ".join(FEATURE_TITLES[feature] for feature in value)
    elif name not in ("dataset", "features", "layers"):
        said = f" to {value}"
    return f"Changed {name.replace('_', ' ')}{said}: training starts afresh."


def last_layer_note(stack: list[dict[str, Any]]) -> str:
    """Say which last layer a loss for classes has brought with it."""
    config = stack[-1]["config"]
    return f'The last layer is now Dense({config["units"]}, activation="{config["activation"]}").'
