"""A stack of layers from the configuration that a file holds."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mlwidgets.engine import layers as kinds
from mlwidgets.engine.layers import Input, Layer
from mlwidgets.errors import DataError, MLWidgetsError
from mlwidgets.interchange.formats import neutral
from mlwidgets.interchange.formats.chain import chain
from mlwidgets.interchange.formats.fields import Plain, as_list, as_mapping, as_text, get
from mlwidgets.interchange.formats.parts import read_part
from mlwidgets.interchange.formats.rows import COMMON, ROWS, Row, rows_named
from mlwidgets.language import _
from mlwidgets.ranges import shown
from mlwidgets.spec.option import part_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine.arrays import Shape
    from mlwidgets.interchange.formats.format import Format

MOST_LAYERS = 500
"""Deeper plain stacks are not trained; a damaged file may claim any number."""

_SIX = 6
_SINGLE = ("kernel_size", "strides", "dilation_rate", "pool_size", "axis")
"""Settings that TensorFlow.js writes as a list even where it is of one number."""


@dataclass(frozen=True)
class ReadLayer:
    """One layer of a file.

    Attributes
    ----------
    class_name, name : str
        Its class and its own name in the file.
    layer : Layer
        The engine's.
    weights : dict of str to tuple of int
        The shapes of its arrays, by the names that they have in the file, in the file's order.
    """

    class_name: str
    name: str
    layer: Layer
    weights: dict[str, Shape]


@dataclass(frozen=True)
class ReadStack:
    """A stack as a file describes it: nothing has been built, and no memory taken for its weights."""

    input_shape: Shape
    layers: tuple[ReadLayer, ...]


def read_stack(model: object, form: Format, arrays: Mapping[str, Shape] = MappingProxyType({})) -> ReadStack:
    """Return the stack that `{"class_name": "Sequential", "config": …}` or a plain chain of layers describes.

    Parameters
    ----------
    model : object
        What the file says.
    form : Format
        Of which format it is.
    arrays : mapping of str to tuple of int
        The shapes of its arrays of weights, where the file names them before they are read.

    Raises
    ------
    DataError, ConfigurationError, ShapeError
        It is no such thing, or has a layer or a setting that mlwidgets does not have.
    """
    plain = as_mapping(model, "The model")
    found = chain(plain)
    if len(found) > MOST_LAYERS:
        raise DataError(
            _("The model has {count:,} layers; at most {most} are read.").format(
                count=len(found), most=MOST_LAYERS
            )
        )
    shape = start = _input_shape(found, plain)
    layers = []
    for number, entry in enumerate(found, start=1):
        if entry.get("class_name") == "InputLayer":
            continue
        one = _read_layer(entry, shape, number, form, arrays)
        layers.append(one)
        shape = one.layer.compute_output_shape(shape)
    if not layers:
        raise DataError(_("The model has no layers. Save one that has at least one, such as Dense."))
    return ReadStack(start, tuple(layers))


def _input_shape(entries: list[Plain], model: Plain) -> Shape:
    config = as_mapping(entries[0].get("config") if entries else {}, "The config of the first layer")
    built = config.get("build_config") or entries[0].get("build_config") if entries else None
    whole = model.get("config")
    for place in (config, built, whole, model.get("build_config")):
        if not isinstance(place, dict):
            continue
        for name in ("batch_input_shape", "batch_shape", "build_input_shape", "input_shape"):
            sides = place.get(name)
            if sides is not None:
                return _without_batch(sides)
    raise DataError(
        _(
            "The model does not say what shape its input has. Give its first layer an input shape, "
            "or call it once, and save it again."
        )
    )


def _without_batch(sides: object) -> Shape:
    listed = as_list(sides, "The input's shape")
    if any(side is None for side in listed[1:]):
        raise DataError(
            _(
                "The model takes inputs of any size, {listed}; mlwidgets needs one size. Save it "
                "with an input shape of whole numbers."
            ).format(listed=shown(listed))
        )
    return Input(tuple(listed[1:])).shape


def _read_layer(
    entry: Plain, shape: Shape, number: int, form: Format, arrays: Mapping[str, Shape]
) -> ReadLayer:
    class_name = as_text(get(entry, "class_name", f"Layer {number}"), f"The class_name of layer {number}")
    config = as_mapping(get(entry, "config", f"Layer {number}"), f"The config of layer {number}")
    name = as_text(config.get("name", f"layer_{number}"), f"The name of layer {number}")
    where = _("layer {number} ({class_name})").format(number=number, class_name=class_name)
    if class_name == "ReLU":
        layer = _relu(config, where)
        return ReadLayer(class_name, name, layer, {})
    rows = rows_named(class_name, form)
    if not rows:
        known = ", ".join(dict.fromkeys(row.name(form) for row in ROWS))
        raise DataError(
            _(
                "Layer {number} is a {class_name}, which mlwidgets does not have. It reads: {known}, "
                "and ReLU. Build the model from these."
            ).format(number=number, class_name=shown(class_name), known=known)
        )
    row = max(rows, key=lambda row: (_is_fixed(row, config, form), len(row.form(form).fixed)))
    settings = _settings(row, config, shape, where, form)
    for setting, (array, axis) in row.form(form).told_by.items():
        sides = arrays.get(f"{name}/{array}", ())
        if setting not in settings and len(sides) > axis:
            settings[setting] = sides[axis]
    try:
        layer = kinds.get({"class_name": row.kind.__name__, "config": settings})
        layer.compute_output_shape(shape)  # does it fit? Only then can it be asked for its weights
        renamed = row.form(form).weights
        specs = {renamed.get(key, key): spec.shape for key, spec in layer.weight_specs(shape).items()}
    except MLWidgetsError as error:
        raise type(error)(_("In {where}: {error}").format(where=where, error=error)) from None
    return ReadLayer(class_name, name, layer, specs)


def _settings(row: Row, config: Plain, shape: Shape, where: str, form: Format) -> dict[str, Any]:
    """Return the settings that our layer takes, after a look at all those that it does not take."""
    there = row.form(form)
    ours = {there.renamed.get(name, name): name for name in row.kind.parameter_names()}
    settings = {}
    for key, value in config.items():
        if key in ours:
            settings[ours[key]] = _value(row, ours[key], value, where, form)
        elif not (
            {**COMMON, **row.also}.get(key, neutral.off)(value, shape) or _is_value(there.fixed, key, value)
        ):
            raise DataError(
                _(
                    "The {key} of {where} is {value}, which mlwidgets does not have. Save a model without it."
                ).format(key=key, where=where, value=shown(value))
            )
    return {name: value for name, value in settings.items() if value is not None}


def _value(row: Row, name: str, value: object, where: str, form: Format) -> object:
    kind = part_of(name)
    if kind:
        return read_part(kind, value, form, _("{name} of {where}").format(name=name, where=where))
    if name in _SINGLE and isinstance(value, list) and len(value) == 1:
        return value[0]
    if row.kind is kinds.Reshape and isinstance(value, list):
        return [-1 if side is None else side for side in value]  # so TensorFlow.js writes what is left over
    return value


def _is_fixed(row: Row, config: Plain, form: Format) -> bool:
    return all(_is_value(row.form(form).fixed, key, config.get(key)) for key in row.form(form).fixed)


def _is_value(fixed: Plain, key: str, value: object) -> bool:
    return key in fixed and value == fixed[key]


def _relu(config: Plain, where: str) -> Layer:
    """Return the activation that a layer of the class ReLU is, which the engine has as Activation."""
    slope, threshold = config.get("negative_slope"), config.get("threshold")
    top = config.get("max_value")
    if slope in (None, 0) and threshold in (None, 0) and top in (None, _SIX):
        return kinds.Activation("relu" if top is None else "relu6")
    raise DataError(
        _(
            "The {where} has a max_value, a threshold or a slope that mlwidgets does not have. It "
            "has relu and relu6."
        ).format(where=where)
    )
