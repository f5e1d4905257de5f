"""An earlier run in a few words: what it was trained with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.widgets.training import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlwidgets.session.ledger import PastRun
    from mlwidgets.spec import LayerSpec, Settings


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


def _changed(run: PastRun, name: str) -> str:
    """Return a setting, with what it was changed from on the way: "0.1 → 0.01"."""
    marks = [mark for mark in run.curves["loss"].marks if mark.name == name]
    values = [*(mark.old for mark in marks), getattr(run.settings, name)]
    return " → ".join(f"{value:g}" for value in values[-_MOST_VALUES:])


_MOST_VALUES = 3


def _differences(settings: Settings, among: Sequence[Settings]) -> Iterator[str]:
    optimizer = settings.optimizer
    for option in optimizer.row.options:
        name, value = option.name, optimizer.config[option.name]
        if name != "learning_rate" and any(
            name in other.optimizer.config and other.optimizer.config[name] != value for other in among
        ):
            yield f"{option.label.lower()} {value}"
    if any(other.loss != settings.loss for other in among):
        yield settings.loss.row.shown_title.split(",")[0]
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
