"""A model as a program in Keras 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.activations import GELU
from mlwidgets.engine.constraints import FixedFilters
from mlwidgets.engine.initializers import GivenFilters
from mlwidgets.interchange.code.common.inputs import python_features
from mlwidgets.interchange.code.common.python_parts import assembled, examples, heading, measured
from mlwidgets.interchange.code.common.settings import changed, name_of
from mlwidgets.interchange.code.common.source import Call, Code, paragraphs, piece, written
from mlwidgets.interchange.code.keras.layers import keras_layer

if TYPE_CHECKING:
    from mlwidgets.engine.configurable import Configurable
    from mlwidgets.interchange.code.common.description import ModelDescription

GELU_TANH = '''
def gelu_tanh(x):
    """GELU by its approximation with tanh."""
    return keras.activations.gelu(x, approximate=True)
'''
GIVEN = '''
class GivenFilters(keras.initializers.Initializer):
    """Single filters as they are given by their number, and all others drawn."""

    def __init__(self, filters, others):
        self.filters, self.others = filters, keras.initializers.get(others)

    def __call__(self, shape, dtype=None):
        weights = np.array(keras.ops.convert_to_numpy(self.others(shape, dtype)))
        for number, values in self.filters.items():
            weights[..., number] = values
        return keras.ops.convert_to_tensor(weights)
'''
FIXED = '''
class FixedFilters(keras.constraints.Constraint):
    """Single filters stay as they are given, while the optimizer moves the others."""

    def __init__(self, filters):
        self.filters = filters

    def __call__(self, weights):
        given = np.zeros(weights.shape, dtype="float32")
        for number, values in self.filters.items():
            given[..., number] = values
        fixed = [number in self.filters for number in range(weights.shape[-1])]
        return keras.ops.where(np.array(fixed), given, weights)
'''
PADDED_MEAN = '''
class PaddedMean(layers.Layer):
    """The mean of the cells inside, for windows that hang over the edge.

    AveragePooling with padding="same" counts the last cells twice when Keras runs on PyTorch.
    """

    def __init__(self, padding, pool_size, strides):
        super().__init__()
        self.padding, self.pool = padding, (pool_size, strides)

    def call(self, x):
        around = ((0, 0), *self.padding, (0, 0))
        inside = keras.ops.pad(keras.ops.ones_like(x), around)
        mean = keras.ops.average_pool(keras.ops.pad(x, around), *self.pool)
        return mean / keras.ops.average_pool(inside, *self.pool)
'''
RIGHT_SIDE = '''
def right_side(y_true, y_pred):
    """Accuracy of outputs that mean yes above 0, not above 0.5."""
    return keras.ops.cast(keras.ops.equal(y_pred > 0, y_true > 0.5), "float32")
'''


def keras_code(description: ModelDescription) -> str:
    """Return the model as a program in Keras 3.

    It reads data.npz, starts from weights.npz if that is there, and leaves ``loss`` and ``predictions``.
    """
    top = heading(description, "Keras", "Keras 3 with PyTorch, JAX or TensorFlow")
    imports = [
        "from pathlib import Path",
        "",
        "import keras",
        "import numpy as np",
        "from keras import layers",
    ]
    body = paragraphs(
        [f"keras.utils.set_random_seed({description.seed})"],
        examples(description),
        _model(description),
        _training(description),
    )
    return assembled(top, imports, _definitions(description), body)


def keras_setting(thing: Configurable, family: str) -> object:
    """Return a loss or an optimizer: its name if nothing is set, else its call."""
    settings = changed(thing)
    return Call(f"keras.{family}.{type(thing).__name__}", named=settings) if settings else name_of(thing)


def _definitions(description: ModelDescription) -> list[list[str]]:
    settings = [value for placed in description.stack for value in changed(placed.layer).values()]
    pieces = [python_features(tuple(description.features))]
    calls = [call.name for placed in description.stack for call in keras_layer(placed)]
    if "PaddedMean" in calls:
        pieces.append(piece(PADDED_MEAN))
    if any(isinstance(value, GELU) and value.approximate for value in settings):
        pieces.append(piece(GELU_TANH))
    if any(isinstance(value, GivenFilters) for value in settings):
        pieces.append(piece(GIVEN))
    if any(isinstance(value, FixedFilters) for value in settings):
        pieces.append(piece(FIXED))
    if _by_sign(description):
        pieces.append(piece(RIGHT_SIDE))
    return pieces


def _model(description: ModelDescription) -> list[str]:
    lines = ["model = keras.Sequential(", "    ["]
    calls = [Call("keras.Input", (tuple(description.input_shape),))]
    for placed in description.stack:
        calls += keras_layer(placed)
    for call in calls:
        lines += written(call, indent=8, end=",")
    return [
        *lines,
        "    ]",
        ")",
        "model.summary()",
        'if Path("weights.npz").exists():  # start from the weights of the lab',
        '    weights = np.load("weights.npz")',
        "    model.set_weights([weights[name] for name in weights.files])",
    ]


def _training(description: ModelDescription) -> list[str]:
    settings = {
        "optimizer": keras_setting(description.engine_optimizer, "optimizers"),
        "loss": keras_setting(description.engine_loss, "losses"),
    }
    if description.metrics:
        settings["metrics"] = [_metric(description, name) for name in description.metrics]
    compiled = written(Call("model.compile", named=settings))
    fit: dict[str, object] = {"batch_size": description.batch_size, "epochs": description.epochs}
    if not description.shuffle:
        fit["shuffle"] = False
    if description.class_weight:
        fit["class_weight"] = dict(description.class_weight)
    fitted = written(Call("model.fit", (Code("x_train"), Code("y_train")), fit)) if description.epochs else []
    names = ", ".join(["loss", *description.metrics])
    values = f"{names} = model.evaluate(x_test, y_test, verbose=0)"
    return [
        *compiled,
        *fitted,
        values,
        "predictions = model.predict(x_test, verbose=0)",
        *measured(description),
    ]


def _metric(description: ModelDescription, name: str) -> object:
    if name != "accuracy":
        return name
    if _by_sign(description):
        return Code("right_side")
    # With several outputs "accuracy" would mean the largest of them.
    several = description.grade() == "binary" and description.output_shape[-1] > 1
    return "binary_accuracy" if several else name


def _by_sign(description: ModelDescription) -> bool:
    return description.grade() == "binary" and description.threshold == 0
