"""What the specs of layers, optimizers and losses share."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar

from mlwidgets.engine.configurable import Configurable, serialize

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.spec.row import Row, Rows

T = TypeVar("T", bound=Configurable)


@dataclass(frozen=True)
class Spec(Generic[T]):
    """An object of the engine as it is chosen: its class and every setting, checked.

    Made with `of`. Two specs are equal if they make the same object.

    Attributes
    ----------
    class_name : str
        Which class: "Dense".
    config : mapping
        Every setting, as plain JSON values. Nobody writes into it.
    """

    class_name: str
    config: Mapping[str, Any] = field(hash=False)

    rows: ClassVar[Rows]

    @classmethod
    def of(cls, value: object) -> Self:
        """Return the spec of what is given by name, as an object, as a mapping or as a spec.

        Raises
        ------
        ConfigurationError
            There is no such class, or it cannot have such settings.
        """
        # Written down at once: an object belongs to whoever made it, and may be in use elsewhere.
        return value if isinstance(value, cls) else cls(**serialize(cls.rows.registry.get(value)))

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> Self:
        """Return the spec that `to_dict` has written down."""
        return cls.of(plain)

    def to_dict(self) -> dict[str, Any]:
        """Return `{"class_name": …, "config": {…}}`, in a copy."""
        return {"class_name": self.class_name, "config": copy.deepcopy(dict(self.config))}

    @property
    def row(self) -> Row:
        """What a person is told about it."""
        return self.rows.of(self.class_name)

    @property
    def name(self) -> str:
        """The Keras name: "mean_squared_error"."""
        return self.row.name

    def with_(self, **settings: Any) -> Self:  # noqa: ANN401 - settings of any plain type
        """Return the spec with other settings, checked."""
        return self.of({"class_name": self.class_name, "config": {**self.config, **settings}})

    def make(self) -> T:
        """Return a new object of the engine."""
        made: T = self.rows.registry.find(self.class_name).from_config(self.config)
        return made
