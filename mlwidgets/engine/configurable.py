"""Objects that can be written down as plain JSON, and the registries that find them again by name."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Any, Generic, Self, TypeVar, cast

from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _
from mlwidgets.ranges import nearest, shown

_NO_SETTING = _("{owner} has no setting {setting}. It knows: {known}.")
_NO_SETTINGS = _("{owner} has no setting {setting}. It knows: nothing.")
_MISSING = _("{owner} needs a value for {settings}.")

_UNKNOWN = {
    "activation": _("There is no activation called {name}. Choose one of: {names}."),
    "constraint": _("There is no constraint called {name}. Choose one of: {names}."),
    "initializer": _("There is no initializer called {name}. Choose one of: {names}."),
    "layer": _("There is no layer called {name}. Choose one of: {names}."),
    "loss": _("There is no loss called {name}. Choose one of: {names}."),
    "metric": _("There is no metric called {name}. Choose one of: {names}."),
    "optimizer": _("There is no optimizer called {name}. Choose one of: {names}."),
    "regularizer": _("There is no regularizer called {name}. Choose one of: {names}."),
    "schedule": _("There is no schedule called {name}. Choose one of: {names}."),
}
"""What is said of a name that nothing of a kind has: a sentence for each kind, as they differ elsewhere."""

_BY_NAME = {
    "activation": _("An activation is chosen by its name; got {got}."),
    "constraint": _("A constraint is chosen by its name; got {got}."),
    "initializer": _("An initializer is chosen by its name; got {got}."),
    "layer": _("A layer is chosen by its name; got {got}."),
    "loss": _("A loss is chosen by its name; got {got}."),
    "metric": _("A metric is chosen by its name; got {got}."),
    "optimizer": _("An optimizer is chosen by its name; got {got}."),
    "regularizer": _("A regularizer is chosen by its name; got {got}."),
    "schedule": _("A schedule is chosen by its name; got {got}."),
}
"""What is said of something that is no name."""

_GIVEN = {
    "activation": _("An activation is given by its name, as an object, or as {form}; got {got}."),
    "constraint": _("A constraint is given by its name, as an object, or as {form}; got {got}."),
    "initializer": _("An initializer is given by its name, as an object, or as {form}; got {got}."),
    "layer": _("A layer is given by its name, as an object, or as {form}; got {got}."),
    "loss": _("A loss is given by its name, as an object, or as {form}; got {got}."),
    "metric": _("A metric is given by its name, as an object, or as {form}; got {got}."),
    "optimizer": _("An optimizer is given by its name, as an object, or as {form}; got {got}."),
    "regularizer": _("A regularizer is given by its name, as an object, or as {form}; got {got}."),
    "schedule": _("A schedule is given by its name, as an object, or as {form}; got {got}."),
}
"""What is said of something that cannot be read."""


class Configurable:
    """An object whose constructor arguments are its attributes of the same names.

    That one rule is enough for `get_config`, `from_config` and a readable `repr`.
    """

    @classmethod
    def parameter_names(cls) -> tuple[str, ...]:
        """Return the names of the constructor's arguments."""
        return tuple(_parameters(cls))

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments as plain JSON values, as in Keras."""
        return {name: _plain(getattr(self, name)) for name in self.parameter_names()}

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Self:
        """Build an object from what `get_config` returned."""
        known = cls.parameter_names()
        for key in config:
            if key not in known:
                said = (_NO_SETTING if known else _NO_SETTINGS).format(
                    owner=cls.__name__, setting=shown(key), known=", ".join(known)
                )
                raise ConfigurationError(said + nearest(key, known))
        missing = [
            name
            for name, parameter in _parameters(cls).items()
            if parameter.default is inspect.Parameter.empty and name not in config
        ]
        if missing:
            raise ConfigurationError(_MISSING.format(owner=cls.__name__, settings=", ".join(missing)))
        return cls(**config)

    def __repr__(self) -> str:
        settings = ", ".join(f"{name}={value!r}" for name, value in self.get_config().items())
        return f"{type(self).__name__}({settings})"


_signatures: dict[type, Mapping[str, inspect.Parameter]] = {}


def _parameters(cls: type) -> Mapping[str, inspect.Parameter]:
    """Return the constructor's parameters; looking them up takes as long as a small layer's work."""
    if cls not in _signatures:
        _signatures[cls] = inspect.signature(cls).parameters
    return _signatures[cls]


T = TypeVar("T", bound=Configurable)


class Registry(Generic[T]):
    """Finds a class by its Keras name, whichever way it is spelt.

    Parameters
    ----------
    kind : str
        What the classes are, for messages: one of those in `_UNKNOWN`.
    classes : tuple of type
        The classes to find.
    aliases : mapping of str to type
        Further names, such as "mse".

    also : tuple of str
        Names that the caller understands as well; messages list them first.

    Notes
    -----
    "Adam", "adam", "MeanSquaredError" and "mean_squared_error" are all understood. The names that
    messages list are the snake_case ones, which Keras uses as strings.
    """

    def __init__(
        self,
        kind: str,
        classes: tuple[type[T], ...],
        aliases: Mapping[str, type[T]] | None = None,
        *,
        also: tuple[str, ...] = (),
    ) -> None:
        self.kind = kind
        self._also = also
        self._canonical = {snake_case(cls.__name__): cls for cls in classes}
        self._known = {cls.__name__: cls for cls in classes} | self._canonical | dict(aliases or {})

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical names, in the order of registration."""
        return tuple(self._canonical)

    def find(self, name: str) -> type[T]:
        """Return the class called `name`, or raise `ConfigurationError` with the list of names."""
        found = self._known.get(name)
        if found is None:
            listed = ", ".join((*self._also, *self.names))
            said = _UNKNOWN[self.kind].format(name=shown(name), names=listed)
            raise ConfigurationError(said + nearest(name, (*self._known, *self._also)))
        return found

    def canonical(self, name: object) -> str:
        """Return the snake_case spelling of a name, or raise `ConfigurationError`."""
        if not isinstance(name, str):
            raise ConfigurationError(_BY_NAME[self.kind].format(got=shown(name)))
        return snake_case(self.find(name).__name__)

    def get(self, spec: object) -> T:
        """Return an object from a name, from `{"class_name": …, "config": {…}}`, or as it is."""
        if isinstance(spec, str):
            return self.find(spec).from_config({})
        if isinstance(spec, Mapping):
            name, config = spec.get("class_name"), spec.get("config", {})
            unknown = set(spec) - {"class_name", "config"}
            if isinstance(name, str) and isinstance(config, Mapping) and not unknown:
                return self.find(name).from_config(config)
        if isinstance(spec, tuple(set(self._known.values()))):
            return cast("T", spec)
        form = '{"class_name": …, "config": {…}}'
        raise ConfigurationError(_GIVEN[self.kind].format(form=form, got=shown(spec)))


def serialize(thing: Configurable) -> dict[str, Any]:
    """Return `{"class_name": …, "config": {…}}`, the form that `Registry.get` reads."""
    return {"class_name": type(thing).__name__, "config": thing.get_config()}


_IRREGULAR = {"ReLU": "relu", "ReLU6": "relu6", "RMSprop": "rmsprop", "AdamW": "adamw", "L1L2": "l1_l2"}
"""Names that Keras spells in a way of their own."""


def snake_case(name: str) -> str:
    """Return the Keras spelling: "mean_squared_error" for "MeanSquaredError", "conv2d" for "Conv2D"."""
    if name in _IRREGULAR:
        return _IRREGULAR[name]
    # A word begins where a capital follows a small letter, and where a small letter follows a capital.
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])", "_", name).lower()


def _plain(value: Any) -> Any:  # noqa: ANN401 - a setting may be of any plain type
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Configurable):
        return snake_case(type(value).__name__) if not value.parameter_names() else serialize(value)
    return value
