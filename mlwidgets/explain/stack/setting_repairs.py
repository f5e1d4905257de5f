"""Settings that no layer of its kind could have, put right."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.stack.layer_words import value_text
from mlwidgets.explain.stack.layers import readable
from mlwidgets.ranges import Interval
from mlwidgets.spec import LAYER_ROWS, Option

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_NAMED = 3
"""Unknown settings that a label names."""


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
        yield f"Change it to {folded[near]}", {"class_name": folded[near], "config": dict(config)}


def _settings(
    name: str, config: Mapping[str, Any], options: Mapping[str, Option]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield other configs with what was done: an unknown setting renamed, then everything wrong put right."""
    unknown = [str(key) for key in config if key not in options]
    known = {key: value for key, value in config.items() if key in options}
    if len(unknown) == 1:
        free = [key for key in options if key not in known]
        for near in difflib.get_close_matches(unknown[0], free, n=1):
            yield f"Rename it to {near}", {**known, near: config[unknown[0]]}
    better = _better_values(name, known, options)
    done = [setting_words(key, value) for key, value in better.items()]
    if unknown:
        more = "" if len(unknown) <= _MOST_NAMED else " and more"
        done.insert(0, f"remove {', '.join(key[:20] for key in unknown[:_MOST_NAMED])}{more}")
    if done:
        yield capital(" and ".join(done)), {**known, **better}
    elif not readable({"class_name": name, "config": known}):
        # Each value is possible by itself: one of them has to give way to the others.
        for key, option in options.items():
            if key in known and not option.required:
                yield capital(setting_words(key, option.default)), {**known, key: option.default}


def _better_values(name: str, config: Mapping[str, Any], options: Mapping[str, Option]) -> dict[str, Any]:
    """Return values for settings that are missing, and for those that no layer of this kind could have."""
    usual = {key: option.default for key, option in options.items() if option.required}
    better = {key: value for key, value in usual.items() if key not in config}
    for key, value in config.items():
        if not readable({"class_name": name, "config": {**usual, key: value}}):
            better[key] = nearest_value(options[key], value)
    return better


def setting_words(key: str, value: object) -> str:
    """Return "set units to 10,000"."""
    plain = isinstance(value, int) and not isinstance(value, bool)
    return f"set {key} to {f'{value:,}' if plain else value_text(value)}"


def capital(words: str) -> str:
    """Return the words with a capital at their beginning."""
    return words[0].upper() + words[1:]


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
