"""An earlier run in a few words: what it was trained with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from mlwidgets.explain.network.curves import mark_text
from mlwidgets.language import numeral, written
from mlwidgets.session.stack.penalty import penalty_change
from mlwidgets.spec import SCHEDULE_ROWS, SETTING_OPTIONS
from mlwidgets.spec.class_weight import BALANCED
from mlwidgets.widgets.base.wording import within
from mlwidgets.widgets.training import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlwidgets.engine.training.history import History
    from mlwidgets.session.ledger import PastRun
    from mlwidgets.spec import LayerSpec, Settings
    from mlwidgets.spec.class_weight import ClassWeight


def run_label(run: PastRun, among: Sequence[PastRun]) -> str:
    """Return the optimizer, the rate and the batch size of a run, and what else tells it from the others.

    Parameters
    ----------
    run : PastRun
        Which run.
    among : sequence of PastRun
        The runs that it stands beside.
    """
    settings = run.settings
    parts = [
        f"{settings.optimizer.row.shown_title} {_changed(run, 'learning_rate')}",
        texts.RUN_BATCH.format(size=_changed(run, "batch_size")),
    ]
    return ", ".join([*parts, *_differences(settings, [other.settings for other in among])])


def changes_since(history: History, updates: int) -> str:
    """Return the settings that were changed in a run after so many of its updates."""
    if not history.batch_epochs:
        return ""
    since = history.batch_epochs[updates - 1] if updates > 0 else 0.0
    return ", ".join(dict.fromkeys(mark_text(mark) for mark in history.marks if mark.epoch >= since))


def settings_label(settings: Settings) -> str:
    """Return the optimizer, the rate and the batch size that a run is trained with now."""
    rate = f"{settings.optimizer.row.shown_title} {numeral(settings.learning_rate, 'g')}"
    return f"{rate}, {texts.RUN_BATCH.format(size=settings.batch_size)}"


def difference(before: Settings, after: Settings) -> str:
    """Return what differs between the settings of two runs: "learning rate 0.1 → 0.01, seed 0 → 3"."""
    parts = []
    old, new = before.optimizer, after.optimizer
    if old.class_name != new.class_name:
        parts.append(f"{old.row.shown_title} → {new.row.shown_title}")
    for option in new.row.options:
        values = [one.config.get(option.name) for one in (old, new)]
        if option.name in old.config and values[0] != values[1]:
            parts.append(_arrow(within(option.label), *map(_value, values)))
    for name in ("batch_size", "epochs", "seed", "validation_split"):
        values = [getattr(one, name) for one in (before, after)]
        if values[0] != values[1]:
            parts.append(_arrow(within(SETTING_OPTIONS[name].label), *map(_value, values)))
    if before.class_weight != after.class_weight:
        parts.append(
            _arrow(texts.RUN_CLASS_WEIGHTS, *(_weights(one.class_weight) for one in (before, after)))
        )
    if before.loss != after.loss:
        parts.append(_arrow("", before.loss.row.shown_title, after.loss.row.shown_title))
    if before.layers != after.layers:
        parts.append(_stack_words(before, after))
    if before.features != after.features:
        parts.append(_arrow(texts.RUN_FEATURES, " ".join(before.features), " ".join(after.features)))
    return ", ".join(parts)


def _arrow(what: str, old: str, new: str) -> str:
    return f"{what} {old} → {new}".strip()


def _weights(chosen: ClassWeight) -> str:
    if isinstance(chosen, Mapping):
        return " ".join(f"{number}: {numeral(weight, 'g')}" for number, weight in chosen.items())
    return str(texts.RUN_BALANCED if chosen == BALANCED else texts.SWITCH["off"])


def _stack_words(before: Settings, after: Settings) -> str:
    """Return the new stack; or where only its penalty has changed, that: "L2 0 → 0.01"."""
    penalties = penalty_change(before.layers, after.layers)
    if penalties is None:
        return " → ".join(_layer(layer) for layer in after.layers)
    old, new = penalties
    if "none" not in (old.regularizer, new.regularizer) and old.regularizer != new.regularizer:
        return _arrow("", old.words, new.words)
    kind = (old if new.regularizer == "none" else new).regularizer.upper()
    return _arrow(kind, numeral(old.rate, "g"), numeral(new.rate, "g"))


def _value(value: Any) -> str:  # noqa: ANN401 - settings are of several types
    if isinstance(value, Mapping):
        return within(SCHEDULE_ROWS.of(value["class_name"]).shown_title)
    if value is None or isinstance(value, bool):
        return str(texts.SWITCH["on" if value else "off"])
    return numeral(value, "g")


def _changed(run: PastRun, name: str) -> str:
    """Return a setting, with what it was changed from on the way: "0.1 → 0.01"."""
    marks = [mark for mark in run.curves["loss"].marks if mark.name == name]
    values = [*(mark.old for mark in marks), getattr(run.settings, name)]
    return " → ".join(numeral(value, "g") for value in values[-_MOST_VALUES:])


_MOST_VALUES = 3


def _differences(settings: Settings, among: Sequence[Settings]) -> Iterator[str]:
    optimizer = settings.optimizer
    for option in optimizer.row.options:
        name, value = option.name, optimizer.config[option.name]
        if name != "learning_rate" and any(
            name in other.optimizer.config and other.optimizer.config[name] != value for other in among
        ):
            yield f"{within(option.label)} {written(str(value))}"
    if any(other.loss != settings.loss for other in among):
        yield str(settings.loss.row.shown_title).split(",")[0]
    if any(other.seed != settings.seed for other in among):
        yield texts.RUN_SEED.format(value=settings.seed)
    if any(other.layers != settings.layers for other in among):
        yield " → ".join(_layer(layer) for layer in settings.layers)
    if any(other.features != settings.features for other in among):
        yield " ".join(settings.features)


def _layer(layer: LayerSpec) -> str:
    """Return a layer with its size, if it has one: "Dense 10"."""
    size = layer.config.get("units", layer.config.get("filters", ""))
    return f"{layer.class_name} {size}".rstrip()
