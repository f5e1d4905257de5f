"""The parts of a layer in a file: activation, initializer, regularizer, constraint.

An initializer says how weights began. The file holds the weights themselves, so that an initializer which the
format lacks is replaced by one that it has: no prediction and no later step of a training depends on it.

A constraint acts while a model is trained. TensorFlow.js keeps to none then, but bends the weights to it when
it opens a file, which would change the predictions: so its files get no constraints. Keras gets all but the
`FixedFilters` of the convolution lab. Whoever saves a model is told what has been left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.engine import activations, constraints, initializers, regularizers
from mlwidgets.engine.activations import ELU, GELU, ActivationFunction, HardSigmoid, Swish
from mlwidgets.engine.configurable import Configurable, snake_case
from mlwidgets.engine.constraints import Constraint, FixedFilters
from mlwidgets.engine.initializers import SCALINGS, GivenFilters, Initializer
from mlwidgets.engine.regularizers import Regularizer
from mlwidgets.errors import ConfigurationError, DataError
from mlwidgets.interchange.formats.fields import as_mapping, as_text
from mlwidgets.interchange.formats.format import KERAS, TFJS, Format, NotInFormatError
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from mlwidgets.engine.configurable import Registry

TFJS_INITIALIZERS = {"LecunNormal": "LeCunNormal", "LecunUniform": "LeCunUniform"}
"""Classes that TensorFlow.js spells in a way of its own."""

TFJS_ACTIVATIONS = {"gelu_new": {"class_name": "GELU", "config": {"approximate": True}}}
"""Names of activations that only TensorFlow.js has."""


def written_part(part: Configurable | None, form: Format) -> object:
    """Return a part as the file has it; None if there is none, or it is a constraint without a place there.

    Raises
    ------
    NotInFormatError
        The format lacks an activation. The sentence goes on after "Layer 2, Dense, ".
    """
    if isinstance(part, ActivationFunction):
        return _activation(part, form)
    if isinstance(part, Initializer):
        return _initializer(part, form)
    if isinstance(part, Regularizer):
        return _regularizer(part, form)
    if isinstance(part, Constraint) and form is KERAS and not isinstance(part, FixedFilters):
        return form.written(type(part).__name__, part.get_config(), "constraints")
    return None


def read_part(kind: str, value: object, form: Format, what: str) -> object:
    """Return a part of the file as a layer of ours takes it.

    Parameters
    ----------
    kind : {"activation", "initializer", "regularizer", "constraint"}
        Which part.
    value : object
        What the file says.
    form : Format
        Of which format the file is.
    what : str
        Where it stands, for messages: "kernel_initializer of layer 'dense'".

    Raises
    ------
    DataError, ConfigurationError
        The engine has no such part.
    """
    if value is None:
        return None
    if kind == "activation":
        return _read_activation(value, form, what)
    if isinstance(value, str):
        name, config = value, {}
    else:
        plain = as_mapping(value, what)
        name = as_text(plain.get("class_name"), f"The class_name of {what}")
        config = dict(as_mapping(plain.get("config", {}), f"The config of {what}"))
    if kind == "constraint" and name == "L1L2":
        return (
            None  # TensorFlow.js writes a DepthwiseConv2D's regularizer in the place of its constraint, too
        )
    if kind == "initializer":
        return _read_initializer(name, config, what)
    registry: Registry[Any] = constraints.CONSTRAINTS if kind == "constraint" else regularizers.REGULARIZERS
    return {"class_name": _known(registry, name, what), "config": config}


_ELU_ALPHA = _(
    "has the activation ELU with alpha={alpha:g}; as an activation {title} has it with alpha=1 only. Choose "
    "alpha=1."
)
_ELU_ALPHA_OR_LAYER = _(
    "has the activation ELU with alpha={alpha:g}; as an activation {title} has it with alpha=1 only. Choose "
    "alpha=1, or no activation and a layer ELU after it."
)


def _activation(part: ActivationFunction, form: Format) -> str:
    if isinstance(part, ELU) and part.alpha != 1:
        said = _ELU_ALPHA if form is TFJS else _ELU_ALPHA_OR_LAYER
        raise NotInFormatError(said.format(alpha=part.alpha, title=form.title))
    if isinstance(part, GELU) and part.approximate:
        raise NotInFormatError(
            _(
                "has the approximate GELU, which a file of {title} cannot name. Choose "
                "approximate=False: the two differ by at most 0.0005."
            ).format(title=form.title)
        )
    if isinstance(part, HardSigmoid) and form is TFJS:
        raise NotInFormatError(
            _(
                "has the activation hard_sigmoid, which has another slope in TensorFlow.js (0.2, not "
                "1/6). Choose sigmoid."
            )
        )
    if isinstance(part, Swish) and form is not TFJS:
        return "silu"
    return _own_name(part, activations.ACTIVATIONS, form)


def _read_activation(value: object, form: Format, what: str) -> object:
    if not isinstance(value, str):
        plain = as_mapping(value, what)
        value = as_text(plain.get("class_name"), f"The class_name of {what}")
    if form is TFJS and value in TFJS_ACTIVATIONS:
        return TFJS_ACTIVATIONS[value]
    if form is TFJS and value == "hard_sigmoid":
        raise DataError(
            _(
                "The {what} is TensorFlow.js' hard_sigmoid, whose slope is 0.2; that of mlwidgets is "
                "1/6. Train it with sigmoid instead."
            ).format(what=what)
        )
    return _known(activations.ACTIVATIONS, value, what)


def _initializer(part: Initializer, form: Format) -> dict[str, Any]:
    if isinstance(part, GivenFilters):
        return _initializer(part.others, form)
    name, config = type(part).__name__, part.get_config()
    if snake_case(name) not in initializers.INITIALIZERS.names:
        name, config = "Zeros", {}  # somebody's own
    if form is TFJS:
        name = TFJS_INITIALIZERS.get(name, name)
        if str(config.get("distribution", "")).endswith("normal"):
            config["distribution"] = "normal"
    return form.written(name, config, "initializers")


def _read_initializer(name: str, config: dict[str, Any], what: str) -> object:
    name = _known(initializers.INITIALIZERS, _lecun(name), what)
    if config.get("distribution") == "normal":
        config["distribution"] = "truncated_normal"
    if name == "VarianceScaling":
        key = tuple(config.get(one) for one in ("scale", "mode", "distribution"))
        for named, scaling in SCALINGS.items():  # TensorFlow.js writes none of the names
            if key == (scaling.scale, scaling.mode, scaling.distribution):
                return snake_case(named.__name__)
    kind = initializers.INITIALIZERS.find(name)
    # A seed, and Keras' axes of a fan, say how numbers are drawn, which has been done.
    return {"class_name": name, "config": {k: v for k, v in config.items() if k in kind.parameter_names()}}


def _lecun(name: str) -> str:
    return {theirs: ours for ours, theirs in TFJS_INITIALIZERS.items()}.get(name, name)


def _regularizer(part: Regularizer, form: Format) -> dict[str, Any]:
    config = part.get_config()
    _own_name(part, regularizers.REGULARIZERS, form)
    if form is TFJS:  # it has one class for all
        return form.written("L1L2", {"l1": 0.0, "l2": 0.0, **config}, "regularizers")
    return form.written(type(part).__name__, config, "regularizers")


def _own_name(part: Configurable, registry: Registry[Any], form: Format) -> str:
    """Return the name of a part of mlwidgets itself; somebody's own is in no format."""
    name = snake_case(type(part).__name__)
    if name not in registry.names:
        raise NotInFormatError(
            _(
                "has the {kind} {name}, which is not one of mlwidgets itself, so {title} does not "
                "have it. Choose one of: {known}."
            ).format(
                kind=registry.kind,
                name=type(part).__name__,
                title=form.title,
                known=", ".join(registry.names),
            )
        )
    return name


def _known(registry: Registry[Any], name: str, what: str) -> str:
    """Return our name of a class, or say what there is."""
    try:
        return registry.find(name).__name__
    except ConfigurationError:
        known = ", ".join(registry.names)
        raise DataError(
            _("The {what} is {name}, which mlwidgets does not have. It has: {known}.").format(
                what=what, name=shown(name), known=known
            )
        ) from None
