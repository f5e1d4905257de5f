"""Settings that no layer of its kind could have, put right."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.stack.layer_words import value_text
from mlwidgets.explain.stack.layers import readable
from mlwidgets.language import _, numeral
from mlwidgets.ranges import Interval
from mlwidgets.spec import LAYER_ROWS, Option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_NAMED = 3
"""Unknown settings that a label names."""

_RENAME, _CHANGE = _("Rename it to {name}"), _("Change it to {name}")
_REMOVE, _REMOVE_AND_MORE = _("Remove {names}"), _("Remove {names} and more")
_SET, _FURTHER_SET = _("Set {name} to {value}"), _("set {name} to {value}")
"""At the beginning of a label, and after something else."""

_BOTH = _("{one} and {other}")


def mended(spec: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield layers that can be read in place of one that cannot, each with what was done.

    Examples
    --------
    >>> [label for label, _ in mended({"class_name": "Dense", "config": {"unit": 10}})]
    ['Rename it to units', 'Remove unit and set units to 16']
    >>> [label for label, _ in mended({"class_name": "Dense", "config": {"units": 10**9}})]
    ['Set units to 10,000']
    """
    name, config = spec.get("class_name"), spec.get("config", {})
    if not isinstance(name, str) or not isinstance(config, Mapping):
        return
    try:
        options = {option.name: option for option in LAYER_ROWS.of(name).options}
    except ConfigurationError:
        yield from _named_right(name, config)
        return
    if set(spec) - {"class_name", "config"}:
        return  # not the settings are wrong
    for label, settings in _settings(name, config, options):
        layer = {"class_name": name, "config": settings}
        if readable(layer):
            yield label, layer


def _named_right(name: str, config: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    names = [row.class_name for row in LAYER_ROWS]
    folded = {one.casefold(): one for one in names}
    for near in difflib.get_close_matches(name.casefold(), folded, n=1):
        yield _CHANGE.format(name=folded[near]), {"class_name": folded[near], "config": dict(config)}


def _settings(
    name: str, config: Mapping[str, Any], options: Mapping[str, Option]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield other configs with what was done: an unknown setting renamed, then everything wrong put right."""
    unknown = [str(key) for key in config if key not in options]
    known = {key: value for key, value in config.items() if key in options}
    if len(unknown) == 1:
        free = [key for key in options if key not in known]
        for near in difflib.get_close_matches(unknown[0], free, n=1):
            yield _RENAME.format(name=near), {**known, near: config[unknown[0]]}
    better = _better_values(name, known, options)
    if unknown or better:
        yield _done(unknown, better), {**known, **better}
    elif not readable({"class_name": name, "config": known}):
        # Each value is possible by itself: one of them has to give way to the others.
        for key, option in options.items():
            if key in known and not option.required:
                yield setting_label(key, option.default), {**known, key: option.default}


def _better_values(name: str, config: Mapping[str, Any], options: Mapping[str, Option]) -> dict[str, Any]:
    """Return values for settings that are missing, and for those that no layer of this kind could have."""
    usual = {key: option.default for key, option in options.items() if option.required}
    better = {key: value for key, value in usual.items() if key not in config}
    for key, value in config.items():
        if not readable({"class_name": name, "config": {**usual, key: value}}):
            better[key] = nearest_value(options[key], value)
    return better


def _done(unknown: Sequence[str], better: Mapping[str, Any]) -> str:
    """Return a label for what is removed and set: "Remove unit and set units to 16"."""
    label = ""
    if unknown:
        names = ", ".join(key[:20] for key in unknown[:_MOST_NAMED])
        label = (_REMOVE if len(unknown) <= _MOST_NAMED else _REMOVE_AND_MORE).format(names=names)
    for key, value in better.items():
        if label:
            label = _BOTH.format(one=label, other=_FURTHER_SET.format(name=key, value=_written(value)))
        else:
            label = setting_label(key, value)
    return label


def setting_label(key: str, value: object) -> str:
    """Return "Set units to 10,000"."""
    return _SET.format(name=key, value=_written(value))


def _written(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return numeral(value)
    return value_text(value)


def nearest_value(option: Option, value: object) -> Any:  # noqa: ANN401 - of the option's type
    """Return the allowed whole number nearest to one that is not; for all else the usual value."""
    range_ = option.range
    if isinstance(value, (list, tuple)) and option.kind == "pair":
        return [nearest_value(option, side) for side in value[:2]] if len(value) > 1 else option.default
    if not isinstance(range_, Interval) or not range_.integer:
        return option.default
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:  # noqa: PLR0124 - a NaN
        return option.default
    return round(min(max(value, range_.low), range_.high))
