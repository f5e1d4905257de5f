"""Networks for the programs: every layer, activation, loss, optimizer, price and constraint at least once."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.engine.activations import ACTIVATIONS
from mlwidgets.interchange.code import ModelDescription
from tests.engine.layer_cases import CASES as LAYERS
from tests.interchange.random_targets import bits, classes, counts, large, numbers, one_hot, shares, signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray, Shape
    from tests.interchange.random_targets import Draw

Spec = dict[str, Any]
ACCURACY = ("accuracy",)
RANDOM = ("Dropout", "SpatialDropout2D", "GaussianNoise")


# Arrays have no single answer to ==, so two of these objects are equal only if they are the same one.
@dataclass(frozen=True, eq=False)
class Case:
    """A network with its data."""

    name: str
    description: ModelDescription
    x_train: AnyArray
    y_train: AnyArray
    x_test: AnyArray
    y_test: AnyArray

    @property
    def parts(self) -> dict[str, tuple[AnyArray, AnyArray]]:
        """What `data_file` takes: the program measures on the same examples twice."""
        measured = (self.x_test, self.y_test)
        return {"train": (self.x_train, self.y_train), "validation": measured, "test": measured}


def made(class_name: str, **config: object) -> Spec:
    """Return something written down as the engine writes it."""
    return {"class_name": class_name, "config": config}


def dense(units: int, activation: object = None, **config: object) -> Spec:
    return made("Dense", units=units, activation=activation, **config)


def case(
    name: str,
    layers: Sequence[Spec],
    input_shape: Shape,
    *,
    loss: str | Spec = "mean_squared_error",
    targets: Draw = numbers,
    optimizer: str = "sgd",
    settings: Spec | None = None,
    epochs: int = 5,
    n: int = 8,
    batch_size: int | None = None,
    metrics: Sequence[str] = (),
    features: Sequence[str] = (),
) -> Case:
    """Return a network with random data; one update an epoch unless a batch size is given."""
    description = ModelDescription(
        input_shape=input_shape,
        layers=layers,
        loss=loss,
        optimizer=optimizer,
        settings={"learning_rate": 0.05} if settings is None else settings,
        batch_size=batch_size or n,
        epochs=epochs,
        # With several batches their order has to be the engine's.
        shuffle=batch_size is None,
        metrics=metrics,
        features=features,
    )
    rng = np.random.default_rng(len(name) + n)
    x = numbers(rng, 2 * n, (2,) if features else input_shape)
    y = targets(rng, 2 * n, description.output_shape)
    return Case(name, description, x[:n], y[:n], x[n:], y[n:])


def _before(shape: Shape) -> Spec:
    """Return a layer that learns and leaves the shape: what comes after it has to send a gradient back."""
    kinds = {2: made("Conv1D", filters=shape[-1], kernel_size=1), 1: dense(shape[-1])}
    return kinds.get(len(shape), made("Conv2D", filters=shape[-1], kernel_size=1))


def layer_cases() -> list[Case]:
    """Return every layer with its options, in a stack that is trained."""
    more: list[tuple[str, Spec, Shape]] = []
    for padding, strides, size in itertools.product(("valid", "same"), (1, 2, (2, 1)), (1, 2, 3, (3, 2), 5)):
        config: Spec = {"strides": strides, "padding": padding}
        more.append(("Conv2D", config | {"filters": 3, "kernel_size": size}, (6, 7, 2)))
        more.append(("MaxPooling2D", config | {"pool_size": size}, (6, 7, 2)))
    more += [
        ("MaxPooling2D", {"pool_size": 3, "padding": padding}, (6, 7, 2)) for padding in ("valid", "same")
    ]
    more += [("Dropout", {"rate": 0.3}, shape) for shape in ((6,), (4, 3), (3, 4, 2))]
    found = []
    for kind, settings, shape in [*LAYERS, *more]:
        flat = kind == "Reshape" and len(settings["target_shape"]) == 1
        stack = [_before(shape), made(kind, **settings), *([] if flat else [made("Flatten")]), dense(2)]
        epochs = 0 if kind in RANDOM else 2
        found.append(
            case(
                f"{kind} {settings} on {shape}",
                stack,
                shape,
                epochs=epochs,
                n=6,
                settings={"learning_rate": 0.01},
            )
        )
    return found


def activation_cases() -> list[Case]:
    """Return every activation, after units and after a convolution."""
    functions: list[tuple[str, str | Spec]] = [(name, name) for name in ACTIVATIONS.names]
    functions += [("elu 0.4", made("ELU", alpha=0.4)), ("gelu tanh", made("GELU", approximate=True))]
    found = []
    for name, function in functions:
        found.append(case(f"activation {name}", [dense(6, function), dense(2)], (4,), epochs=3))
        convolution = made("Conv2D", filters=3, kernel_size=2, activation=function)
        found.append(
            case(f"convolution {name}", [convolution, made("Flatten"), dense(2)], (4, 4, 2), epochs=2)
        )
        apart = [dense(6), made("Activation", activation=function), dense(2)]
        found.append(case(f"layer {name}", apart, (4,), epochs=2))
    return found


def loss_cases() -> list[Case]:
    """Return every loss, with each way of ending a network that changes how it is written."""
    bce, cce, sparse = "BinaryCrossentropy", "CategoricalCrossentropy", "SparseCategoricalCrossentropy"
    numeric = ("mean_absolute_error", "mean_squared_error")
    table: list[tuple[str | Spec, Spec, Draw, Sequence[str]]] = [
        ("mean_squared_error", dense(3), numbers, numeric),
        ("mean_absolute_error", dense(3), numbers, ()),
        ("mean_absolute_percentage_error", dense(2), large, ()),
        ("mean_squared_logarithmic_error", dense(2, "softplus"), large, ()),
        ("huber", dense(2), numbers, ()),
        (made("Huber", delta=0.3), dense(2), numbers, ()),
        ("log_cosh", dense(2), numbers, ()),
        ("poisson", dense(2, "softplus"), counts, ()),
        ("cosine_similarity", dense(3), numbers, ()),
        ("kl_divergence", dense(3, "softmax"), shares, ACCURACY),
        ("hinge", dense(1, "tanh"), signs, ACCURACY),
        ("hinge", dense(2), bits, ACCURACY),
        ("squared_hinge", dense(2), bits, ACCURACY),
        ("categorical_hinge", dense(3), one_hot, ACCURACY),
        ("binary_crossentropy", dense(1, "sigmoid"), bits, ACCURACY),
        ("binary_crossentropy", dense(3, "sigmoid"), bits, ACCURACY),
        ("binary_crossentropy", dense(2, "softmax"), bits, ACCURACY),
        (made(bce, label_smoothing=0.2), dense(2, "sigmoid"), bits, ACCURACY),
        (made(bce, label_smoothing=0.2), dense(2, "softmax"), bits, ACCURACY),
        (made(bce, from_logits=True), dense(2), bits, ACCURACY),
        (made(bce, from_logits=True), dense(2, "relu"), bits, ACCURACY),
        (made(bce, from_logits=True, label_smoothing=0.1), dense(2), bits, ACCURACY),
        ("categorical_crossentropy", dense(3, "softmax"), one_hot, ACCURACY),
        ("categorical_crossentropy", dense(3, "sigmoid"), one_hot, ACCURACY),
        (made(cce, label_smoothing=0.3), dense(3, "softmax"), one_hot, ACCURACY),
        (made(cce, label_smoothing=0.3), dense(3, "sigmoid"), one_hot, ACCURACY),
        (made(cce, from_logits=True), dense(3), one_hot, ACCURACY),
        (made(cce, from_logits=True, label_smoothing=0.2), dense(3), one_hot, ACCURACY),
        ("sparse_categorical_crossentropy", dense(4, "softmax"), classes, ACCURACY),
        ("sparse_categorical_crossentropy", dense(4, "sigmoid"), classes, ACCURACY),
        (made(sparse, from_logits=True), dense(4), classes, ACCURACY),
    ]
    found = [
        case(
            f"loss {loss} after {last}", [dense(5, "tanh"), last], (4,), loss=loss, targets=y, metrics=metrics
        )
        for loss, last, y, metrics in table
    ]
    usual: Spec = {"loss": "sparse_categorical_crossentropy", "targets": classes, "metrics": ACCURACY}
    last_layers = made("Softmax"), made("Activation", activation="softmax")
    return found + [
        case(f"loss after {last}", [dense(5, "tanh"), dense(3), last], (4,), **usual) for last in last_layers
    ]


OPTIMIZERS: list[tuple[str, Spec]] = [
    ("sgd", {}),
    ("sgd", {"learning_rate": 0.05, "momentum": 0.9}),
    ("sgd", {"learning_rate": 0.05, "momentum": 0.9, "nesterov": True}),
    ("sgd", {"nesterov": True}),
    ("adagrad", {"learning_rate": 0.1}),
    ("adagrad", {"learning_rate": 0.1, "initial_accumulator_value": 0.0, "epsilon": 1e-5}),
    ("adagrad", {"learning_rate": 0.1, "epsilon": 1e-3}),
    ("adadelta", {"learning_rate": 1.0}),
    ("adadelta", {"learning_rate": 0.5, "rho": 0.8, "epsilon": 1e-4}),
    ("rmsprop", {}),
    ("rmsprop", {"learning_rate": 0.01, "rho": 0.8, "momentum": 0.5, "epsilon": 1e-4}),
    ("rmsprop", {"learning_rate": 0.01, "centered": True}),
    ("rmsprop", {"learning_rate": 0.01, "centered": True, "momentum": 0.3}),
    ("adam", {"learning_rate": 0.01}),
    ("adam", {"learning_rate": 0.01, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-6}),
    ("adam", {"learning_rate": 0.01, "amsgrad": True, "beta_2": 0.5}),
    ("adamax", {"learning_rate": 0.01}),
    ("adamw", {"learning_rate": 0.01, "weight_decay": 0.1}),
    ("adamw", {"learning_rate": 0.01, "amsgrad": True}),
    ("sgd", {"learning_rate": 0.1, "clipnorm": 0.2}),
    ("sgd", {"learning_rate": 0.1, "momentum": 0.5, "global_clipnorm": 0.3}),
    ("sgd", {"learning_rate": 0.1, "clipvalue": 0.02}),
]


def optimizer_cases() -> list[Case]:
    """Return every optimizer, with one batch an epoch and with several."""
    found = []
    for optimizer, settings in OPTIMIZERS:
        name = f"{optimizer} {settings}"
        how: Spec = {"optimizer": optimizer, "settings": settings, "n": 12}
        found.append(case(name, [dense(5, "tanh"), dense(2)], (4,), epochs=6, **how))
        found.append(
            case(
                f"{name} in batches",
                [dense(5, "relu"), dense(3, "softmax")],
                (4,),
                loss="sparse_categorical_crossentropy",
                targets=classes,
                batch_size=5,
                epochs=2,
                **how,
            )
        )
    return found


def max_norm(limit: float, axis: object = 0) -> Spec:
    return made("MaxNorm", max_value=limit, axis=axis)


EDGE = [[[1, 2], [0.5, 0]], [[0, 0], [-1, 1]]]
GIVEN = made("GivenFilters", numbers=[1], values=[EDGE])
FIXED = made("FixedFilters", numbers=[1], values=[EDGE])
CONV: Spec = {"filters": 2, "kernel_size": 2}

RULES: list[tuple[Spec, Shape]] = [
    (dense(4, "tanh", kernel_regularizer="l1"), (3,)),
    (dense(4, kernel_regularizer=made("L2", l2=0.1), bias_regularizer=made("L1", l1=0.05)), (3,)),
    (dense(4, kernel_regularizer=made("L1L2", l1=0.1, l2=0.2)), (3,)),
    (made("Conv2D", **CONV, kernel_regularizer="l2"), (4, 4, 2)),
    (
        made(
            "SeparableConv2D",
            **CONV,
            depthwise_regularizer="l1",
            pointwise_regularizer="l2",
            bias_regularizer="l2",
        ),
        (4, 4, 2),
    ),
    (made("LayerNormalization", gamma_regularizer="l2", beta_regularizer="l1"), (3,)),
    (made("PReLU", alpha_initializer=made("Constant", value=0.2), alpha_regularizer="l2"), (3,)),
    (dense(4, kernel_constraint="non_neg"), (3,)),
    (dense(4, kernel_constraint=max_norm(0.5), bias_constraint=max_norm(0.05)), (3,)),
    (dense(4, kernel_constraint=max_norm(0.5, axis=1)), (3,)),
    (dense(4, kernel_constraint=made("UnitNorm", axis=[0, 1])), (3,)),
    (made("Conv2D", **CONV, kernel_constraint=max_norm(0.3, axis=[0, 1, 2])), (4, 4, 2)),
    (made("Conv2D", **CONV, kernel_constraint=max_norm(0.3, axis=2)), (4, 4, 2)),
    (made("Conv1D", **CONV, kernel_constraint=made("UnitNorm", axis=[0, 1])), (5, 2)),
    (
        made("DepthwiseConv2D", kernel_size=2, depth_multiplier=2, depthwise_constraint=max_norm(0.3)),
        (4, 4, 2),
    ),
    (
        made(
            "DepthwiseConv2D", kernel_size=2, depth_multiplier=2, depthwise_constraint=max_norm(0.3, axis=2)
        ),
        (4, 4, 2),
    ),
    (made("Conv2DTranspose", **CONV, kernel_constraint="non_neg"), (4, 4, 2)),
    (made("Conv2DTranspose", **CONV, kernel_constraint=made("UnitNorm", axis=[0, 1, 3])), (4, 4, 2)),
    (made("SeparableConv2D", **CONV, pointwise_constraint=max_norm(0.3, axis=2)), (4, 4, 2)),
    (made("LayerNormalization", gamma_constraint=max_norm(0.9), beta_constraint="non_neg"), (3,)),
    (made("LayerNormalization", axis=[1, 2], gamma_constraint=max_norm(0.9, axis=1)), (3, 4, 2)),
    (made("PReLU", alpha_constraint="non_neg"), (3,)),
    (
        made("PReLU", shared_axes=[1, 2], alpha_initializer="ones", alpha_constraint=max_norm(0.4, axis=-1)),
        (3, 4, 2),
    ),
    (
        made(
            "Conv2D",
            **CONV,
            kernel_initializer=GIVEN,
            bias_initializer=made("GivenFilters", numbers=[0], values=[0.5], others="zeros"),
        ),
        (4, 4, 2),
    ),
    (made("Conv2D", **CONV, kernel_initializer=GIVEN, kernel_constraint=FIXED), (4, 4, 2)),
]
"""Layers with prices, constraints and filters made by hand."""


def rule_cases() -> list[Case]:
    """Return every price and every constraint, on weights of every form."""
    ways: tuple[Spec, ...] = ({"learning_rate": 0.1}, {"learning_rate": 0.05, "momentum": 0.9})
    return [
        case(
            f"rule {layer} {settings}",
            [layer, *([] if len(shape) == 1 else [made("Flatten")]), dense(2)],
            shape,
            settings=settings,
            n=7,
        )
        for layer, shape in RULES
        for settings in ways
    ]


def normalized_case() -> Case:
    """Return a network with batch normalization in it, and prices and constraints on its weights."""
    layers = [
        dense(4, use_bias=False),
        made("BatchNormalization", gamma_regularizer="l2", beta_constraint="non_neg", momentum=0.5),
        dense(2),
    ]
    return case("batch normalization", layers, (3,), n=16)


def network_cases() -> list[Case]:
    """Return networks as people make them."""
    lenet = [
        made("Conv2D", filters=6, kernel_size=5, padding="same", activation="tanh"),
        made("AveragePooling2D"),
        made("Conv2D", filters=16, kernel_size=5, activation="tanh"),
        made("AveragePooling2D"),
        made("Flatten"),
        dense(120, "tanh"),
        dense(84, "tanh"),
        dense(10, "softmax"),
    ]
    small = [
        made("Conv2D", filters=8, kernel_size=3, activation="relu"),
        made("MaxPooling2D"),
        made("Conv2D", filters=16, kernel_size=3, activation="relu"),
        made("MaxPooling2D"),
        made("Flatten"),
        dense(10, "softmax"),
    ]
    reshaped = [
        made("Reshape", target_shape=[4, 4, 1]),
        made("Conv2D", filters=3, kernel_size=2),
        made("Reshape", target_shape=[3, 9]),
        made("Conv1D", filters=2, kernel_size=2),
        made("Reshape", target_shape=[-1]),
        dense(2),
    ]
    mirror = [
        made("Conv2D", filters=3, kernel_size=3, padding="same", activation="relu"),
        made("Conv2DTranspose", filters=2, kernel_size=3, strides=2, padding="same", activation="sigmoid"),
    ]
    flat = [made("Conv2D", filters=3, kernel_size=2), made("Flatten")]
    pooled = [made("Conv2D", filters=4, kernel_size=3, activation="relu"), made("GlobalAveragePooling2D")]
    heard = [
        made("Conv1D", filters=4, kernel_size=3, activation="relu"),
        made("MaxPooling1D"),
        made("Flatten"),
    ]
    digits: Spec = {"loss": "sparse_categorical_crossentropy", "targets": classes, "metrics": ACCURACY}
    several: Spec = {"n": 16, "batch_size": 6, "epochs": 2}
    yes_or_no: Spec = {"loss": "binary_crossentropy", "targets": bits}
    playground = [dense(8, "tanh", kernel_initializer="he_normal"), dense(4, "tanh"), dense(1, "sigmoid")]
    seven = ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)")
    return [
        case("linear", [dense(1)], (3,)),
        case("MLP", [dense(16, "relu"), dense(8, "relu"), dense(3, "softmax")], (4,), **digits, **several),
        case("small CNN", small, (16, 16, 1), **digits, **several),
        case("LeNet-5", lenet, (28, 28, 1), **digits, **several),
        case("playground", playground, (7,), features=seven, metrics=ACCURACY, **yes_or_no),
        case("points", playground, (2,), features=("x1", "x2"), metrics=ACCURACY, **yes_or_no),
        case("reshaped", reshaped, (16,)),
        case("flat at the end", flat, (4, 4, 2)),
        case("a slope for each place", [*flat, made("PReLU"), dense(2)], (4, 4, 2)),
        case("picture to picture", mirror, (4, 5, 2), **yes_or_no),
        case("enlarged", [mirror[0], made("UpSampling2D")], (4, 5, 2)),
        case("directions", [made("Conv2D", filters=3, kernel_size=2)], (4, 5, 2), loss="cosine_similarity"),
        case("sequence", [*heard, dense(1, "sigmoid")], (12, 2), metrics=ACCURACY, **yes_or_no),
        case(
            "pooled",
            [*pooled, dense(2, "softmax")],
            (6, 6, 2),
            loss="categorical_crossentropy",
            targets=one_hot,
        ),
    ]


def forward_cases() -> list[Case]:
    """Return those whose way forward differs."""
    return [*network_cases(), *layer_cases(), *activation_cases()]


def all_cases(*, every: int = 1) -> list[Case]:
    """Return all of them, or of the layers with their options only every second, third, …."""
    others = [*activation_cases(), *loss_cases(), *optimizer_cases(), *rule_cases()]
    return [*network_cases(), *layer_cases()[::every], *others]


SCHEDULES = (
    made("Constant", learning_rate=0.1),
    made("PiecewiseConstantDecay", boundaries=[2, 5], values=[0.2, 0.05, 0.3]),
    made("ExponentialDecay", initial_learning_rate=0.3, decay_steps=3, decay_rate=0.5, staircase=True),
    made("PolynomialDecay", initial_learning_rate=0.3, decay_steps=3, cycle=True),
    made("CosineDecay", initial_learning_rate=0.0, decay_steps=6, warmup_target=0.3, warmup_steps=3),
)


def special_cases() -> list[Case]:
    """Return networks with a schedule of the learning rate or with class weights."""
    found = [
        case(f"schedule {schedule}", [dense(5, "tanh"), dense(2)], (4,), settings={"learning_rate": schedule})
        for schedule in SCHEDULES
    ]
    weighted: list[tuple[str | Spec, Spec, Draw, dict[int, float]]] = [
        ("sparse_categorical_crossentropy", dense(4, "softmax"), classes, {0: 4.0, 2: 0.25}),
        ("binary_crossentropy", dense(1, "sigmoid"), bits, {0: 1.0, 1: 5.0}),
        ("hinge", dense(1, "tanh"), signs, {-1: 3.0, 1: 0.5}),
    ]
    for loss, last, targets, weights in weighted:
        one = case(f"weights {loss}", [dense(5, "tanh"), last], (4,), loss=loss, targets=targets)
        found.append(replace(one, description=replace(one.description, class_weight=weights)))
    return found
