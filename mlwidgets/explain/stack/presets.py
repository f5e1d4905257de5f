"""Stacks that many people have used, fitted to the data's end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlwidgets.explain.stack.describe import Goal, describe_stack

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import Shape

Layers = list[dict[str, Any]]

_PICTURE_RANK = 3
_TWO = 2

_YES_OR_NO = Goal((1,), _TWO, "binary_crossentropy")
"""What a network with one output for two classes is trained for."""


@dataclass(frozen=True, eq=False)
class Preset:
    """A stack to begin with.

    Attributes
    ----------
    name : str
        What it is called in a program: "lenet5".
    title : str
        What it is called on the page.
    text : str
        What it is and which data it suits, in one or two sentences.
    layers : list of dict
        The stack, with an end that fits the data.
    loss : str
        The loss that it goes with; empty if the present one does.
    unsuited : str
        Why it does not suit the data; empty if it does.
    """

    name: str
    title: str
    text: str
    layers: Layers
    loss: str
    unsuited: str


_EMPTY = Preset("empty", "Empty", "No layers yet: build a network from nothing.", [], "", "")
"""The only preset without an end."""


@dataclass(frozen=True)
class _Recipe:
    """How a preset is made from the shape of an example; the end is put on later."""

    name: str
    title: str
    text: str
    takes: str
    suits: Callable[[Shape], bool]
    make: Callable[[Shape], Layers]
    one_output: bool = False


def presets(input_shape: Shape, goal: Goal) -> tuple[Preset, ...]:
    """Return the presets for data of this kind.

    Parameters
    ----------
    input_shape : tuple of int
        The shape of one example.
    goal : Goal
        What the data ask of the end.

    Examples
    --------
    >>> from mlwidgets.explain.stack.describe import Goal
    >>> [preset.name for preset in presets((28, 28, 1), Goal((10,), 10)) if not preset.unsuited]
    ['empty', 'linear', 'mlp', 'small_cnn', 'lenet5', 'digits']
    """
    return (_EMPTY, *(_fitted(recipe, input_shape, goal) for recipe in _RECIPES))


def _fitted(recipe: _Recipe, input_shape: Shape, goal: Goal) -> Preset:
    about = (recipe.name, recipe.title, recipe.text)
    body = recipe.make(input_shape) if recipe.suits(input_shape) else []
    shape = describe_stack(input_shape, body).output_shape
    if not recipe.suits(input_shape) or shape is None:
        return Preset(*about, [], "", f"For {recipe.takes}; these data are {_data(input_shape)}.")
    if recipe.one_output and goal.n_classes == _TWO:
        return Preset(*about, [*body, *_YES_OR_NO.last_layers(shape)], _YES_OR_NO.loss, "")
    return Preset(*about, [*body, *goal.last_layers(shape)], "", "")


def _data(shape: Shape) -> str:
    """Return what data of this shape are, in words."""
    if len(shape) == 1:
        return f"rows of {shape[0]:,} number{'' if shape[0] == 1 else 's'}"
    noun = "pictures" if len(shape) == _PICTURE_RANK else "examples"
    return f"{noun} of {' × '.join(f'{side:,}' for side in shape)}"


def _layer(class_name: str, **config: object) -> dict[str, Any]:
    return {"class_name": class_name, "config": config}


def _flattened(shape: Shape) -> Layers:
    return [_layer("Flatten")] if len(shape) > 1 else []


def _pictures_from(side: int) -> Callable[[Shape], bool]:
    return lambda shape: len(shape) == _PICTURE_RANK and min(shape[:2]) >= side


def _mlp(shape: Shape) -> Layers:
    hidden = [_layer("Dense", units=units, activation="relu") for units in (32, 16)]
    return [*_flattened(shape), *hidden]


def _small_cnn(_: Shape) -> Layers:
    stack = []
    for filters in (8, 16):
        stack += [
            _layer("Conv2D", filters=filters, kernel_size=3, activation="relu"),
            _layer("MaxPooling2D", pool_size=2),
        ]
    return [*stack, _layer("Flatten")]


def _lenet5(shape: Shape) -> Layers:
    # The paper's digits lie in 32 × 32 pixels; smaller ones are padded with zeros instead.
    first = {"padding": "same"} if min(shape[:2]) < _LENET_SIDE else {}
    return [
        _layer("Conv2D", filters=6, kernel_size=5, activation="tanh", **first),
        _layer("AveragePooling2D", pool_size=2),
        _layer("Conv2D", filters=16, kernel_size=5, activation="tanh"),
        _layer("AveragePooling2D", pool_size=2),
        _layer("Flatten"),
        _layer("Dense", units=120, activation="tanh"),
        _layer("Dense", units=84, activation="tanh"),
    ]


def _digits(_: Shape) -> Layers:
    start = "variance_scaling"
    stack = []
    for filters in (8, 16):
        stack += [
            _layer("Conv2D", filters=filters, kernel_size=5, activation="relu", kernel_initializer=start),
            _layer("MaxPooling2D", pool_size=2),
        ]
    return [*stack, _layer("Flatten")]


def _phishing(_: Shape) -> Layers:
    return [_layer("Dense", units=100, activation="sigmoid") for _ in range(2)]


_LENET_SIDE = 32

_RECIPES = (
    _Recipe(
        "linear",
        "Linear model",
        "No hidden layer: a weighted sum for each output. Suits any data, as the baseline to beat.",
        "any data",
        lambda _: True,
        _flattened,
    ),
    _Recipe(
        "mlp",
        "MLP 32–16",
        "Two hidden layers of fully connected units. Suits tables and points, and works for small pictures.",
        "any data",
        lambda _: True,
        _mlp,
    ),
    _Recipe(
        "small_cnn",
        "Small CNN",
        "Two convolutions with pooling, quick to train. Suits small pictures such as digits.",
        "pictures of at least 10 × 10 pixels",
        _pictures_from(10),
        _small_cnn,
    ),
    _Recipe(
        "lenet5",
        "LeNet-5",
        "The network that read cheques in the 1990s: 5 × 5 kernels, tanh, average pooling. Suits digits.",
        "pictures of at least 12 × 12 pixels",
        _pictures_from(12),
        _lenet5,
    ),
    _Recipe(
        "digits",
        "Digits as in TensorFlow.js",
        "TensorFlow.js's first MNIST example: two 5 × 5 convolutions with max pooling. Suits digits.",
        "pictures of at least 16 × 16 pixels",
        _pictures_from(16),
        _digits,
    ),
    _Recipe(
        "phishing",
        "Phishing 100–100–1",
        "TensorFlow.js's example that spots phishing websites: two layers of 100 sigmoid units. Suits "
        "tables.",
        "tables, rows of numbers",
        lambda shape: len(shape) == 1,
        _phishing,
        one_output=True,
    ),
)
