"""An earlier run in a few words: what it was trained with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.widgets.training import texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlwidgets.session.ledger import PastRun


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
    optimizer = texts.OPTIMIZER_NAMES[settings["optimizer"]]
    parts = [
        f"{optimizer} {_rates(run)}",
        texts.RUN_BATCH.format(size=settings["batch_size"]),
    ]
    for name, words in _WORDS.items():
        if any(other.settings[name] != settings[name] for other in among):
            parts.append(words.format(value=_shown(name, settings)))
    return ", ".join(parts)


def _rates(run: PastRun) -> str:
    """Return the learning rate, with those that it was changed from on the way: "0.1 → 0.01"."""
    marks = [mark for mark in run.curves["loss"].marks if mark.name == "learning_rate"]
    rates = [*(mark.old for mark in marks), run.settings["learning_rate"]]
    return " → ".join(f"{rate:g}" for rate in rates[-_MOST_RATES:])


_MOST_RATES = 3
_WORDS = {
    "momentum": texts.RUN_MOMENTUM,
    "loss": "{value}",
    "seed": texts.RUN_SEED,
    "layers": "{value}",
    "features": "{value}",
}


def _shown(name: str, settings: Mapping[str, Any]) -> str:
    value = settings[name]
    if name == "layers":
        return " → ".join(_layer(layer) for layer in value)
    if name == "features":
        return " ".join(value)
    if name == "loss":
        return texts.LOSSES.get(value, str(value)).split(",")[0]
    return f"{value:g}"


def _layer(layer: Mapping[str, Any]) -> str:
    """Return a layer with its size, if it has one: "Dense 10"."""
    config = layer.get("config", {})
    size = config.get("units", config.get("filters", ""))
    return f"{layer['class_name']} {size}".rstrip()
