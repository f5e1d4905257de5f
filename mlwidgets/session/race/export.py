"""A race as a table and as JSON, for a spreadsheet or a program."""

from __future__ import annotations

import csv
import io
import json
import math
from typing import TYPE_CHECKING, Any

from mlwidgets.interchange.spreadsheet import harmless

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.session.race.one_run import RunResult
    from mlwidgets.session.race.state import RaceState

VERSION = 1

HEAD = ("optimizer", "seed", "learning_rate", "part", "updates", "loss", "metric", "value")


def race_csv(state: RaceState) -> str:
    """Return every point of every run, a line each.

    The columns are those of `HEAD`; "part" is "training" or "validation", "metric" says what "value" is.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for run in state.results:
        for part, at, loss, value in _points(run):
            name = "" if state.plan is None else state.plan.entrants[run.entrant].name
            writer.writerow((harmless(name), run.seed, run.learning_rate, part, at, loss, run.metric, value))
    return text.getvalue()


def race_json(state: RaceState) -> str:
    """Return the plan, the experiment's settings and all results; what is not finite is null."""
    plan, settings = state.plan, state.settings
    plain: dict[str, Any] = {"version": VERSION, "status": state.status.value, "updates": state.updates}
    if plan is not None and settings is not None:
        plain["plan"] = {
            "entrants": [{"name": one.name, "optimizer": one.optimizer.to_dict()} for one in plan.entrants],
            "seeds": plan.seeds_of(settings),
            "learning_rates": plan.rates,
        }
        plain["experiment"] = settings.to_dict()
    plain["trials"] = {
        plan.entrants[entrant].name if plan else str(entrant): [
            {"learning_rate": trial.learning_rate, "loss": _finite(trial.loss)} for trial in trials
        ]
        for entrant, trials in state.trials.items()
    }
    plain["runs"] = [_run(run) for run in state.results]
    return json.dumps(plain, indent=1, allow_nan=False)


def _points(run: RunResult) -> Iterator[tuple[str, int, float, float]]:
    for part, curve in (("training", run.training), ("validation", run.validation)):
        for point in zip(curve.at, curve.loss, curve.metric, strict=False):
            yield (part, *point)


def _run(run: RunResult) -> dict[str, Any]:
    curves = {
        part: {
            "updates": curve.at,
            "loss": [_finite(value) for value in curve.loss],
            run.metric or "metric": [_finite(value) for value in curve.metric],
        }
        for part, curve in (("training", run.training), ("validation", run.validation))
    }
    facts = {name: getattr(run, name) for name in ("entrant", "seed", "learning_rate", "updates", "ended")}
    return {**facts, "seconds": round(run.seconds, 4), **curves}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
