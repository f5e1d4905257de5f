"""A race as its board shows it: bands for the chart, lines for the table, sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from mlwidgets.explain.race.summary import Course, Standing, band, common_level, reached_at, sentence
from mlwidgets.explain.wording import number_text
from mlwidgets.language import numeral, written
from mlwidgets.widgets.optimizer import fair_race_texts as texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.race.summary import Band
    from mlwidgets.session.race.one_run import RunResult
    from mlwidgets.session.race.plan import Entrant
    from mlwidgets.session.race.state import RaceState

Part = Literal["training", "validation"]
What = Literal["loss", "metric"]


class RaceResults:
    """The results of a race, for the entrants that are listed now.

    Parameters
    ----------
    state : RaceState
        How the race stands.
    entrants : sequence of Entrant
        Who is listed; those that were not in the race have no results.
    metric : str
        What is measured beside the loss: "accuracy".
    unit : float
        How large a 1 of it is in the units of the data; see `metric_unit`.
    """

    def __init__(self, state: RaceState, entrants: Sequence[Entrant], metric: str, unit: float = 1.0) -> None:
        self.state, self.entrants, self.metric = state, entrants, metric
        self._unit = unit
        raced = [] if state.plan is None else list(state.plan.entrants)
        # The place of each listed one among those that raced.
        self._raced = [raced.index(one) if one in raced else None for one in entrants]

    # ---- for the chart ----

    def quantities(self) -> list[dict[str, Any]]:
        """Return each quantity that has been measured, with a band for each entrant."""
        return [
            {
                "title": title,
                "percent": self._percent(what),
                "bands": [_sent(one) for one in self.bands(part, what)],
            }
            for part, what, title in self._kinds()
        ]

    def bands(self, part: Part, what: What) -> list[Band]:
        """Return the band of one quantity for each listed entrant."""
        return [self._band(self.runs(place), part, what) for place in self._raced]

    def _band(self, runs: Sequence[RunResult], part: Part, what: What) -> Band:
        courses = [_course(run, part, what, self._unit) for run in runs]
        return band(courses, higher_is_better=self._higher(what))

    @property
    def _ended_bands(self) -> list[Band]:
        """Return what the table compares: a run that is stopped or under way has no final value."""
        return [self._band(self.ended(place), *self._compared) for place in self._raced]

    def runs(self, place: int | None) -> list[RunResult]:
        """Return the runs of one that raced, known by its place in the race."""
        return [run for run in self.state.results if run.entrant == place]

    def ended(self, place: int | None) -> list[RunResult]:
        """Return those of them that were made to their end."""
        return [run for run in self.runs(place) if run.finished]

    @property
    def legend(self) -> str:
        """What line and band of the chart are."""
        seeds = 1 if self.state.plan is None else self.state.plan.seeds
        if seeds == 1:
            return texts.LINE
        whole = len(self.state.results) == self.state.total and all(
            run.finished for run in self.state.results
        )
        return (texts.BAND if whole else texts.BAND_SO_FAR).format(seeds=seeds)

    # ---- for the table ----

    @property
    def head(self) -> list[str]:
        """The heads of the table's columns."""
        quantity, level = self.quantity, self._level_text()
        return [text.format(quantity=quantity, level=level) for text in texts.HEAD]

    def lines(self) -> list[dict[str, str]]:
        """Return what stands in each line of the table."""
        return [
            self._line(entrant, place, standing)
            for entrant, place, standing in zip(self.entrants, self._raced, self.standings(), strict=True)
        ]

    def standings(self) -> list[Standing]:
        """Return the result of each listed entrant's finished runs, in the table's quantity."""
        bands = self._ended_bands
        level = common_level(bands, higher_is_better=self._higher(self._compared[1]))
        return [
            self._standing(entrant, place, one, level)
            for entrant, place, one in zip(self.entrants, self._raced, bands, strict=True)
        ]

    @property
    def quantity(self) -> str:
        """What the table compares, in words."""
        part, what = self._compared
        return self._title(part, what)

    def rate_of(self, number: int) -> float:
        """Return the learning rate that a listed entrant raced with, or would race with."""
        place, rates = self._raced[number], self.state.rates
        own = self.entrants[number].optimizer.learning_rate
        return own if place is None or place >= len(rates) else rates[place]

    def sentence(self) -> str:
        """Say how the race stands, for who cannot see the chart."""
        _, what = self._compared
        said = sentence(
            [one for one in self.standings() if one.runs],
            self.quantity,
            higher_is_better=self._higher(what),
            percent=self._percent(what),
        )
        return said or texts.EMPTY

    # ---- inside ----

    def _kinds(self) -> list[tuple[Part, What, str]]:
        order: list[tuple[Part, What]] = [
            ("validation", "metric"),
            ("validation", "loss"),
            ("training", "metric"),
            ("training", "loss"),
        ]
        measured = {part for part in ("training", "validation") if self._measured(part)}
        return [(part, what, self._title(part, what)) for part, what in order if part in measured]

    def _measured(self, part: str) -> bool:
        settings = self.state.settings
        return part == "training" or settings is None or settings.validates

    @property
    def _compared(self) -> tuple[Part, What]:
        """What the table compares: on the validation examples, if there are any."""
        part, what, _ = self._kinds()[0]
        return part, what

    def _title(self, part: Part, what: What) -> str:
        metric = texts.METRICS.get(self.metric, self.metric.replace("_", " "))
        return texts.QUANTITIES[part, what].format(metric=metric)

    def _higher(self, what: What) -> bool:
        return what == "metric" and "accuracy" in self.metric

    def _percent(self, what: What) -> bool:
        return self._higher(what)

    def _text(self, value: float) -> str:
        if not math.isfinite(value):
            return "–"
        return written(f"{100 * value:.1f}%") if self._percent(self._compared[1]) else number_text(value, 3)

    def _level_text(self) -> str:
        level = common_level(self._ended_bands, higher_is_better=self._higher(self._compared[1]))
        return "…" if level is None else self._text(level)

    def _standing(self, entrant: Entrant, place: int | None, one: Band, level: float | None) -> Standing:
        runs = self.ended(place)
        there = len(one.median) > 0
        return Standing(
            entrant.name,
            self.rate_of(self.entrants.index(entrant)),
            float(one.median[-1]) if there else math.nan,
            float(one.low[-1]) if there else math.nan,
            float(one.high[-1]) if there else math.nan,
            None
            if level is None
            else reached_at(one, level, higher_is_better=self._higher(self._compared[1])),
            float(np.median([run.seconds for run in runs])) if runs else math.nan,
            sum(bool(run.ended) for run in runs),
            len(runs),
        )

    def _line(self, entrant: Entrant, place: int | None, standing: Standing) -> dict[str, str]:
        rates = "" if place is None else self._trials(place)
        schedule = entrant.optimizer.schedule_title if self._own_rates else ""
        line = {
            "name": entrant.name,
            "rate": number_text(standing.learning_rate, 3) + (f" ({schedule})" if schedule else ""),
            "rates": rates,
            **dict.fromkeys(("final", "spread", "reached", "seconds", "runs", "ended", "why"), ""),
        }
        if place is None or self.state.plan is None or not self.state.results:
            return line
        runs, wanted = self.ended(place), self.state.plan.seeds
        if len(runs) < wanted:
            line["runs"] = texts.RUNS_SO_FAR.format(wanted, done=len(runs))
        if not runs:
            return {**line, "final": "–"}
        line["final"] = self._text(standing.final)
        if standing.runs > 1:
            line["spread"] = f"{self._text(standing.low)} – {self._text(standing.high)}"
        reached = standing.reached_at
        line["reached"] = texts.NEVER if reached is None else numeral(reached)
        line["seconds"] = f"{number_text(standing.seconds, 2)} s"
        if standing.ended_early:
            line["ended"] = texts.EARLY.format(count=standing.ended_early, runs=standing.runs)
            line["why"] = next(run.ended for run in runs if run.ended)
        return line

    @property
    def _own_rates(self) -> bool:
        return self.state.plan is None or self.state.plan.rates == "own"

    def _trials(self, place: int) -> str:
        trials = self.state.trials.get(place, ())
        if not trials:
            return ""
        told = [
            texts.TRIAL.format(rate=number_text(one.learning_rate, 3), loss=number_text(one.loss, 3))
            if math.isfinite(one.loss)
            else texts.TRIAL_DIVERGED.format(rate=number_text(one.learning_rate, 3))
            for one in trials
        ]
        return texts.TRIALS.format(rates=", ".join(told))


def _course(run: RunResult, part: Part, what: What, unit: float) -> Course:
    curve = run.training if part == "training" else run.validation
    values = curve.loss if what == "loss" else [one * unit for one in curve.metric]
    return Course(curve.at, values, ended=bool(run.ended))


def _sent(one: Band) -> dict[str, bytes]:
    return {name: _bytes(getattr(one, name)) for name in ("at", "median", "low", "high")}


def _bytes(numbers: AnyArray) -> bytes:
    return numbers.astype("<f4").tobytes()
