"""Stacks that many people have used, fitted to the data's end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlwidgets.explain.stack.describe import Goal, describe_stack
from mlwidgets.language import _, n_, numeral

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.engine.arrays import Shape

Layers = list[dict[str, Any]]

_ROWS = n_("rows of {count:,} number", "rows of {count:,} numbers")
_PICTURES, _EXAMPLES = _("pictures of {size}"), _("examples of {size}")

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


_EMPTY = Preset("empty", _("Empty"), _("No layers yet: build a network from nothing."), [], "", "")
"""The only preset without an end."""


@dataclass(frozen=True)
class _Recipe:
    """How a preset is made from the shape of an example; the end is put on later.

    `unsuited` says what data it takes, and with ``{data}`` what it was given.
    """

    name: str
    title: str
    text: str
    unsuited: str
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
        return Preset(*about, [], "", recipe.unsuited.format(data=_data(input_shape)))
    if recipe.one_output and goal.n_classes == _TWO:
        return Preset(*about, [*body, *_YES_OR_NO.last_layers(shape)], _YES_OR_NO.loss, "")
    return Preset(*about, [*body, *goal.last_layers(shape)], "", "")


def _data(shape: Shape) -> str:
    """Return what data of this shape are, in words."""
    if len(shape) == 1:
        return _ROWS.format(shape[0])
    words = _PICTURES if len(shape) == _PICTURE_RANK else _EXAMPLES
    return words.format(size=" × ".join(numeral(side) for side in shape))


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
        _("Linear model"),
        _("No hidden layer: a weighted sum for each output. Suits any data, as the baseline to beat."),
        _("For any data; these data are {data}."),
        lambda _: True,
        _flattened,
    ),
    _Recipe(
        "mlp",
        _("MLP 32–16"),
        _(
            "Two hidden layers of fully connected units. Suits tables and points, and works for small "
            "pictures."
        ),
        _("For any data; these data are {data}."),
        lambda _: True,
        _mlp,
    ),
    _Recipe(
        "small_cnn",
        _("Small CNN"),
        _("Two convolutions with pooling, quick to train. Suits small pictures such as digits."),
        _("For pictures of at least 10 × 10 pixels; these data are {data}."),
        _pictures_from(10),
        _small_cnn,
    ),
    _Recipe(
        "lenet5",
        _("LeNet-5"),
        _("The network that read cheques in the 1990s: 5 × 5 kernels, tanh, average pooling. Suits digits."),
        _("For pictures of at least 12 × 12 pixels; these data are {data}."),
        _pictures_from(12),
        _lenet5,
    ),
    _Recipe(
        "digits",
        _("Digits as in TensorFlow.js"),
        _("TensorFlow.js's first MNIST example: two 5 × 5 convolutions with max pooling. Suits digits."),
        _("For pictures of at least 16 × 16 pixels; these data are {data}."),
        _pictures_from(16),
        _digits,
    ),
    _Recipe(
        "phishing",
        _("Phishing 100–100–1"),
        _(
            "TensorFlow.js's example that spots phishing websites: two layers of 100 sigmoid units. Suits "
            "tables."
        ),
        _("For tables, rows of numbers; these data are {data}."),
        lambda shape: len(shape) == 1,
        _phishing,
        one_output=True,
    ),
)
