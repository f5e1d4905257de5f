"""Traits of an experiment: its settings, and the convolution that someone works on."""

from __future__ import annotations

from typing import Any

from traitlets import Instance, TraitType

from mlwidgets.session.convolution.experiment import Convolution
from mlwidgets.session.convolution.setup import FIELDS


class SettingTrait(TraitType):  # type: ignore[type-arg]  # traitlets' generics do not survive its own metaclass
    """One of the settings: read from the owner's frozen `settings`, and changed with its `change`.

    The owner tells the observers, when all that belongs to a change has been made.
    """

    def get(self, obj: Any, cls: Any = None) -> Any:  # noqa: ANN401, ARG002 - the signature of traitlets
        """Return the setting as it is now."""
        return obj.setting(self.name)

    def set(self, obj: Any, value: Any) -> None:  # noqa: ANN401 - the signature of traitlets
        """Change it, if it can be so."""
        obj.change(**{str(self.name): value})


class ConvolutionTrait(Instance):  # type: ignore[type-arg]  # as above
    """A trait that holds a convolution, and takes one that has been written down as well."""

    def __init__(self) -> None:
        super().__init__(Convolution, ())

    def set(self, obj: Any, value: Any) -> None:  # noqa: ANN401 - the signature of traitlets
        """Take another one's setup: the convolution that labs and undo look at stays the same."""
        present = obj._trait_values.get(self.name)  # noqa: SLF001 - traitlets has no other way to look without making
        if present is None:
            super().set(obj, value)
        else:
            setup = self.validate(obj, value).setup
            present.change(**{name: getattr(setup, name) for name in FIELDS})

    def validate(self, obj: Any, value: Any) -> Convolution:  # noqa: ANN401, ARG002 - the signature of traitlets
        """Return the convolution."""
        return value if isinstance(value, Convolution) else Convolution.from_dict(value)
