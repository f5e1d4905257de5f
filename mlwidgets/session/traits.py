"""Traits whose rule is a range of the engine, so that a trait and the engine can never disagree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from traitlets import Instance, List, TraitType

from mlwidgets import data
from mlwidgets.data import Dataset
from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import check_flag, shown
from mlwidgets.session.convolution.experiment import Convolution

if TYPE_CHECKING:
    from mlwidgets.engine.configurable import Registry
    from mlwidgets.ranges import Interval, OneOf


class Checked(TraitType):  # type: ignore[type-arg]  # traitlets' generics do not survive its own metaclass
    """A trait that accepts what an `Interval` or a `OneOf` accepts, and raises its `ConfigurationError`."""

    def __init__(self, rule: Interval | OneOf, default: object) -> None:
        super().__init__(default_value=default)
        self._rule = rule

    def validate(self, obj: Any, value: Any) -> Any:  # noqa: ANN401, ARG002 - the signature of traitlets
        """Return the checked value."""
        return self._rule.check(value)


class Named(TraitType):  # type: ignore[type-arg]  # as above
    """A trait that holds one of a registry's names, in its snake_case spelling."""

    def __init__(self, registry: Registry[Any], default: str) -> None:
        super().__init__(default_value=default)
        self._registry = registry

    def validate(self, obj: Any, value: Any) -> str:  # noqa: ANN401, ARG002 - the signature of traitlets
        """Return the canonical name."""
        return self._registry.canonical(value)


class Flag(TraitType):  # type: ignore[type-arg]  # as above
    """A trait that is True or False."""

    def __init__(self, default: bool) -> None:
        super().__init__(default_value=default)

    def validate(self, obj: Any, value: Any) -> bool:  # noqa: ANN401, ARG002 - the signature of traitlets
        """Return the checked value."""
        return check_flag(self.name or "flag", value)


class Plain(TraitType):  # type: ignore[type-arg]  # as above
    """A trait that holds anything: its owner has a `@validate` that says what it may be."""

    def __init__(self, default: object) -> None:
        super().__init__(default_value=default)


def as_dataset(value: object) -> Dataset:
    """Return a data set, the one of this name, or the one that these settings make."""
    chosen = data.load(value) if isinstance(value, (str, Mapping)) else value
    if not isinstance(chosen, Dataset):
        raise ConfigurationError(
            f"dataset must be a Dataset, the name of one, or its settings; got {shown(chosen)}."
        )
    return chosen


class Data(Instance):  # type: ignore[type-arg]  # as above
    """A trait that holds a data set, and takes its name or its settings as well."""

    def validate(self, obj: Any, value: Any) -> Dataset:  # noqa: ANN401 - the signature of traitlets
        """Return the data set; the present one if the new one would be just the same."""
        chosen = as_dataset(value)
        present = getattr(obj, self.name or "") if obj.trait_has_value(self.name) else None
        if present is not None and chosen.config is not None and chosen.config == present.config:
            return present
        return chosen


class Stack(List):  # type: ignore[type-arg]  # as above
    """A trait that holds a list of layers; what is no list gets our own error."""

    def set(self, obj: Any, value: Any) -> None:  # noqa: ANN401 - the signature of traitlets
        """Set the list. Here, not in `validate`: before that, traitlets makes a list of one from a text."""
        if not isinstance(value, (list, tuple)):
            raise ConfigurationError(f"{self.name} must be a list of layers; got {shown(value)}.")
        super().set(obj, value)


class OnTheBench(Instance):  # type: ignore[type-arg]  # as above
    """A trait that holds a convolution, and takes one that has been written down as well."""

    def __init__(self) -> None:
        super().__init__(Convolution, ())

    def validate(self, obj: Any, value: Any) -> Convolution:  # noqa: ANN401, ARG002 - the signature of traitlets
        """Return the convolution."""
        return value if isinstance(value, Convolution) else Convolution.from_dict(value)
