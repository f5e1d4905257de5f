"""The race on a surface: optimizers that start at the same place, and what each of them does there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets

from mlwidgets.errors import MLWidgetsError
from mlwidgets.explain.optimizers.paths import MOST_RACERS, race_paths
from mlwidgets.explain.optimizers.results import distinct_labels
from mlwidgets.explain.optimizers.surface_grid import surface_grid
from mlwidgets.spec import OPTIMIZER_ROWS, OptimizerSpec
from mlwidgets.widgets.base.view import Change, View, box
from mlwidgets.widgets.optimizer import texts
from mlwidgets.widgets.optimizer.race_board import RaceBoard
from mlwidgets.widgets.optimizer.race_controls import RacerControls, SurfaceControls

if TYPE_CHECKING:
    from mlwidgets.explain.optimizers.paths import Path
    from mlwidgets.explain.optimizers.surfaces import Surface
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.charts.figure import Figure

SOLID_HEIGHT = 470
"""Pixels of the chart in three dimensions: as much as the contour lines take on a projector."""


class RaceView(View):
    """Up to eight optimizers on one surface, each with its own settings.

    Parameters
    ----------
    experiment : Experiment
        Whose `surface_race` is shown.

    Attributes
    ----------
    board : RaceBoard
        The racers, the surface and the numbers.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._state = experiment.surface_race
        self._surface: Surface | None = None
        self._solid: Figure | None = None
        self._paths: tuple[Path, ...] = ()
        self.board = RaceBoard()
        self._stage = box(ipywidgets.VBox, "mlw-race-solid", [])
        parts = [SurfaceControls(experiment), self.board, self._stage, RacerControls(experiment)]
        super().__init__(experiment, parts)
        self.add_class("mlw-race")
        self.board.on_start(self.safely(self._start))
        self.board.on_action(self.safely(self._act))
        self.watch(self.board, "chosen", self._choose)
        self.watch(self.board, "three_d", self._show_solid)
        self.watch(self._state, "race", self._show)
        self.watch(self._state, ("chosen", "can_undo"), self._show_state)
        self._show()
        self._show_state()

    # ---- from the state to the page ----

    def _show(self, _: Change = None) -> None:
        race = self._state.race
        self._paths = race_paths(race.surface, [one.spec for one in race.racers], race.start, race.steps)
        with self.board.hold_sync():
            if race.surface is not self._surface:
                self._surface = race.surface
                self._grid = surface_grid(race.surface)
                self.board.show_surface(race.surface, self._grid)
            self.board.show_race(race, self._paths)
            self.board.can_add = len(race.racers) < MOST_RACERS
            self.board.message = ""
        self._show_solid()

    def _show_state(self, _: Change = None) -> None:
        with self.board.hold_sync():
            self.board.chosen = self._state.chosen
            self.board.can_undo = self._state.can_undo

    def _show_solid(self, _: Change = None) -> None:
        """Show the surface in three dimensions, or take it away; plotly loads when it is first wanted."""
        if not self.board.three_d:
            self._stage.children = ()
            return
        from mlwidgets.figures.race_surface import race_figure  # noqa: PLC0415 - plotly takes a second
        from mlwidgets.widgets.charts.figure import Figure  # noqa: PLC0415

        race = self._state.race
        names = distinct_labels(race)
        drawn = race_figure(race, self._grid, self._paths, names, height=SOLID_HEIGHT)
        alt = texts.SOLID_ALT.format(title=race.surface.title, results=self.board.race["results"])
        if self._solid is None:
            self._solid = Figure(drawn, alt=alt)
        else:
            self._solid.replace(drawn, alt)
        self._stage.children = (self._solid,)

    def close(self) -> None:
        """Free everything, the chart, too, where it is not on the page."""
        if self._solid is not None:
            self._stage.children = (self._solid,)
        super().close()

    # ---- from the page to the state ----

    def _choose(self, change: Change) -> None:
        numbers = [one.number for one in self._state.race.racers]
        if change["new"] in numbers:
            self._state.chosen = change["new"]
        else:
            self.board.chosen = self._state.chosen  # there is no such racer, or no more

    def _start(self, point: tuple[float, float]) -> None:
        try:
            self._state.change(self._state.race.starting_at(point), "start")
        except MLWidgetsError as error:
            self.board.message = str(error)

    def _act(self, kind: str) -> None:
        state = self._state
        race = state.race
        if kind == "undo":
            state.undo()
        elif kind == "remove" and state.racer is not None:
            state.change(race.without(state.chosen), "")
        elif kind == "duplicate" and state.racer is not None:
            more = race.with_racer(state.racer.spec)
            state.change(more, "", more.racers[-1].number)
        elif kind == "add":
            used = {one.spec.name for one in race.racers}
            unused = [row.name for row in OPTIMIZER_ROWS if row.name not in used]
            more = race.with_racer(OptimizerSpec.of([*unused, "adam"][0]))
            state.change(more, "", more.racers[-1].number)
