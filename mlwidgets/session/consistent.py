"""Settings that fit together: those of a new experiment, and those after a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mlwidgets.data.plane.features import FEATURE_TITLES
from mlwidgets.language import ENGLISH, _, current, numeral
from mlwidgets.session.defaults import (
    default_features,
    default_layers,
    default_loss,
    default_settings,
    usual_settings,
)
from mlwidgets.session.stack.penalty import penalty_change
from mlwidgets.session.task import Task, checked_features, reconciled
from mlwidgets.spec.class_weight import BALANCED
from mlwidgets.spec.layer_spec import LayerSpec
from mlwidgets.spec.loss_spec import LossSpec
from mlwidgets.spec.optimizer_spec import OptimizerSpec
from mlwidgets.spec.settings import SETTING_OPTIONS, Settings

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.spec.class_weight import ClassWeight

_TO = _("{what} to {value}")
_WORDS = {
    "dataset": _("data set"),
    "features": _("features"),
    "loss": _("loss"),
    "layers": _("layers"),
    "optimizer": _("optimizer"),
    "learning_rate": _("learning rate"),
    "batch_size": _("batch size"),
    "epochs": _("epochs"),
    "seed": _("seed"),
    "validation_split": _("validation split"),
    "class_weight": _("class weights"),
}
"""What a setting is called in the middle of a sentence."""
_CHOICES = ("dataset", "features", "loss", "layers", "optimizer")

_RECONCILED = ("dataset", "features", "loss")
"""Settings that others hang on."""


def first_settings(dataset: Dataset, given: Mapping[str, Any]) -> Settings:
    """Return the settings of a new experiment: those given, and for the rest what suits the data set.

    Raises
    ------
    ConfigurationError, ShapeError, DataError
        They cannot be, or do not fit together.
    """
    usual = Settings(
        dataset=dataset,
        features=default_features(dataset),
        layers=(),
        loss=LossSpec.of(default_loss(dataset)),
        optimizer=OptimizerSpec.of("adam"),
    )
    defaults = default_settings(dataset)
    if "optimizer" in given:
        defaults.pop("learning_rate", None)  # each optimizer has its own
    settings = usual.with_(**{**defaults, **given})
    _check(settings, given)
    if "layers" in given:
        return settings
    return settings.with_(layers=default_layers(dataset, settings.loss.name))


def changed_settings(before: Settings, changes: Mapping[str, Any]) -> Settings:
    """Return settings with others in their place, and what hangs on those brought into line.

    Raises
    ------
    ConfigurationError, ShapeError, DataError
        They cannot be, or do not fit together.
    """
    after = before.with_(**changes)
    if after == before:
        return before
    if "class_weight" not in changes and after.dataset.class_names != before.dataset.class_names:
        # Other classes: weights of single ones mean nothing any more.
        keeps = after.class_weight == BALANCED and after.dataset.n_classes
        after = after.with_(class_weight=BALANCED if keeps else None)
    _check(after, changes)
    if _another_table(before.dataset, after.dataset):
        after = _with_usual_numbers(before, after, changes)
    if "layers" in changes or not any(name in changes for name in _RECONCILED):
        return after
    if _another_table(before.dataset, after.dataset) and _has_usual_layers(before):
        after = after.with_(layers=default_layers(after.dataset, after.loss.name))
    old = before.dataset if after.dataset is not before.dataset else None
    task = reconciled(Task.of(after), old, new_loss=after.loss != before.loss)
    return after.with_(features=task.features, loss=task.loss, layers=task.stack)


def _another_table(before: Dataset, after: Dataset) -> bool:
    """Whether a table has come or gone; with another plan it stays the same table."""
    tables = [None if data.prepared is None else data.prepared.table for data in (before, after)]
    return tables[0] is not tables[1]


def _with_usual_numbers(before: Settings, after: Settings, changes: Mapping[str, Any]) -> Settings:
    """Give numbers that nobody has chosen the values that suit the new data."""
    old, new = usual_settings(before.dataset), usual_settings(after.dataset)
    untouched = {name: new[name] for name in new if getattr(after, name) == old[name] and name not in changes}
    if "optimizer" in changes or after.optimizer.name != "adam":
        untouched.pop("learning_rate", None)
    return after.with_(**untouched)


def _has_usual_layers(settings: Settings) -> bool:
    usual = default_layers(settings.dataset, settings.loss.name)
    return settings.layers == tuple(map(LayerSpec.of, usual))


def _check(settings: Settings, given: Mapping[str, Any]) -> None:
    """Raise if what has been asked for does not fit the data set."""
    task = Task.of(settings)
    if "features" in given:
        checked_features(settings.dataset, settings.features)
    if "loss" in given:
        task.check_loss()
    if "layers" in given:
        task.check_stack(settings.layers)
    if "class_weight" in given:
        task.check_class_weight(settings.class_weight)


def differences(before: Settings, after: Settings) -> list[str]:
    """Return the names of the settings that differ; the learning rate is one of its own, too."""
    names = (*_CHOICES, "learning_rate", *SETTING_OPTIONS, "class_weight")
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def live_changes(before: Settings, after: Settings) -> dict[str, Any] | None:
    """Return what a run in progress can take over; None if it has to begin anew."""
    live: dict[str, Any] = {}
    for name in differences(before, after):
        if name == "learning_rate":
            continue  # it is the optimizer's
        if name == "optimizer":
            changes = before.optimizer.live_changes(after.optimizer)
            if changes is None:
                return None
            live["optimizer"] = changes
        elif name in SETTING_OPTIONS and SETTING_OPTIONS[name].live:
            live[name] = getattr(after, name)
        else:
            return None
    return live


def change_words(before: Settings, after: Settings) -> str:
    """Say in a few words what has changed: "the loss to hinge", "the learning rate to 0.1"."""
    names = differences(before, after)
    if not names:
        return str(_("nothing"))
    name = names[0]
    if name == "optimizer":
        return _optimizer_words(before.optimizer, after.optimizer)
    penalties = penalty_change(before.layers, after.layers) if name == "layers" else None
    if penalties is not None:
        return _TO.format(what=_("penalty on weights"), value=penalties[1].words)
    values = {
        "dataset": after.dataset.name.replace("_", " "),
        "loss": after.loss.name,
        "class_weight": _weights_text(after.class_weight),
    }
    if after.features:
        values["features"] = ", ".join(FEATURE_TITLES[feature] for feature in after.features)
    if name in SETTING_OPTIONS:
        values[name] = numeral(getattr(after, name), "g")
    words = _WORDS.get(name, name.replace("_", " "))
    return _TO.format(what=words, value=values[name]) if name in values else str(words)


def _optimizer_change(before: OptimizerSpec, after: OptimizerSpec) -> str:
    """Return the setting of an optimizer that has changed, "" if it is another one."""
    if before.class_name != after.class_name:
        return ""
    return next(name for name, value in after.config.items() if value != before.config[name])


def _optimizer_words(before: OptimizerSpec, after: OptimizerSpec) -> str:
    name = _optimizer_change(before, after)
    if not name:
        return _TO.format(what=_WORDS["optimizer"], value=after.class_name)
    value, label = after.config[name], str(after.row.option(name).label)
    if current() == ENGLISH and label[1:2].islower():  # a noun of another language may begin large
        label = label[0].lower() + label[1:]
    if name == "learning_rate" and after.schedule is not None:
        value = after.schedule_title
    return _TO.format(what=label, value=_text(value))


def _text(value: object) -> str:
    if value in (None, False):
        return str(_("off"))
    if value is True:
        return str(_("on"))
    return numeral(value, "g") if isinstance(value, float) else str(value)


def _weights_text(chosen: ClassWeight) -> str:
    if not isinstance(chosen, Mapping):
        return chosen or str(_("1 for each"))
    said = _("{weight:g} for class {number}")
    return ", ".join(said.format(weight=weight, number=number) for number, weight in chosen.items())


def last_layer_words(after: Settings) -> str:
    """Say which last layer a loss for classes has brought with it."""
    config = after.layers[-1].config
    call = f'Dense({config["units"]}, activation="{config["activation"]}")'
    return _("The last layer is now {layer}.").format(layer=call)


def change_gesture(before: Settings, after: Settings) -> object:
    """Return what the change is of, for telling whether it goes on with the one before: a slider dragged.

    None if it does not: it is a choice of its own.
    """
    what = next(iter(differences(before, after)), "")
    if what == "optimizer":
        setting = _optimizer_change(before.optimizer, after.optimizer)
        return (what, setting) if setting else None
    if what == "layers" and penalty_change(before.layers, after.layers) is not None:
        return "penalty"
    if what == "layers":
        stacks = before.layers, after.layers
        kinds = [tuple(layer.class_name for layer in stack) for stack in stacks]
        if kinds[0] != kinds[1]:
            return None
        pairs = list(zip(*stacks, strict=True))
        return (
            what,
            kinds[0],
            tuple(
                (at, name)
                for at, (old, new) in enumerate(pairs)
                for name in sorted({*old.config, *new.config})
                if old.config.get(name) != new.config.get(name)
            ),
        )
    return None if what in ("loss", "features") else what
