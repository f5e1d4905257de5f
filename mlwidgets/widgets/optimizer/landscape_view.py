"""A slice of the learner's own loss: what optimizers move on, as far as a picture can show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets
import numpy as np
from traitlets import Int

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.landscape.grid import SIZE
from mlwidgets.explain.optimizers.sampled_surface import SampledSurface
from mlwidgets.explain.optimizers.surface_grid import surface_grid
from mlwidgets.explain.wording import number_text, share_text
from mlwidgets.language import numeral
from mlwidgets.session.background import WorkStatus
from mlwidgets.widgets.base.settings_view import SettingsView, options
from mlwidgets.widgets.base.view import Change, box
from mlwidgets.widgets.base.wording import updates
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.optimizer import landscape_texts as texts
from mlwidgets.widgets.optimizer import texts as lab_texts
from mlwidgets.widgets.optimizer.landscape_board import LandscapeBoard

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.parameters import Slot
    from mlwidgets.session import Experiment
    from mlwidgets.session.landscape.loss_slice import SliceState

NAME = "own loss"
"""What the surface is called in the race on surfaces."""

_PICTURE = 81
"""Heights along each side of the picture: two for every point, smooth in between."""


class LandscapeView(SettingsView):
    """Choose a slice, watch it become finer, read it, and let optimizers race on it.

    Parameters
    ----------
    experiment : Experiment
        Whose network, data and run are looked at.

    Attributes
    ----------
    board : LandscapeBoard
        The picture.
    raced : int
        How often its slice has been taken to the race on a surface: the lab opens that then.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> view = LandscapeView(Experiment("moons"))
    >>> view.slice.state.kind
    'random'
    """

    raced = Int(0)

    def __init__(self, experiment: Experiment) -> None:
        self.slice = experiment.loss_slice
        self.board = LandscapeBoard()
        self._seed = 0
        self._refused = ""  # why the last slice that was asked for could not be
        self._kind = ChoiceControl(
            self.slice.state.kind, options=options(texts.KINDS), label=texts.KIND, help=texts.KIND_HELP
        )
        self._places = [_place(label) for label in (texts.FIRST, texts.SECOND)]
        self._start = self.button(texts.START, texts.START_TIP, lambda _: self._compute())
        self._start.add_class("mod-primary")
        self._stop = self.button(texts.STOP, texts.STOP_TIP, lambda _: self.slice.stop())
        self._other = self.button(texts.OTHER, texts.OTHER_TIP, self._draw_others)
        self._race = self.button(texts.RACE, texts.RACE_TIP, self._race_here)
        buttons = box(ipywidgets.HBox, "mlw-buttons", [self._start, self._stop])
        more = box(ipywidgets.HBox, "mlw-buttons", [self._other, self._race])
        controls = box(ipywidgets.VBox, "mlw-slice-controls", [buttons, self._kind, *self._places, more])
        super().__init__(experiment, [controls, self.board])
        self.add_class("mlw-slice")
        self._late = False
        self.listen(self._kind, lambda _: self._compute())
        self.watch(self.slice, "state", self._follow)
        self.watch(self.board, "visible", self._look)
        self.watch(experiment, ("settings", "restarts"), self._fit)
        self.watch(experiment, "status", self._move_on)
        self.board.on_painted(self.safely(self._catch_up))
        self._fit()

    # ---- what the learner does ----

    def _compute(self) -> None:
        first, second = (int(one.value) for one in self._places)
        self._refused = ""
        try:
            self.slice.start(self._kind.value, weights=(first, second), seed=self._seed)
        except ConfigurationError as error:
            self._refused = str(error)
        finally:
            self.refresh()

    def _look(self, change: Change) -> None:
        """Begin by itself where somebody looks for the first time."""
        if self.board.visible and self.slice.state.status is WorkStatus.READY:
            self._compute()
        else:
            self._follow(change)

    def _draw_others(self, _: Change) -> None:
        self._seed += 1
        self._compute()

    def _race_here(self, _: Change) -> None:
        """Give the surface race this slice as its surface."""
        self._refused = ""
        self._show_picture()
        surface = self.surface()
        if surface is None:
            return
        state = self.experiment.surface_race
        state.change(state.race.on(surface), "surface")
        self.experiment.note = ""  # of an earlier change, whose Undo would be offered beside this
        self.said = ""  # the same sentence a second time is news, too
        self.said = texts.RACED.format(race=lab_texts.RACE_TITLE, size=SIZE)
        self.raced += 1

    def surface(self) -> SampledSurface | None:
        """Return the slice as a surface that optimizers can race on; None as long as there is none."""
        state = self.slice.state
        if state.heights is None or state.directions is None:
            return None
        path = state.directions.path
        return SampledSurface.of(
            state.heights,
            state.directions.domain,
            name=NAME,
            title=f"{texts.TITLE}: {texts.KINDS[state.kind]}",
            sentence=texts.SURFACE.format(size=SIZE),
            start=(float(path[0, 0]), float(path[0, 1])) if len(path) else None,
        )

    # ---- what the page shows ----

    def _fit(self, _: Change = None) -> None:
        """Let the places end where the network's weights do; begin with its two largest."""
        self._refused = ""
        theta, slots = self.experiment.ask(_weights)
        last = max(len(theta) - 1, 1)
        places = [int(one.value) for one in self._places]
        if max(places) > last or places[0] == places[1]:
            places = _largest(theta, slots)
        self._showing = True
        try:
            for control, place in zip(self._places, places, strict=True):
                control.set_range(0, last)
                control.show(float(place))
        finally:
            self._showing = False
        self.refresh()

    def show(self) -> None:
        """Bring the controls and the picture up to date."""
        kind = self.slice.state.kind
        self._kind.value = kind
        for control in self._places:
            control.layout.display = None if kind == "weights" else "none"
        self._other.layout.display = None if kind == "random" else "none"
        self._show_buttons()
        self._show_picture()

    def _move_on(self, change: Change) -> None:
        """Follow the run; what it was too early for may be possible now."""
        self._refused = ""
        self._follow(change)

    def _follow(self, _: Change) -> None:
        """Show what is new, unless the page is not ready for it, or nobody sees it."""
        self._show_buttons()
        busy = self.slice.state.status is WorkStatus.RUNNING
        self._late = busy and not (self.board.painted and self.board.visible)
        if not self._late:
            self._show_picture()

    def _catch_up(self, _: Change) -> None:
        if self._late:
            self._late = False
            self._show_picture()

    def _show_buttons(self) -> None:
        state = self.slice.state
        busy = state.status is WorkStatus.RUNNING
        self._start.disabled, self._stop.disabled = busy, not busy
        self._race.disabled = state.heights is None

    def _show_picture(self) -> None:
        state, surface = self.slice.state, self.surface()
        said, alt, grid = self._status(state), texts.READY, None
        if surface is not None and state.directions is not None:
            try:
                grid = surface_grid(surface, _PICTURE)
            except ConfigurationError:
                said, alt = texts.HOLE, texts.HOLE
            else:
                numbers = {"lowest": grid.lowest, "highest": grid.highest, "center": state.center}
                alt = texts.ALT.format(**{name: number_text(value, 3) for name, value in numbers.items()})
        self.board.show(
            grid,
            domain=(-1, 1, -1, 1) if state.directions is None else state.directions.domain,
            path=None if state.directions is None else state.directions.path,
            said=said,
            about=self._about(state),
            alt=alt,
        )

    def _status(self, state: SliceState) -> str:
        if self._refused or state.error:
            return self._refused or state.error
        if state.status is WorkStatus.RUNNING:
            words = texts.RUNNING if state.heights is not None else texts.FIRST_PICTURE
        else:
            words = {
                WorkStatus.READY: texts.READY,
                WorkStatus.FINISHED: texts.FINISHED,
            }.get(state.status, texts.STOPPED)
        said = words.format(done=state.done, total=state.total)
        return f"{said} {texts.CHANGED}" if self._changed(state) else said

    def _changed(self, state: SliceState) -> bool:
        """Return whether the slice was of other weights, or another loss, than the resting run has now."""
        if state.settings is None or state.status is WorkStatus.RUNNING:
            return False
        snapshot = self.experiment.snapshot
        now = 0 if snapshot is None else snapshot.iteration
        names = ("dataset", "features", "layers", "loss", "seed", "validation_split", "class_weight")
        then, settings = state.settings, self.experiment.settings
        return now != state.iteration or any(getattr(then, name) != getattr(settings, name) for name in names)

    def _about(self, state: SliceState) -> str:
        """Say what the picture shows, and on which examples it was measured."""
        directions, settings = state.directions, state.settings
        if directions is None or settings is None or state.heights is None:
            return ""
        _, slots = self.experiment.ask(_weights)
        places = [int(np.argmax(one)) for one in (directions.first, directions.second)]
        first, second = (_words(place, slots) for place in places) if state.kind == "weights" else ("", "")
        about = texts.ABOUT[state.kind].format(
            updates=updates(state.iteration),
            loss=number_text(state.center, 3),
            share=share_text(directions.share or 0.0),
            first=first,
            second=second,
        )
        every = len(self.experiment.split.x_train)
        measured = texts.EXAMPLES if state.examples < every else texts.ALL_EXAMPLES
        return f"{about} {measured.format(count=state.examples, all=numeral(every))}"

    def close(self) -> None:
        """Stop the computation, and free everything."""
        self.slice.stop()
        super().close()


def _place(label: str) -> NumberControl:
    return NumberControl(0, maximum=1, integer=True, slider=False, label=label, help=texts.WEIGHT_HELP)


def _weights(model: Sequential) -> tuple[np.ndarray, list[tuple[Slot, str]]]:
    """Return the parameters of a network, and their places with the class of each one's layer."""
    trained = [slot for slot in model.slots if slot.trainable]
    return model.parameters.copy(), [(slot, model.layers[slot.layer].class_name) for slot in trained]


def _largest(theta: np.ndarray, slots: list[tuple[Slot, str]]) -> list[int]:
    """Return the places of the two largest weights, biases left out: moving those changes the loss."""
    sizes = np.abs(np.nan_to_num(theta))
    for slot, _ in slots:
        if len(slot.shape) < 2:  # noqa: PLR2004 - a bias
            sizes[slot.start : slot.stop] = -1
    return [int(place) for place in np.argsort(-sizes, kind="stable")[:2]]


def _words(place: int, slots: list[tuple[Slot, str]]) -> str:
    """Say which weight stands at a place: "kernel (3, 1) of layer 2 (Dense)"."""
    for slot, kind in slots:
        if slot.start <= place < slot.stop:
            index = ", ".join(map(str, slot.index_of(place)))
            return texts.WEIGHT.format(
                name=slot.name.replace("_", " "), index=f"({index})", layer=slot.layer + 1, kind=kind
            )
    return ""
