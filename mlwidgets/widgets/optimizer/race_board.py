"""A race drawn by the page: contour lines, paths, and every number of the racer that is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Dict, Int, Unicode

from mlwidgets.explain.optimizers.results import distinct_labels, numbered_labels, result_of, results_text
from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.optimizers.paths import Path
    from mlwidgets.explain.optimizers.race import Race
    from mlwidgets.explain.optimizers.surface_grid import SurfaceGrid
    from mlwidgets.explain.optimizers.surfaces import Surface

ACTIONS = ("add", "duplicate", "remove", "undo")
"""What the buttons below the list of racers ask for."""


class RaceBoard(BaseWidget):
    """The list of racers, the surface with their paths, and the numbers of one of them.

    Fill it with `show_surface` and `show_race`. The page plays, steps and scrubs by itself, from the one
    buffer that it has got.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    surface, race : dict
        What `show_surface` and `show_race` were given, as the page takes it.
    chosen : int
        The number of the racer whose arrows and numbers are shown. The learner chooses.
    three_d : bool
        Whether the surface is shown in three dimensions. The learner chooses.
    can_add, can_undo : bool
        Whether there is room for another racer, and a change to take back.
    answered : int
        The serial of the last start from the page that has been answered: then it sends another.
    message : str
        What went wrong, in a sentence; empty if nothing did.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> from mlwidgets.explain.optimizers.surface_grid import surface_grid
    >>> from mlwidgets.explain.optimizers.surfaces import SURFACES
    >>> board = RaceBoard()
    >>> board.show_surface(SURFACES["bowl"], surface_grid(SURFACES["bowl"]))
    >>> board.surface["title"]
    'Bowl'
    """

    _esm = bundle("optimizer/race")
    _css = style("optimizer/race")

    surface: Dict[str, Any] = Dict().tag(sync=True)
    race: Dict[str, Any] = Dict().tag(sync=True)
    chosen = Int(0).tag(sync=True)
    three_d = Bool(default_value=False).tag(sync=True)
    can_add = Bool(default_value=True).tag(sync=True)
    can_undo = Bool(default_value=False).tag(sync=True)
    answered = Int(0).tag(sync=True)
    message = Unicode("").tag(sync=True)

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._starters = CallbackDispatcher()
        self._actors = CallbackDispatcher()
        self.on_msg(self._hear)

    def on_start(self, callback: Callable[[tuple[float, float]], object]) -> None:
        """Call back with the start that the learner has chosen."""
        self._starters.register_callback(callback)

    def on_action(self, callback: Callable[[str], object]) -> None:
        """Call back with one of `ACTIONS` that the learner asks for."""
        self._actors.register_callback(callback)

    def show_surface(self, surface: Surface, grid: SurfaceGrid) -> None:
        """Show another surface."""
        self.surface = {
            "title": surface.title,
            "formula": surface.formula,
            "sentence": surface.sentence,
            "domain": list(surface.domain),
            "minima": [list(point) for point in surface.minima],
            "size": len(grid.heights),
            "heights": _bytes(grid.heights),
            "levels": grid.levels.tolist(),
        }

    def show_race(self, race: Race, paths: Sequence[Path]) -> None:
        """Show other paths, all of them in one buffer."""
        results = [result_of(race.surface, path) for path in paths]
        racers, offset = [], 0
        names, labels = distinct_labels(race), numbered_labels(race)
        for racer, name, label, path, result in zip(race.racers, names, labels, paths, results, strict=True):
            racers.append(
                {
                    "number": racer.number,
                    "name": name,
                    "label": label,
                    "rate": racer.rate,
                    "fields": {field: list(place) for field, place in path.fields.items()},
                    "initial": {field: start.tolist() for field, start in path.initial.items()},
                    "rule": [
                        {"name": line.name, "symbol": line.symbol, "law": line.law, "parts": line.parts}
                        for line in path.rule
                    ],
                    "rows": len(path),
                    "columns": path.numbers.shape[1],
                    "offset": offset,
                    "stop": result.stop.value,
                    "reached": result.reached,
                }
            )
            offset += path.numbers.size
        self.race = {
            "start": list(race.start),
            "steps": race.steps,
            "racers": racers,
            "numbers": b"".join(_bytes(path.numbers) for path in paths),
            "results": results_text(race, results),
        }

    def _hear(self, _widget: RaceBoard, content: object, _buffers: object) -> None:
        match content:
            case {
                "kind": "start",
                "start": [float() | int() as x, float() | int() as y],
                "serial": int(serial),
            }:
                with self.hold_sync():
                    self._starters((x, y))
                    self.answered = serial if abs(serial) < 2**53 else 0
            case {"kind": str(kind)} if kind in ACTIONS:
                self._actors(kind)
            case {"kind": "dismiss"}:
                self.message = ""


def _bytes(numbers: AnyArray) -> bytes:
    return numbers.astype("<f4").tobytes()
