"""A model as a program in Keras 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.interchange.code.common.context import context
from mlwidgets.interchange.code.common.templates import rendered
from mlwidgets.interchange.code.common.text import Call, Code
from mlwidgets.interchange.code.keras.rows import keras_layer, keras_part

if TYPE_CHECKING:
    from mlwidgets.interchange.code.common.description import ModelDescription


def keras_text(description: ModelDescription) -> str:
    """Return the model as a program in Keras 3, with the marks of its cells.

    It reads data.npz, starts from weights.npz if that is there, and leaves ``loss`` and ``predictions``.
    """
    fit: dict[str, object] = {"batch_size": description.batch_size, "epochs": description.epochs}
    if not description.shuffle:
        fit["shuffle"] = False
    if description.class_weight:
        fit["class_weight"] = dict(description.class_weight)
    names = ("loss", *description.metrics)

    def measured(before: str, part: str) -> str:
        held = ", ".join(f"{before}{name}" for name in names)
        return f"{held} = model.evaluate(x_{part}, y_{part}, verbose=0)"

    return rendered(
        "keras",
        context(description)
        | {
            "layers": [keras_layer(placed) for placed in description.stack],
            "optimizer": keras_part(description.engine_optimizer),
            "loss": keras_part(description.engine_loss),
            "metrics": [_metric(description, name) for name in description.metrics],
            "fit": Call("model.fit", (Code("x_train"), Code("y_train")), fit),
            "measured": measured,
        },
    )


def _metric(description: ModelDescription, name: str) -> object:
    if name != "accuracy" or description.grade() != "binary":
        return name
    if description.threshold == 0:
        return Code("right_side")
    # With several outputs "accuracy" would mean the largest of them.
    return "binary_accuracy" if description.output_shape[-1] > 1 else name
