"""TensorFlow Playground's addresses: its network, data, features and rates, as settings of an experiment.

The settings of https://playground.tensorflow.org stand behind the # of its address, as ``name=value`` joined
by ``&``; what is not there is as usual. So that the same steps are made here:

- Its loss is ½(output − target)² with targets −1 and 1. Ours is (output − target)², whose gradient is twice
  as large; half the learning rate makes the same step.
- Its penalties are rate · ½w² and rate · |w| beside that ½: `L2(rate)` and `L1(2 · rate)` beside ours.
- Weights start between −½ and ½, biases at 0.1.

Source: state.ts, nn.ts and playground.ts of github.com/tensorflow/playground.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from mlwidgets.errors import DataError
from mlwidgets.interchange.links import playground_texts as texts
from mlwidgets.interchange.links.content import LinkContent
from mlwidgets.language import _, numeral
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

Fragment = dict[str, str]
"""The values behind the #, by their names."""

FORM = 2
"""The version of `Experiment.to_dict` that this writes; later ones read it, too."""

MOST_HIDDEN, MOST_NEURONS = 20, 100
"""TensorFlow Playground's own page stops at 6 layers of 8 neurons; one written by hand may hold more."""

_USUAL = {
    "problem": "classification",
    "dataset": "circle",
    "regDataset": "reg-plane",
    "activation": "tanh",
    "regularization": "none",
    "networkShape": "4,2",
    "initZero": "false",
}
_NUMBERS = {
    "batchSize": (10.0, 1.0, 1000.0),
    "learningRate": (0.03, 0.0, 20.0),
    "regularizationRate": (0.0, 0.0, 100.0),
    "noise": (0.0, 0.0, 100.0),
    "percTrainData": (50.0, 10.0, 90.0),
}
"""Of each number the usual value, the least and the most."""

_CHOICES = {
    "problem": {"classification": "classification", "regression": "regression"},
    "dataset": {"circle": "circle", "xor": "xor", "gauss": "gauss", "spiral": "spiral"},
    "regDataset": {"reg-plane": "plane", "reg-gauss": "multi_gauss"},
    "activation": {"tanh": "tanh", "relu": "relu", "sigmoid": "sigmoid", "linear": "linear"},
    "regularization": {"none": "none", "L1": "l1", "L2": "l2"},
}
"""What each may be, and what that is called here."""

_FEATURES = {
    "x": "x1",
    "y": "x2",
    "xSquared": "x1^2",
    "ySquared": "x2^2",
    "xTimesY": "x1*x2",
    "sinX": "sin(x1)",
    "sinY": "sin(x2)",
}
_NO_FEATURES = {"cosX": "cos x₁", "cosY": "cos x₂"}

_CONTROLS = {
    "dataset": "points",
    "regDataset": "points",
    "noise": "noise",
    "batchSize": "batch_size",
    "learningRate": "learning_rate",
    "activation": "activation",
    "regularization": "penalty",
    "regularizationRate": "penalty_rate",
    "percTrainData": "training_share",
    "networkShape": "hidden_layers",
    "numHiddenLayers": "hidden_layers",
}
"""The control here for each that ``…_hide`` can hide there."""

_LONGEST = 30  # characters of a number that anybody writes

_KNOWN = {*_USUAL, *_NUMBERS, *_FEATURES, *_NO_FEATURES, "seed"}
_SAMPLES = {"classification": 500, "regression": 1200}


def is_playground(text: str) -> Fragment | None:
    """Return the settings in one of its addresses, or in what stands behind the #; None if it is none."""
    fragment = text.strip().partition("#")[2] if "#" in text else text.strip()
    pairs = [part.partition("=") for part in fragment.split("&")[:200]]
    found = {unquote(name): unquote(value).strip() for name, equals, value in pairs if equals}
    return found if _KNOWN & found.keys() else None


def read_playground(fragment: Fragment) -> LinkContent:
    """Return its network, data, features and rates.

    Raises
    ------
    DataError
        A value is none that TensorFlow Playground writes.
    """
    left_out: list[str] = []
    problem = _choice("problem", fragment)
    data = _choice("dataset" if problem == "classification" else "regDataset", fragment)
    rate = _number("learningRate", fragment)
    if "seed" in fragment:
        left_out.append(texts.SEED.format(seed=shown(fragment["seed"], 20)))
    settings: dict[str, Any] = {
        "version": FORM,
        "dataset": {
            "name": data,
            "noise": _number("noise", fragment),
            "samples": _SAMPLES[problem],
            "test_share": round(1 - _number("percTrainData", fragment) / 100, 6),
            "seed": 0,
        },
        "features": _features(fragment, left_out),
        "layers": _layers(fragment, last="tanh" if problem == "classification" else "linear"),
        "loss": "mean_squared_error",
        "optimizer": {"class_name": "SGD", "config": {"learning_rate": rate / 2}},
        "batch_size": int(_number("batchSize", fragment)),
        "epochs": 1000,
        "seed": 0,
        "validation_split": 0.0,
    }
    left_out.append(texts.RATE.format(rate=numeral(rate, "g"), half=numeral(rate / 2, "g")))
    page = {"tab": "Playground", "hidden": _hidden(fragment, left_out)}
    return LinkContent(settings=settings, page=page, left_out=tuple(left_out))


def _choice(name: str, fragment: Mapping[str, str]) -> str:
    value = fragment.get(name) or _USUAL[name]
    known = _CHOICES[name]
    if value not in known:
        raise DataError(
            _(
                "{name} in this TensorFlow Playground link must be one of {known}; got {value}.{nearest}"
            ).format(
                name=name, known=", ".join(known), value=shown(value), nearest=nearest(value, tuple(known))
            )
        )
    return known[value]


def _number(name: str, fragment: Mapping[str, str]) -> float:
    usual, low, high = _NUMBERS[name]
    text = fragment.get(name) or f"{usual:g}"
    try:
        value = float(text) if len(text) <= _LONGEST and "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise DataError(
            _(
                "{name} in this TensorFlow Playground link must be a number from {low:g} to "
                "{high:g}; got {text}."
            ).format(name=name, low=low, high=high, text=shown(text))
        )
    return value


def _features(fragment: Mapping[str, str], left_out: list[str]) -> list[str]:
    on = {"x": "true", "y": "true", **fragment}
    features = [ours for theirs, ours in _FEATURES.items() if on.get(theirs, "false") == "true"]
    left_out += [
        texts.FEATURE.format(feature=title) for name, title in _NO_FEATURES.items() if on.get(name) == "true"
    ]
    if not features:
        raise DataError(_("This TensorFlow Playground link has no input that there is here. Tick one there."))
    return features


def _layers(fragment: Mapping[str, str], last: str) -> list[dict[str, Any]]:
    text = fragment.get("networkShape", _USUAL["networkShape"])
    sizes = [part.strip() for part in text.split(",")] if text else []
    right = all(one.isascii() and one.isdigit() and len(one) <= len(str(MOST_NEURONS)) for one in sizes)
    if len(sizes) > MOST_HIDDEN or not right or not all(1 <= int(one) <= MOST_NEURONS for one in sizes):
        raise DataError(
            _(
                "networkShape in this TensorFlow Playground link must be up to {most} numbers from 1 "
                "to {neurons} with commas between them; got {text}."
            ).format(most=MOST_HIDDEN, neurons=MOST_NEURONS, text=shown(text))
        )
    zero = fragment.get("initZero", _USUAL["initZero"]) == "true"
    uniform = {"class_name": "RandomUniform", "config": {"minval": -0.5, "maxval": 0.5}}
    config = {
        "kernel_initializer": "zeros" if zero else uniform,
        "bias_initializer": "zeros" if zero else {"class_name": "Constant", "config": {"value": 0.1}},
        "kernel_regularizer": _penalty(fragment),
    }
    hidden = [{"units": int(one), "activation": _choice("activation", fragment)} for one in sizes]
    return [
        {"class_name": "Dense", "config": {**one, **config}}
        for one in (*hidden, {"units": 1, "activation": last})
    ]


def _penalty(fragment: Mapping[str, str]) -> dict[str, Any] | None:
    kind, rate = _choice("regularization", fragment), _number("regularizationRate", fragment)
    if kind == "none" or not rate:
        return None
    return {"class_name": kind.upper(), "config": {kind: rate if kind == "l2" else 2 * rate}}


def _hidden(fragment: Mapping[str, str], left_out: list[str]) -> list[str]:
    ended = [name for name, value in fragment.items() if name.endswith("_hide") and value == "true"]
    wanted = [name.removesuffix("_hide") for name in ended]
    unknown = [name for name in wanted if name not in _CONTROLS]
    if unknown:
        left_out.append(texts.HIDDEN.format(names=", ".join(shown(name, 30) for name in unknown[:5])))
    return sorted({_CONTROLS[name] for name in wanted if name in _CONTROLS})
