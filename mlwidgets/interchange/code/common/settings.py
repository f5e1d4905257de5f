"""Which settings of a layer, a loss or an optimizer differ from what Keras takes by itself.

The engine has Keras' names and Keras' defaults (`tests/oracles/test_model_code_keras.py` compares them all).
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from mlwidgets.engine.configurable import snake_case

if TYPE_CHECKING:
    from mlwidgets.engine.configurable import Configurable


def required(thing: Configurable) -> tuple[str, ...]:
    """Return the names of the settings that have no default."""
    signature = inspect.signature(type(thing)).parameters.values()
    return tuple(one.name for one in signature if one.default is inspect.Parameter.empty)


def changed(thing: Configurable, *also: str) -> dict[str, Any]:
    """Return the settings of an object that are required, wanted `also`, or not at their default.

    Returns
    -------
    dict of str to object
        The attributes themselves, in the order of the constructor.
    """
    given = {*required(thing), *also} & set(type(thing).parameter_names())
    # A default may depend on a setting, as strides do on pool_size: those are kept.
    usual = type(thing).from_config({name: thing.get_config()[name] for name in given}).get_config()
    return {
        name: getattr(thing, name)
        for name, value in thing.get_config().items()
        if name in given or value != usual[name]
    }


def name_of(thing: Configurable) -> str:
    """Return the Keras name of an object: "he_normal"."""
    return snake_case(type(thing).__name__)
