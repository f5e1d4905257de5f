"""A row: everything that a person is told about one class."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mlwidgets.engine.activations import ACTIVATIONS
from mlwidgets.engine.configurable import snake_case
from mlwidgets.engine.constraints import CONSTRAINTS
from mlwidgets.engine.initializers import INITIALIZERS
from mlwidgets.engine.regularizers import REGULARIZERS
from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _
from mlwidgets.ranges import nearest, shown
from mlwidgets.spec.option import Option, Setting, joined, part_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.engine.configurable import Configurable, Registry

PARTS: dict[str, Registry[Any]] = {
    "activation": ACTIVATIONS,
    "initializer": INITIALIZERS,
    "regularizer": REGULARIZERS,
    "constraint": CONSTRAINTS,
}
"""Where the parts of a layer are found by name."""

_BY_HAND = ("given_filters", "fixed_filters")
"""Parts that the convolution lab makes; nobody can choose them by name."""

_NO_SETTING = _("{owner} has no setting {setting}. It knows: {known}.")
_NO_SETTINGS = _("{owner} has no setting {setting}. It knows: none.")


@dataclass(frozen=True)
class Row:
    """All that a person is told about a class.

    Attributes
    ----------
    kind : type
        The class of the engine.
    sentence : str
        What it does.
    settings : tuple of Setting
        One for each parameter of the constructor, in the same order.
    title : str
        What a menu says; the class's name if not given.
    family : str
        What it stands under in a menu.
    rank : int or None
        How many axes the input of a layer must have; None if any number will do.
    removable : bool
        Whether a network still makes sense without such a layer, so that removing it can be offered.
    """

    kind: type[Configurable]
    sentence: str
    settings: tuple[Setting, ...] = ()
    title: str = ""
    family: str = ""
    rank: int | None = None
    removable: bool = False

    @property
    def class_name(self) -> str:
        """The class's name, as in a config."""
        return self.kind.__name__

    @property
    def name(self) -> str:
        """The Keras name: "max_pooling2d"."""
        return snake_case(self.class_name)

    @property
    def shown_title(self) -> str:
        """What a menu says."""
        return self.title or self.class_name

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """The settings, each joined with what the constructor says, in the constructor's order."""
        by_hand = self.name in _BY_HAND
        return tuple(joined(self.kind, one, _choices(one.name), by_hand=by_hand) for one in self.settings)

    def option(self, name: str) -> Option:
        """Return one option, or raise `ConfigurationError`."""
        for option in self.options:
            if option.name == name:
                return option
        known = tuple(option.name for option in self.options)
        said = (_NO_SETTING if known else _NO_SETTINGS).format(
            owner=self.class_name, setting=shown(name), known=", ".join(known)
        )
        raise ConfigurationError(said + nearest(name, known))


class Rows:
    """The rows of all classes of a registry.

    Parameters
    ----------
    registry : Registry
        Where the classes are found by name.
    rows : tuple of Row
        One for each class.
    """

    def __init__(self, registry: Registry[Any], rows: tuple[Row, ...]) -> None:
        self.registry = registry
        self._rows = {row.kind: row for row in rows}

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows.values())

    def of(self, kind: type[Configurable] | str) -> Row:
        """Return the row of a class, which may be given by its name.

        Raises
        ------
        ConfigurationError
            There is no such class.
        KeyError
            Nobody has written a row for it.
        """
        return self._rows[self.registry.find(kind) if isinstance(kind, str) else kind]

    def families(self) -> dict[str, list[Row]]:
        """Return the rows by family, both in the order in which they are written."""
        found: dict[str, list[Row]] = {}
        for row in self:
            found.setdefault(row.family, []).append(row)
        return found


def _choices(name: str) -> tuple[str, ...]:
    """Return the names of the parts that a setting can be; none if it is no part."""
    registry = PARTS.get(part_of(name))
    return () if registry is None else tuple(one for one in registry.names if one not in _BY_HAND)
