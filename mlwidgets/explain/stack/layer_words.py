"""Layers and shapes in words: as Keras writes them, and as one reads them aloud."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mlwidgets.errors import ConfigurationError
from mlwidgets.language import n_, numeral
from mlwidgets.ranges import shown
from mlwidgets.spec import LAYER_ROWS, PARTS, Option

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Shape

_MOST_ENTRIES = 12
"""A longer list in a config is not written out."""

_NUMBERS = n_("{count:,} number", "{count:,} numbers")
_PRODUCT = n_("{sides} = {count:,} number", "{sides} = {count:,} numbers")


def layer_call(spec: object) -> str:
    """Return a layer as a line of Keras: its needed settings, and those that are not as usual.

    Parameters
    ----------
    spec : object
        `{"class_name": …, "config": {…}}`; anything else, and every wrong setting, is written down as it is.

    Examples
    --------
    >>> config = {"filters": 8, "kernel_size": [3, 3], "padding": "same"}
    >>> layer_call({"class_name": "Conv2D", "config": config})
    'Conv2D(8, 3, padding="same")'
    """
    if not isinstance(spec, Mapping) or not isinstance(spec.get("class_name"), str):
        return shown(spec, 40)
    name, config = spec["class_name"], spec.get("config", {})
    if not isinstance(config, Mapping):
        return f"{name}({shown(config, 30)})"
    options = _known_options(name)
    leading = [option.name for option in options.values() if option.required]
    words = []
    for key in sorted(config, key=lambda key: _place(key, leading, options)):
        value, option = config[key], options.get(key)
        if option is not None and is_usual(option, value, config):
            continue
        word = value_text(value, pair=option is not None and option.kind == "pair")
        words.append(word if key in leading else f"{shown(key)[1:-1]}={word}")
    return f"{name}({', '.join(words)})"


def without_usual(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return a layer without the settings that are as usual: the shortest way to write it down.

    Examples
    --------
    >>> config = {"units": 8, "use_bias": True, "activation": "linear"}
    >>> without_usual({"class_name": "Dense", "config": config})
    {'class_name': 'Dense', 'config': {'units': 8}}
    """
    name, config = spec["class_name"], spec["config"]
    options = _known_options(name)
    kept = {
        key: value
        for key, value in config.items()
        if key not in options or not is_usual(options[key], value, config)
    }
    return {"class_name": name, "config": kept}


def is_usual(option: Option, value: object, config: Mapping[str, Any]) -> bool:
    """Return whether a value is what holds if nothing is given; needed settings are never as usual."""
    if option.name == "strides" and option.optional and value is not None:
        return same_value(value, config.get("pool_size", 2))  # as Keras has it: windows that touch
    return not option.required and same_value(value, option.default)


def same_value(value: object, other: object) -> bool:
    """Return whether two values of a setting mean the same, as 3 and [3, 3] do, or None and "linear".

    Examples
    --------
    >>> same_value([3, 3], 3), same_value(None, "linear"), same_value(True, 1)
    (True, True, False)
    """
    return _reduced(value) == _reduced(other)


def shape_text(shape: Shape) -> str:
    """Return a shape with its number of numbers.

    Examples
    --------
    >>> shape_text((26, 26, 8)), shape_text((10,)), shape_text((1,))
    ('26 × 26 × 8 = 5,408 numbers', '10 numbers', '1 number')
    """
    count = math.prod(shape)
    if len(shape) == 1:
        return _NUMBERS.format(count)
    return _PRODUCT.format(count, sides=" × ".join(numeral(side) for side in shape))


def _known_options(class_name: str) -> dict[str, Option]:
    try:
        return {option.name: option for option in LAYER_ROWS.of(class_name).options}
    except ConfigurationError:
        return {}


def _place(key: str, leading: list[str], options: dict[str, Option]) -> tuple[int, int]:
    """Return a place to sort by: what is needed, then what is known, then the rest."""
    if key in leading:
        return (0, leading.index(key))
    return (1, list(options).index(key)) if key in options else (2, 0)


def _reduced(value: object) -> object:
    """Return a form in which values that mean the same are equal."""
    if isinstance(value, bool):
        return ("flag", value)  # True is equal to 1, and means something else
    if isinstance(value, (list, tuple)):
        items = [_reduced(item) for item in value]
        return items[0] if len(items) in (1, 2) and items[0] == items[-1] else items
    if isinstance(value, Mapping) and not value.get("config"):
        return value.get("class_name")
    return None if value == "linear" else value


def value_text(value: Any, *, pair: bool = False) -> str:  # noqa: ANN401 - of any plain type
    """Return a value as Python writes it, with Keras's double quotes; of a `pair` of equals, one is enough.

    Examples
    --------
    >>> value_text("same"), value_text([3, 3], pair=True), value_text([28, 28, 1])
    ('"same"', '3', '(28, 28, 1)')
    >>> value_text({"class_name": "L2", "config": {"l2": 0.01}})
    'L2(l2=0.01)'
    """
    if isinstance(value, str):
        return f'"{shown(value)[1:-1]}"'
    if isinstance(value, (list, tuple)):
        if pair and len(value) == 2 and value[0] == value[1]:  # noqa: PLR2004 - height and width
            return value_text(value[0])
        if len(value) > _MOST_ENTRIES:
            return "…"
        inner = ", ".join(value_text(item) for item in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, Mapping) and isinstance(value.get("class_name"), str):
        config = value.get("config", {})
        if isinstance(config, Mapping):
            inner = ", ".join(f"{shown(key)[1:-1]}={value_text(item)}" for key, item in config.items())
            return f"{_part_name(value['class_name'])}({inner})"
    return shown(value, 30)


def _part_name(name: str) -> str:
    """Return the class that is meant: "L2" for "l2"."""
    for registry in PARTS.values():
        if name in registry.names:
            return registry.find(name).__name__
    return name


def short_call(spec: Mapping[str, Any]) -> str:
    """Return a layer in a few words, for a button.

    Examples
    --------
    >>> short_call({"class_name": "Dense", "config": {"units": 10, "activation": "softmax"}})
    'Dense(10, softmax)'
    """
    values = ", ".join(value_text(value).strip('"') for value in spec.get("config", {}).values())
    return f"{spec['class_name']}({values})" if values else str(spec["class_name"])
