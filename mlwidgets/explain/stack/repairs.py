"""What to do about a layer that is impossible where it stands: changes that are tried before offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlwidgets.errors import MLWidgetsError
from mlwidgets.explain.stack.layer_words import same_value
from mlwidgets.explain.stack.layers import passes, read_layer
from mlwidgets.explain.stack.report import Repair
from mlwidgets.explain.stack.setting_repairs import mended, setting_label
from mlwidgets.language import _
from mlwidgets.spec import LAYER_ROWS
from mlwidgets.spec.layer_spec import as_picture

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mlwidgets.engine.arrays import Shape
    from mlwidgets.engine.layers import Layer

MOST_REPAIRS = 3
"""More buttons at one card would be a puzzle of their own."""

_TABLE, _SEQUENCE, _PICTURE = 1, 2, 3

_WINDOWS = {"kernel_size": "kernel", "pool_size": "window"}

_BEFORE_FLATTEN = _("Put it before the Flatten")
_FLATTEN, _RESHAPE = _("Put a Flatten before it"), _("Put a Reshape before it")
_REMOVE, _REMOVE_POOLING = _("Remove this {name}"), _("Remove this pooling")
_PAD = _('Use padding="same"')
_RESIZE = {"kernel": _("Make the kernel {size}"), "window": _("Make the window {size}")}


@dataclass(frozen=True)
class _Change:
    """Layers from `start` to `stop` are replaced by others; `at` is the one to look at then."""

    label: str
    start: int
    stop: int
    layers: list[Any]
    at: int


def repairs_of(index: int, specs: Sequence[Any], shapes: Sequence[Shape]) -> tuple[Repair, ...]:
    """Return what would help a layer, each tried.

    Parameters
    ----------
    index : int
        The layer.
    specs : sequence
        The whole stack.
    shapes : sequence of shapes
        What comes into each layer, as far as that is known: not beyond the first impossible layer.
    """
    found: dict[str, Repair] = {}
    for change in _changes(index, specs, shapes):
        stack = [*specs[: change.start], *change.layers, *specs[change.stop :]]
        found.setdefault(change.label, Repair(change.label, stack, change.at))
        if len(found) == MOST_REPAIRS:
            break
    return tuple(found.values())


def with_settings(spec: Mapping[str, Any], **settings: object) -> dict[str, Any]:
    """Return a layer with other settings."""
    return {"class_name": spec["class_name"], "config": {**spec.get("config", {}), **settings}}


def _changes(index: int, specs: Sequence[Any], shapes: Sequence[Shape]) -> Iterator[_Change]:
    """Yield changes that help, the most obvious first."""
    spec = specs[index]
    if not isinstance(spec, Mapping):
        return
    try:
        layer = read_layer(spec)
    except MLWidgetsError:
        # Whether it then suits its place is the next question, which has repairs of its own.
        for label, other in mended(spec):
            yield _Change(label, index, index + 1, [other], index)
        return
    if index < len(shapes):
        for change in _shape_changes(index, specs, shapes[index], layer):
            if passes(shapes[change.start], change.layers):
                yield change


def _shape_changes(index: int, specs: Sequence[Any], shape: Shape, layer: Layer) -> Iterator[_Change]:
    """Yield changes that may help a layer that does not take its input."""
    spec, row = specs[index], LAYER_ROWS.of(type(layer))
    yield from _other_shapes(index, specs, shape, row.rank)
    yield from _other_windows(index, spec, shape, layer)
    for option in row.options:
        given = spec.get("config", {}).get(option.name, option.default)
        if not option.required and not same_value(given, option.default):
            label = setting_label(option.name, option.default)
            yield _Change(
                label, index, index + 1, [with_settings(spec, **{option.name: option.default})], index
            )
    if row.removable:
        label = _REMOVE_POOLING if row.family == "Pooling" else _REMOVE.format(name=row.class_name)
        yield _Change(label, index, index + 1, [], max(index - 1, 0))


def _other_shapes(index: int, specs: Sequence[Any], shape: Shape, rank: int | None) -> Iterator[_Change]:
    """Yield what gives a layer an input with as many axes as it needs."""
    if rank is None or len(shape) == rank:
        return
    spec, target = specs[index], _reshaped(shape, rank)
    before = specs[index - 1] if index else None
    if rank > _TABLE and isinstance(before, Mapping) and before.get("class_name") == "Flatten":
        yield _Change(_BEFORE_FLATTEN, index - 1, index + 1, [spec, before], index - 1)
    if rank == _TABLE:
        flatten = {"class_name": "Flatten", "config": {}}
        yield _Change(_FLATTEN, index, index + 1, [flatten, spec], index + 1)
    elif target is not None:
        reshape = {"class_name": "Reshape", "config": {"target_shape": list(target)}}
        yield _Change(_RESHAPE, index, index + 1, [reshape, spec], index + 1)


def _reshaped(shape: Shape, rank: int) -> Shape | None:
    """Return the same numbers as a picture or as a sequence, if there is one way that suggests itself."""
    ways: dict[tuple[int, int], Callable[[], Shape | None]] = {
        (_TABLE, _PICTURE): lambda: as_picture(shape[0]),
        (_SEQUENCE, _PICTURE): lambda: (*shape, 1),
        (_TABLE, _SEQUENCE): lambda: (shape[0], 1),
        (_PICTURE, _SEQUENCE): lambda: (shape[0], shape[1] * shape[2]),  # each row is a step
    }
    way = ways.get((len(shape), rank))
    return None if way is None else way()


def _other_windows(index: int, spec: Mapping[str, Any], shape: Shape, layer: Layer) -> Iterator[_Change]:
    """Yield what makes a kernel or a window fit into its input."""
    for setting, word in _WINDOWS.items():
        if setting not in layer.parameter_names() or len(shape) != LAYER_ROWS.of(type(layer)).rank:
            continue
        if word == "window":
            yield _Change(_REMOVE_POOLING, index, index + 1, [], max(index - 1, 0))
        yield _Change(_PAD, index, index + 1, [with_settings(spec, padding="same")], index)
        size = getattr(layer, setting)
        sizes = size if isinstance(size, tuple) else (size,)
        # An odd kernel has a middle; a window needs none.
        most = [side - 1 if word == "kernel" and side % 2 == 0 else side for side in shape[:-1]]
        fits = [min(one, limit) for one, limit in zip(sizes, most, strict=True)]
        smaller = with_settings(spec, **{setting: fits if len(fits) > 1 else fits[0]})
        label = _RESIZE[word].format(size=" × ".join(map(str, fits)))
        yield _Change(label, index, index + 1, [smaller], index)
