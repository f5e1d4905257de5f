"""The layers of a model one after another: of a Sequential, or of a functional plain chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.errors import DataError
from mlwidgets.interchange.formats.fields import Plain, as_list, as_mapping, as_text, get
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOT_A_CHAIN = _(
    "The model is not a plain chain of layers: {what}. mlwidgets reads a Sequential, or a "
    "functional model with one input, one output and one layer after another."
)


def chain(model: Plain) -> list[Plain]:
    """Return the entries of the layers, `{"class_name": …, "config": …}`, from input to output.

    Parameters
    ----------
    model : mapping
        `{"class_name": "Sequential", "config": …}`, or "Functional" or "Model" in place of "Sequential".

    Raises
    ------
    DataError
        It is no such model, or it branches.
    """
    class_name = as_text(get(model, "class_name", "The model"), "The class_name of the model")
    config = get(model, "config", "The model")
    if class_name == "Sequential":
        # Early Keras, and TensorFlow.js with it, writes the list alone.
        layers = (
            config
            if isinstance(config, list)
            else get(as_mapping(config, "The config"), "layers", "The model")
        )
        return [as_mapping(one, "Each layer") for one in as_list(layers, "The layers of the model")]
    if class_name in ("Functional", "Model"):
        return _in_order(as_mapping(config, "The config of the model"))
    raise DataError(
        _(
            "The model is of the class {class_name}. mlwidgets reads Sequential and functional "
            "models. Save it as one of these."
        ).format(class_name=shown(class_name))
    )


def _in_order(config: Plain) -> list[Plain]:
    entries: dict[str, Plain] = {}
    for one in as_list(get(config, "layers", "The model"), "The layers of the model"):
        entry = as_mapping(one, "Each layer")
        entries[as_text(get(entry, "name", "A layer"), "The name of a layer")] = entry
    before = {name: _only_input(name, entry) for name, entry in entries.items()}
    first, last = (_only_end(get(config, end, "The model"), end) for end in ("input_layers", "output_layers"))
    order: list[str] = []
    at = last
    while at != first:
        if at not in before or len(order) > len(entries):
            raise DataError(
                _NOT_A_CHAIN.format(
                    what=_("there is no way from {first} to {last}").format(
                        first=shown(first), last=shown(last)
                    )
                )
            )
        order.append(at)
        at = before[at] or first
    if first not in entries or len(order) + 1 != len(entries):
        raise DataError(_NOT_A_CHAIN.format(what=_("some layers are not between its input and its output")))
    return [entries[name] for name in (first, *reversed(order))]


def _only_input(name: str, entry: Plain) -> str:
    """Return the layer that another takes its input from; "" if it has none."""
    nodes = as_list(entry.get("inbound_nodes", []), f"The inbound_nodes of {shown(name)}")
    if not nodes:
        return ""
    if len(nodes) > 1:
        raise DataError(
            _NOT_A_CHAIN.format(
                what=_("{name} is used {count} times").format(name=shown(name), count=len(nodes))
            )
        )
    origins = list(_origins(nodes[0], name))
    if len(origins) != 1:
        raise DataError(
            _NOT_A_CHAIN.format(
                what=_("{name} takes {count} inputs").format(name=shown(name), count=len(origins))
            )
        )
    return origins[0]


def _origins(node: object, name: str) -> Iterator[str]:
    """Yield the layers that a node takes tensors from, in the form of Keras 3 or of those before."""
    if isinstance(node, dict):
        _check_arguments(as_mapping(node.get("kwargs", {}), "The kwargs of a node"), name)
        for tensor in as_list(node.get("args", []), "The args of a node"):
            config = as_mapping(as_mapping(tensor, "Each input").get("config", {}), "The config of an input")
            yield _origin(config.get("keras_history"))
        return
    for tensor in as_list(node, f"A node of {shown(name)}"):
        listed = as_list(tensor, f"An input of {shown(name)}")
        if len(listed) > 3:  # noqa: PLR2004 - layer, node, tensor, and then arguments of the call
            _check_arguments(as_mapping(listed[3], "The arguments of a node"), name)
        yield _origin(listed)


def _origin(history: object) -> str:
    listed = as_list(history, "The origin of an input")
    return as_text(listed[0] if listed else None, "The name of the layer that an input comes from")


def _check_arguments(arguments: Plain, name: str) -> None:
    given = [key for key, value in arguments.items() if value is not None]
    if given:
        raise DataError(
            _NOT_A_CHAIN.format(
                what=_("{name} is called with {given}").format(name=shown(name), given=given[0])
            )
        )


_SEVERAL = {
    "input_layers": _("it has {count} input layers"),
    "output_layers": _("it has {count} output layers"),
}


def _only_end(ends: object, what: str) -> str:
    """Return the one layer at an end: `["name", 0, 0]`, alone or in a list."""
    listed: Any = as_list(ends, f"The {what}")
    if listed and isinstance(listed[0], list):
        if len(listed) != 1:
            raise DataError(_NOT_A_CHAIN.format(what=_SEVERAL[what].format(count=len(listed))))
        listed = listed[0]
    return _origin(listed)
