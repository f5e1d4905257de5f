"""Stacks of layers as text, and as whatever else somebody may hand in: read with care."""

from __future__ import annotations

import copy
import json
import math
import numbers
from collections.abc import Mapping
from typing import Any

from mlwidgets.engine import layers as kinds
from mlwidgets.engine.configurable import serialize
from mlwidgets.engine.layers import Layer
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.stack.describe import MOST_LAYERS
from mlwidgets.explain.stack.layer_words import without_usual
from mlwidgets.language import _
from mlwidgets.ranges import nearest, shown
from mlwidgets.session.stack.texts import LAYERS

Layers = list[dict[str, Any]]

LONGEST_TEXT = 200_000
"""Characters; a stack of 100 layers with every setting written out has half as many."""

_LONGEST_WORD = 200
_DEEPEST = 10
_LARGEST = 2**53
"""Whole numbers beyond this cannot be shown by a browser as they are."""

_LAYER_KEYS = ("class_name", "config")
_STACK_KEYS = ("layers", "input_shape", "seed", "dtype")
_FORM = '{"class_name": "Dense", "config": {"units": 10}}'


def read_stack(text: object) -> Layers:
    """Return the layers that a text holds.

    Parameters
    ----------
    text : str
        JSON: a list of layers, or what `Sequential.get_config` gives.

    Raises
    ------
    ConfigurationError
        The text is too long or not valid JSON, or it does not hold layers.

    Examples
    --------
    >>> read_stack('[{"class_name": "Flatten"}]')
    [{'class_name': 'Flatten', 'config': {}}]
    """
    if not isinstance(text, str) or not text.strip():
        raise ConfigurationError(
            _("There is nothing to read. Paste a list of layers such as [{form}].").format(form=_FORM)
        )
    if len(text) > LONGEST_TEXT:
        raise ConfigurationError(
            _("The text has {count:,} characters; a stack of layers has at most {longest_text:,}.").format(
                count=len(text), longest_text=LONGEST_TEXT
            )
        )
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise ConfigurationError(
            _(
                "The text is not valid JSON: {msg}, line {lineno}, column {colno}. Paste a list of "
                "layers such as [{form}]."
            ).format(msg=error.msg, lineno=error.lineno, colno=error.colno, form=_FORM)
        ) from None
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets within brackets
        raise ConfigurationError(
            _(
                "The text cannot be read: it is nested too deeply, or contains a number with thousands "
                "of digits."
            )
        ) from None
    if isinstance(found, dict) and "layers" in found:
        for key in found:
            if key not in _STACK_KEYS:
                raise ConfigurationError(
                    _("A stack has no key {key}. It knows: {listed}.").format(
                        key=shown(key), listed=", ".join(_STACK_KEYS)
                    )
                    + nearest(key, _STACK_KEYS)
                )
        found = found["layers"]
    return as_stack(found)


def write_stack(layers: Layers) -> str:
    """Return a stack as JSON, one layer a line.

    Examples
    --------
    >>> print(write_stack([{"class_name": "Flatten", "config": {}}]))
    [
      {"class_name": "Flatten", "config": {}}
    ]
    """
    lines = ",\n".join(f"  {json.dumps(layer, ensure_ascii=False)}" for layer in layers)
    return f"[\n{lines}\n]" if layers else "[]"


def layer_count(layers: Layers) -> str:
    """Return how many layers there are, in words: "1 layer", "6 layers"."""
    return LAYERS.format(len(layers))


def written_short(layers: Layers) -> Layers:
    """Return a stack in a copy that leaves out what is as usual."""
    return [without_usual(layer) for layer in copy.deepcopy(layers)]


def written_full(layers: Layers) -> Layers:
    """Return a possible stack with every setting written out, as an experiment has it."""
    return [serialize(kinds.get(spec)) for spec in layers]


def as_stack(value: object) -> Layers:
    """Return a stack as plain JSON values, in copies; its settings may still be impossible.

    Parameters
    ----------
    value : list
        Layers as `{"class_name": …, "config": {…}}`, or as objects.

    Raises
    ------
    ConfigurationError
        It is no list of layers, or holds what JSON cannot carry.
    """
    if not isinstance(value, (list, tuple)):
        raise ConfigurationError(
            _("A stack is a list of layers such as [{form}]; got {shown}.").format(
                form=_FORM, shown=_shown(value)
            )
        )
    if len(value) > MOST_LAYERS:
        raise ConfigurationError(
            _("A stack has at most {most_layers} layers; got {count:,}.").format(
                most_layers=MOST_LAYERS, count=len(value)
            )
        )
    return [_layer(place, spec) for place, spec in enumerate(value, start=1)]


def plain(value: object, depth: int = 0) -> Any:  # noqa: ANN401 - of any plain type
    """Return a setting's value as JSON can carry it, in a copy.

    Raises
    ------
    ConfigurationError
        JSON cannot carry it, or it is too large to be a setting.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if len(value) > _LONGEST_WORD:
            raise ConfigurationError(
                _("A name has at most {longest_word} letters; got {count:,}.").format(
                    longest_word=_LONGEST_WORD, count=len(value)
                )
            )
        return str(value)
    if isinstance(value, numbers.Real):
        return _number(value)
    if isinstance(value, (list, tuple, Mapping)):
        if depth == _DEEPEST:
            raise ConfigurationError(
                _("A setting is nested at most {deepest} deep; this one is deeper.").format(deepest=_DEEPEST)
            )
        if isinstance(value, Mapping):
            return {plain(str(key)): plain(item, depth + 1) for key, item in value.items()}
        return [plain(item, depth + 1) for item in value]
    raise ConfigurationError(
        _("A setting is a number, a name, True, False or a list of these; got {shown}.").format(
            shown=_shown(value)
        )
    )


def _number(value: numbers.Real) -> int | float:
    number = int(value) if isinstance(value, numbers.Integral) else float(value)
    # A whole number may be too large to be asked whether it is finite.
    fits = abs(number) <= _LARGEST if isinstance(number, int) else math.isfinite(number)
    if not fits:
        raise ConfigurationError(
            _("A number must be finite and of at most 16 digits; got {shown}.").format(shown=_shown(value))
        )
    return number


def _layer(place: int, spec: object) -> dict[str, Any]:
    if isinstance(spec, Layer):
        spec = serialize(spec)
    if not isinstance(spec, Mapping) or not isinstance(spec.get("class_name"), str):
        raise ConfigurationError(f"Layer {place} must be given as {_FORM}; got {_shown(spec)}.")
    for key in spec:
        if key not in _LAYER_KEYS:
            raise ConfigurationError(
                _("Layer {place} has an unknown key {key}. It knows: class_name, config.").format(
                    place=place, key=shown(key)
                )
                + nearest(key, _LAYER_KEYS)
            )
    config = spec.get("config", {})
    if not isinstance(config, Mapping):
        raise ConfigurationError(
            f"The config of layer {place} must be given as in {_FORM}; got {_shown(config)}."
        )
    return {"class_name": plain(spec["class_name"]), "config": plain(config)}


def _shown(value: object) -> str:
    """Return a value in words, whatever it is."""
    try:
        return shown(value)
    except RecursionError:
        return "something nested too deeply"
