"""An experiment written down as JSON, and read again: also what an older mlwidgets has written."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Integral
from typing import Any

from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import shown
from mlwidgets.spec.optimizer_spec import OptimizerSpec
from mlwidgets.spec.settings import refuse_unknown

VERSION = 2
"""Of the form that `Experiment.to_dict` writes."""

APART = ("convolution",)
"""What an experiment has besides its `Settings`."""

_OF_THE_OPTIMIZER = ("learning_rate", "momentum", "nesterov")
"""Settings that version 1 kept beside the optimizer's name, whether it had them or not."""


def read(settings: object) -> dict[str, Any]:
    """Return settings that `Experiment.to_dict` returned, in today's form and without their version.

    Raises
    ------
    ConfigurationError
        They are not a dict, or of a version that is not known here, or have an unknown key.
    """
    if not isinstance(settings, Mapping):
        raise ConfigurationError(f"Settings are a dict, as to_dict returns it; got {shown(settings)}.")
    given = {str(name): value for name, value in settings.items()}
    version = given.pop("version", None)
    if isinstance(version, bool) or not isinstance(version, Integral) or version not in (1, VERSION):
        raise ConfigurationError(
            f"These settings are of version {shown(version)}; this mlwidgets reads versions 1 and {VERSION}. "
            "Update mlwidgets, or save the settings again."
        )
    if version == 1:
        given = _from_version_1(given)
    refuse_unknown(given, APART)
    return given


def _from_version_1(given: dict[str, Any]) -> dict[str, Any]:
    """Put learning rate, momentum and Nesterov's momentum into the optimizer that has them."""
    name = given.get("optimizer", "adam")
    known = OptimizerSpec.rows.of(OptimizerSpec.of(name).class_name).kind.parameter_names()
    apart = {one: given.pop(one) for one in _OF_THE_OPTIMIZER if one in given}
    config = {one: value for one, value in apart.items() if one in known}
    return {**given, "optimizer": {"class_name": name, "config": config}}
