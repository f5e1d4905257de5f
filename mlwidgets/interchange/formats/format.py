"""A kind of model file, and how it writes an object down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mlwidgets.errors import ConfigurationError


@dataclass(frozen=True)
class Format:
    """A kind of model file.

    Attributes
    ----------
    title : str
        Whose it is: "Keras".
    modules : bool
        Whether an object is written with the module that has it, as in Keras 3.
    """

    title: str
    modules: bool

    def written(self, class_name: str, config: dict[str, Any], module: str) -> dict[str, Any]:
        """Return an object as the file has it; `module` is where Keras has it, such as "layers"."""
        plain: dict[str, Any] = {"class_name": class_name, "config": config}
        if self.modules:
            plain = {"module": f"keras.{module}", **plain, "registered_name": None}
        return plain


TFJS = Format("TensorFlow.js", modules=False)
KERAS = Format("Keras", modules=True)


class NotInFormatError(ConfigurationError):
    """A layer or a setting that a kind of file has no place for."""
