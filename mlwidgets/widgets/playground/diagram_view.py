"""DiagramView: what every neuron computes and what the network decides, live while it is trained."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any

import ipywidgets
import numpy as np

from mlwidgets.errors import MLWidgetsError
from mlwidgets.explain.network.neuron_columns import network_columns
from mlwidgets.explain.network.neuron_formula import neuron_formula
from mlwidgets.explain.plane.neurons import decision_map
from mlwidgets.explain.plane.results import Result, answer, gives_probabilities
from mlwidgets.explain.plane.results import results as results_of
from mlwidgets.explain.wording import number_text, share_text
from mlwidgets.session import Status
from mlwidgets.widgets.base.view import Change, View, as_experiment, box
from mlwidgets.widgets.inside.activation_view import ActivationView
from mlwidgets.widgets.playground import texts
from mlwidgets.widgets.playground.decision_map import DecisionMap
from mlwidgets.widgets.playground.network_diagram import OWN, NetworkDiagram, Scale
from mlwidgets.widgets.playground.plane_points import parts_of, show_points, use_drawn
from mlwidgets.widgets.playground.results_panel import ResultsPanel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.data import Dataset
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.explain.network.neuron_formula import NeuronFormula
    from mlwidgets.session import Experiment
    from mlwidgets.session.task import Task
    from mlwidgets.widgets.base.live_widget import LiveWidget


RESULTS_INTERVAL = 0.25
"""Least seconds between two measurements while the network is trained: nobody reads numbers faster."""


class DiagramView(View):
    """The network as a diagram with a picture in each neuron, beside its results and the map of decisions.

    That is for points in the plane; for other data it shows what every layer makes of one example, as
    `ActivationView` does. Weights can be changed in the diagram and points drawn on the map. Nothing is
    computed while nobody sees the view.

    Parameters
    ----------
    source : Experiment, Dataset, str or mapping, optional
        Whose network is shown; an experiment of its own, on a circle of points, if nothing is given.

    Examples
    --------
    >>> view = DiagramView("spiral")
    >>> view.experiment.dataset.in_plane
    True
    >>> view.close()
    """

    def __init__(self, source: Experiment | Dataset | str | Mapping[str, Any] | None = None) -> None:
        experiment, owned = as_experiment("circle" if source is None else source)
        self.diagram = NetworkDiagram()
        self.results = ResultsPanel()
        self.map = DecisionMap(can_draw=True)
        self._late = False
        self._measured: tuple[float, dict[str, Result]] = -math.inf, {}
        self._inside: ActivationView | None = None
        right = box(ipywidgets.VBox, "mlw-diagram-map", [self.results, self.map])
        self._plane = box(ipywidgets.HBox, "mlw-diagram", [self.diagram, right])
        super().__init__(experiment, [self._plane], owns_experiment=owned)
        self.watch(experiment, "restarts", self._restart)
        self.watch(experiment, "snapshot", self._update)
        self.watch(experiment, ("dataset", "validation_split", "seed"), self._show_points)
        self.watch(experiment, "dataset", self._choose)
        for widget in self._live:
            self.watch(widget, "visible", self._update)
            widget.on_painted(self.safely(self._catch_up))
        self.watch(self.diagram, "reading", self._update_formula)
        self.watch(self.map, "looking", self._look)
        self.watch(self.map, "drawing", self._start_drawing)
        self.watch(self, "fault", self._show_fault)
        self.diagram.on_edit(self._edit)
        self.map.on_use(self.safely(self._use_drawn))
        self._choose()
        self._show_points()
        self._restart()

    # ---- from the page ----

    def _edit(self, layer: int, name: str, index: tuple[int, ...], value: float) -> None:
        def edit(_: Change) -> None:
            self.forget_messages()
            self.experiment.set_weight(layer, name, index, value)

        self.safely(edit)(None)

    def _update_formula(self, _: Change) -> None:
        self.diagram.show_formula(self.experiment.ask(self._formula))

    def _look(self, _: Change) -> None:
        """Answer what is asked of a place; a neuron that is read shows its numbers at this place, too."""
        self.experiment.ask(self._answer)
        if self.diagram.reading:
            self.diagram.show_formula(self.experiment.ask(self._formula))

    def _start_drawing(self, _: Change) -> None:
        self.forget_messages()

    def _use_drawn(self, _: Change) -> None:
        """Let the network learn the points that were drawn."""
        self.forget_messages()
        use_drawn(self.map, self.experiment)

    # ---- to the page ----

    def _choose(self, _: Change = None) -> None:
        """Show what suits the data."""
        inside, self._inside = self._inside, None
        if inside is not None:
            inside.close()
        in_plane = self.experiment.dataset.in_plane
        self._plane.layout.display = None if in_plane else "none"
        if not in_plane:
            self._inside = ActivationView(self.experiment)
        self.children = [self._plane, *([] if self._inside is None else [self._inside])]

    def _show_points(self, _: Change = None) -> None:
        if self.experiment.dataset.in_plane:
            show_points(self.map, self.experiment)

    def _restart(self, _: Change = None) -> None:
        """Show another network, also to nobody: who comes finds everything in its place."""
        self._show(self._live)

    def _update(self, _: Change = None) -> None:
        """Show the newest numbers, if somebody sees them and has seen the last ones."""
        seen = tuple(widget for widget in self._live if widget.visible)
        self._late = not all(widget.painted for widget in seen)
        if not self._late:
            self._show(seen)

    @property
    def _live(self) -> tuple[LiveWidget, ...]:
        """What changes while the network is trained; the last one that is seen tells when all are painted."""
        return self.diagram, self.results, self.map

    def _show(self, widgets: tuple[LiveWidget, ...]) -> None:
        if not widgets or not self.experiment.dataset.in_plane:
            return
        try:
            self.experiment.ask(lambda model: self._fill(model, widgets))
        except MLWidgetsError:  # in the middle of a change; another update follows
            return

    def _catch_up(self, _: Change) -> None:
        if self._late:
            self._update()

    def _fill(self, model: Sequential, widgets: tuple[LiveWidget, ...]) -> None:
        features, task = self.experiment.features, self.experiment.task
        snapshot = self.experiment.snapshot
        moving = snapshot is not None and snapshot.status is Status.RUNNING
        if self.diagram in widgets:
            with self.diagram.hold_sync():
                self.diagram.show(
                    network_columns(model, features),
                    task.dataset.class_names,
                    scale=self._output_scale(model, task),
                    told=not self.map.visible,
                    moving=moving,
                )
                self.diagram.show_formula(self._formula(model))
        due = not moving or time.monotonic() - self._measured[0] >= RESULTS_INTERVAL
        if due and {self.results, self.map} & set(widgets):
            self._measured = time.monotonic(), results_of(model, self._measured_parts(task))
        _, results = self._measured
        if self.results in widgets and due:
            run, epoch = (-1, 0.0) if snapshot is None else (snapshot.run, snapshot.epoch)
            metric = "accuracy" if task.dataset.n_classes else "mean_absolute_error"
            self.results.show(run, epoch, results, metric=metric, moving=moving)
        if self.map in widgets:
            with self.map.hold_sync():
                decisions = decision_map(model, features, task.shares)
                self.map.show_map(decisions, self._summary(task, results["train"]), moving=moving)
                self._answer(model)

    def _output_scale(self, model: Sequential, task: Task) -> Scale:
        """Return what the colours of the output mean; they are those of the points on the map."""
        if not task.dataset.n_classes:
            reach = float(self.map.points["reach"])
            return Scale("numbers", -reach, reach)
        if task.from_logits:
            return OWN  # logits have no ends
        if task.one_output is not None:
            return Scale("sides", task.one_output.no, task.one_output.yes)
        return Scale("classes", 0.0, 1.0) if gives_probabilities(model) else OWN

    def _formula(self, model: Sequential) -> NeuronFormula | None:
        """Return what the neuron that is being read computes, with the numbers of the place pointed at."""
        if not self.diagram.reading:
            return None
        column, unit = self.diagram.reading
        layer = self.diagram.structure["columns"][column]["layer"]
        if layer is None:
            return None
        place = self.map.looking.get("place")
        at = None if place is None else self.experiment.task.inputs(np.array([place], np.float32))[0]
        return neuron_formula(model, self.experiment.features, layer, unit, at)

    def _answer(self, model: Sequential) -> None:
        """Say what the network makes of the place that is pointed at, and of the point near it."""
        looking = self.map.looking
        if not looking:
            self.map.show_answer()
            return
        task = self.experiment.task
        place = task.inputs(np.array([looking["place"]], np.float32))
        parts = answer(model, place, task.shares)
        if looking["near"]:
            part, number = looking["near"]
            x, y = self._measured_parts(task)[part]
            nearest = slice(number, number + 1)
            parts["point"] = answer(model, x[nearest], task.shares, y[nearest])
        self.map.show_answer(**parts)

    def _measured_parts(self, task: Task) -> dict[str, tuple[AnyArray, AnyArray]]:
        """Return the same as the network takes it: inputs and targets."""
        return {name: (task.inputs(x), task.targets(y)) for name, (x, y) in parts_of(self.experiment).items()}

    def _summary(self, task: Task, train: Result) -> str:
        """Return what the map shows, in a sentence."""
        count = len(self.experiment.split.x_train)
        if not task.dataset.n_classes:
            return texts.MAP_NUMBERS.format(count=count, error=number_text(train.metric, 3))
        share = share_text(train.metric)
        return texts.MAP_CLASSES.format(classes=task.dataset.n_classes, share=share, count=count)

    def _show_fault(self, _: Change) -> None:
        """Say what went wrong where it was done."""
        (self.map if self.map.drawing else self.diagram).message = self.fault
        if not self.fault:
            self.map.message = ""
