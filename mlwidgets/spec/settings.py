"""Settings: everything that is chosen for an experiment, as one frozen value."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Self

from mlwidgets import data
from mlwidgets.data import Dataset
from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _
from mlwidgets.ranges import BATCH_SIZE, EPOCHS, SEED, VALIDATION_SPLIT, nearest, shown
from mlwidgets.spec.class_weight import ClassWeight, as_class_weight, plain_class_weight
from mlwidgets.spec.layer_spec import LayerSpec
from mlwidgets.spec.loss_spec import LossSpec
from mlwidgets.spec.optimizer_spec import OptimizerSpec
from mlwidgets.spec.option import Option, Setting, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an experiment learns from, with which network, and how.

    Every field has been checked by itself when it came in, in `with_`. Whether they fit together is for the
    session to say, which knows what to do if they do not.

    Attributes
    ----------
    dataset : Dataset
        What to learn from.
    features : tuple of str
        What the network is given of each point of the plane; empty for all other data.
    layers : tuple of LayerSpec
        The stack.
    loss : LossSpec
        The function to minimize.
    optimizer : OptimizerSpec
        What turns gradients into steps.
    batch_size : int
        Examples for one update.
    epochs : int
        Passes over the training examples.
    seed : int
        Initial weights, order of examples, dropout and the validation split follow from it.
    validation_split : float
        The fraction of the training examples that is held out for tuning. A prepared table has been divided
        by its plan, and goes by that.
    class_weight : mapping of int to float, "balanced" or None
        How much the examples of each class count in the loss; see `mlwidgets.spec.class_weight`. Nobody
        writes into it.
    """

    dataset: Dataset
    features: tuple[str, ...]
    layers: tuple[LayerSpec, ...]
    loss: LossSpec
    optimizer: OptimizerSpec
    batch_size: int = 32
    epochs: int = 20
    seed: int = 0
    validation_split: float = 0.2
    class_weight: ClassWeight = field(default=None, hash=False)

    def with_(self, **changes: Any) -> Self:  # noqa: ANN401 - settings of several types
        """Return the settings with others in their place, each checked once.

        `learning_rate` is one of the optimizer's, and is taken, too.

        Raises
        ------
        ConfigurationError
            There is no such setting, or it cannot have the value.
        """
        refuse_unknown(changes)
        if "dataset" in changes:
            changes["dataset"] = _same_or_new(self.dataset, as_dataset(changes["dataset"]))
        rate = {name: changes.pop(name) for name in ("learning_rate",) if name in changes}
        new = {name: _CHECKS[name](value) if name in _CHECKS else value for name, value in changes.items()}
        if rate:
            new["optimizer"] = new.get("optimizer", self.optimizer).with_(**rate)
        return replace(self, **new)

    @property
    def validates(self) -> bool:
        """Whether examples are held out for validation; a prepared table says so itself."""
        index = self.dataset.validation_index
        return self.validation_split > 0 if index is None else len(index) > 0

    @property
    def learning_rate(self) -> float:
        """The optimizer's learning rate."""
        return self.optimizer.learning_rate

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain JSON values."""
        config = self.dataset.config
        weights = plain_class_weight(self.class_weight)
        return {
            "dataset": self.dataset.name if config is None else copy.deepcopy(dict(config)),
            "features": list(self.features),
            "layers": [layer.to_dict() for layer in self.layers],
            "loss": self.loss.to_dict(),
            "optimizer": self.optimizer.to_dict(),
            **{name: getattr(self, name) for name in _NUMBERS},
            **({} if weights is None else {"class_weight": weights}),
        }


def as_dataset(value: object) -> Dataset:
    """Return a data set, the one of this name, or the one that these settings make."""
    chosen = data.load(value) if isinstance(value, (str, Mapping)) else value
    if not isinstance(chosen, Dataset):
        raise ConfigurationError(
            _("dataset must be a Dataset, the name of one, or its settings; got {got}.").format(
                got=shown(chosen)
            )
        )
    return chosen


def _same_or_new(present: Dataset, chosen: Dataset) -> Dataset:
    """Return the present data set if the chosen one would be just the same."""
    same = chosen.config is not None and chosen.config == present.config
    tables = [None if one.prepared is None else one.prepared.table for one in (present, chosen)]
    return present if same and tables[0] is tables[1] else chosen


def _features(value: Any) -> Any:  # noqa: ANN401 - which names there are depends on the data set
    return tuple(value) if isinstance(value, (list, tuple)) else value


def _layers(value: object) -> tuple[LayerSpec, ...]:
    if not isinstance(value, (list, tuple)):
        raise ConfigurationError(_("layers must be a list of layers; got {got}.").format(got=shown(value)))
    return tuple(LayerSpec.of(one) for one in value)


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "features": _features,
    "layers": _layers,
    "loss": LossSpec.of,
    "optimizer": OptimizerSpec.of,
    "batch_size": BATCH_SIZE.check_int,
    "epochs": EPOCHS.check_int,
    "seed": SEED.check_int,
    "validation_split": VALIDATION_SPLIT.check,
    "class_weight": as_class_weight,
}

_NUMBERS = ("batch_size", "epochs", "seed", "validation_split")

_OPTIONS = (
    Setting(
        "batch_size",
        _(
            "Examples for one step: small batches step often and noisily; "
            "large ones take fewer, smoother steps."
        ),
        BATCH_SIZE,
        scale="log",
        frequent=True,
        live=True,
    ),
    Setting(
        "epochs",
        _("Passes over all training examples until the run ends."),
        EPOCHS,
        slider=(1, 200),
        dragged=False,
        frequent=True,
        live=True,
    ),
    Setting(
        "seed",
        _("Determines the initial weights and the order of the examples: the same seed gives the same run."),
        SEED,
        dragged=False,
    ),
    Setting(
        "validation_split",
        _("The fraction of the training examples that is held out for tuning settings."),
        VALIDATION_SPLIT,
        step=0.05,
    ),
)

SETTING_OPTIONS: dict[str, Option] = {one.name: joined(Settings, one, (), by_hand=False) for one in _OPTIONS}
"""What a person is told about each number among the settings."""

KNOWN = (*(field.name for field in fields(Settings)), "learning_rate")
"""Every name that a setting goes by."""


def refuse_unknown(settings: Iterable[str], also: tuple[str, ...] = ()) -> None:
    """Raise `ConfigurationError` if one of these names is not that of a setting.

    Parameters
    ----------
    settings : iterable of str
        The names.
    also : tuple of str
        Others that are known.
    """
    known = (*KNOWN, *also)
    for name in settings:
        if name not in known:
            said = _("An experiment has no setting {setting}. It knows: {known}.").format(
                setting=shown(name), known=", ".join(known)
            )
            raise ConfigurationError(said + nearest(name, known))
