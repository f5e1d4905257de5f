"""What the page needs to know of the layers: which there are, and what can be changed about each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from mlwidgets.engine import regularizers
from mlwidgets.engine.configurable import snake_case
from mlwidgets.errors import MLWidgetsError
from mlwidgets.explain.stack.layer_words import is_usual, value_text
from mlwidgets.spec import LAYER_ROWS, PART_ROWS, PARTS, Option


@cache
def catalogue() -> dict[str, Any]:
    """Return layers by family, each with its sentence and its options, and the parts they are made of.

    Returns
    -------
    dict
        ``"families"``, a list of a family's name and its layers; ``"sentences"``, by layer; ``"layers"``, by
        layer a list of numbers of ``"options"``, each as `Option.to_dict` gives it; and ``"parts"``, by kind
        and name a list of such numbers and the config that the name alone stands for.
    """
    options: list[dict[str, Any]] = []

    def numbers(found: tuple[Option, ...]) -> list[int]:
        """Put each option down once: most layers share most of theirs."""
        plain = [option.to_dict() for option in found]
        for one in plain:
            if one not in options:
                options.append(one)
        return [options.index(one) for one in plain]

    layers = {row.class_name: numbers(row.options) for row in LAYER_ROWS}
    parts = {
        kind: {row.name: [numbers(row.options), _start(kind, row.name)] for row in rows}
        for kind, rows in PART_ROWS.items()
    }
    families = [[family, [row.class_name for row in rows]] for family, rows in LAYER_ROWS.families().items()]
    return {
        "families": families,
        "sentences": {row.class_name: row.sentence for row in LAYER_ROWS},
        "options": options,
        "layers": layers,
        "parts": parts,
    }


def page_values(class_name: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a layer that are not as usual, as the page shows them.

    A part of the layer becomes its name and its own config, however it was written; what is no part at all
    has an empty name and its text.

    Examples
    --------
    >>> page_values("Dense", {"units": 3, "use_bias": True, "kernel_regularizer": {"class_name": "L2"}})
    {'units': 3, 'kernel_regularizer': ['l2', {'l2': 0.01}]}
    """
    try:
        options = {option.name: option for option in LAYER_ROWS.of(class_name).options}
    except MLWidgetsError:
        return {}
    return {
        name: _part(options[name], value) if options[name].kind in PARTS else value
        for name, value in config.items()
        if name in options and not is_usual(options[name], value, config)
    }


def _part(option: Option, value: object) -> list[Any] | None:
    """Return name and config of an activation, initializer, regularizer or constraint."""
    if value is None:
        return None if option.optional else [option.default, {}]
    named = value.get("class_name") if isinstance(value, Mapping) else value
    given = value.get("config", {}) if isinstance(value, Mapping) else None
    if not isinstance(named, str) or not isinstance(given, (Mapping, type(None))):
        return ["", value_text(value)]
    try:
        name = snake_case(PARTS[option.kind].find(named).__name__)
    except MLWidgetsError:
        return ["", value_text(value)]
    if given is None:
        return [name, _start(option.kind, name)]
    usual = {one.name: one.default for one in PART_ROWS[option.kind].of(name).options}
    return [name, {**usual, **given}]


def _start(kind: str, name: str) -> dict[str, Any]:
    """Return the config that a name alone stands for; that of "l1_l2" is not the constructor's."""
    part = regularizers.get(name) if kind == "regularizer" else PARTS[kind].get(name)
    return {} if part is None else dict(part.get_config())
