"""A stack of layers as the configuration that a file holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlwidgets.engine.configurable import Configurable
from mlwidgets.engine.constraints import Constraint
from mlwidgets.engine.layers import Activation, Flatten, Layer, LayerNormalization, Reshape
from mlwidgets.interchange.formats.format import TFJS, Format, NotInFormatError
from mlwidgets.interchange.formats.parts import written_part
from mlwidgets.interchange.formats.rows import ROW_OF
from mlwidgets.language import _

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import Array, Shape


_IN_LAYER = _("Layer {number}, {class_name}, {reason}")
_LEFT_OUT = _(
    "has a {setting} that {title} would not keep to: it is left out. The weights are the same; further "
    "training there is free of it."
)


@dataclass(frozen=True)
class Written:
    """One layer as it stands in a file.

    Attributes
    ----------
    class_name, name : str
        Its class there, and its own name, which no other layer of the stack has.
    config : dict
        Its settings.
    weights : dict of str to ndarray
        Its arrays by the names that they have there, in the file's order.
    input_shape : tuple of int
        The shape of one example that comes in.
    """

    class_name: str
    name: str
    config: dict[str, Any]
    weights: dict[str, Array]
    input_shape: Shape


def written_stack(model: Sequential, form: Format) -> list[Written]:
    """Return the layers of a model as a format has them, with their weights.

    Raises
    ------
    NotInFormatError
        The format lacks a layer or one of its settings.
    SessionStateError
        The model does not know its input's shape, or has no layers.
    """
    shapes = model.shapes()
    model.build()
    taken: Counter[str] = Counter()
    return [
        _written(layer, shape, number, form, taken)
        for number, (layer, shape) in enumerate(zip(model.layers, shapes, strict=False), start=1)
    ]


def remarks(model: Sequential, form: Format) -> tuple[str, ...]:
    """Return what has to be said about a file of this model, in a sentence for each.

    Predictions are the same. Named is what acts in training only and has no place in the file, and where the
    other library, by a fault of its own, gives other numbers on one of its back ends.
    """
    found = []
    for number, (layer, shape) in enumerate(zip(model.layers, model.shapes(), strict=False), start=1):
        row = ROW_OF.get(type(layer))
        told = () if row is None else row.form(form).remarks
        said = [one for remark in told if (one := remark(layer, shape))]
        for setting in layer.parameter_names():
            value = getattr(layer, setting)
            if isinstance(value, Constraint) and written_part(value, form) is None:
                said.append(_LEFT_OUT.format(setting=setting, title=form.title))
        found += [_IN_LAYER.format(number=number, class_name=layer.class_name, reason=one) for one in said]
    return tuple(found)


def _written(layer: Layer, shape: Shape, number: int, form: Format, taken: Counter[str]) -> Written:
    if isinstance(layer, Flatten) and len(shape) == 1 and form is TFJS:
        # TensorFlow.js refuses to flatten what is flat: nothing is done either way.
        layer = Activation("linear")
    row = ROW_OF.get(type(layer))
    if row is None:
        raise NotInFormatError(
            _(
                "Layer {number}, {class_name}, is not a layer of mlwidgets itself, so {title} does "
                "not have it. Replace it by layers that it has."
            ).format(number=number, class_name=layer.class_name, title=form.title)
        )
    there = row.form(form)
    reasons = [reason for lacks in there.lacks if (reason := lacks(layer, shape))]
    if reasons:
        raise NotInFormatError(
            _IN_LAYER.format(number=number, class_name=layer.class_name, reason=reasons[0])
        )
    try:
        config = {
            there.renamed.get(name, name): _value(layer, name, shape, form)
            for name in layer.parameter_names()
        }
    except NotInFormatError as error:
        raise NotInFormatError(
            _IN_LAYER.format(number=number, class_name=layer.class_name, reason=error)
        ) from None
    name = layer.default_name
    taken[name] += 1
    unique = name if taken[name] == 1 else f"{name}_{taken[name] - 1}"
    arrays = {there.weights.get(one, one): array for one, array in layer.weights.items()}
    common = {"name": unique, "dtype": "float32"}
    return Written(row.name(form), unique, {**common, **config, **there.fixed}, arrays, shape)


def _value(layer: Layer, name: str, shape: Shape, form: Format) -> object:
    value = getattr(layer, name)
    if isinstance(layer, LayerNormalization) and name == "axis":
        # The others lay gamma out in the order in which the axes are named: ours is always the rising one.
        axes = [axis + 1 for axis in layer.weight_axes(shape)]
        return axes if len(axes) > 1 else axes[0]
    if isinstance(layer, Reshape):
        return list(layer.compute_output_shape(shape))  # TensorFlow.js leaves what -1 means open for too long
    if isinstance(value, Configurable):
        return written_part(value, form)
    return _plain(value)


def _plain(value: object) -> object:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value
