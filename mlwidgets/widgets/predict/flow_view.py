"""FlowView: one digit flows through the network, and every number on its way can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets
import numpy as np

from mlwidgets.data import normalize_digit
from mlwidgets.errors import MLWidgetsError
from mlwidgets.explain.network.activations import MOST_TILES, layer_pictures
from mlwidgets.explain.network.maps import as_maps
from mlwidgets.explain.network.page_network import page_layers, page_weights
from mlwidgets.explain.network.written_layers import without_numbers, written_layers
from mlwidgets.explain.wording import share_text
from mlwidgets.ranges import Interval
from mlwidgets.session import Example, Experiment, Status
from mlwidgets.session.learned.opening import is_shipped, load_stage
from mlwidgets.session.learned.stages import learned_network
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.view import Change, box
from mlwidgets.widgets.base.wording import updates
from mlwidgets.widgets.inside.cell_reader import CellReader
from mlwidgets.widgets.inside.trace_view import TraceView
from mlwidgets.widgets.predict import texts
from mlwidgets.widgets.predict.digit_flow import DigitFlow

if TYPE_CHECKING:
    from mlwidgets.engine import Sequential
    from mlwidgets.engine.tracing import Trace

DIGIT_SHAPE = (28, 28, 1)
"""What the pad draws."""

_RUNS = {Status.RUNNING: "running", Status.PAUSED: "paused", Status.FINISHED: "finished"}


class FlowView(TraceView):
    """Pad, maps and answer for the example of an experiment, live while its network is trained.

    Parameters
    ----------
    experiment : Experiment
        Whose network is looked at; its data are pictures like those that the pad draws.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._flow = DigitFlow(test_count=len(experiment.dataset.x_test))
        self._shape = experiment.dataset.input_shape
        self._late = False
        self._drawn: Example | None = None  # the example, as long as it is what was drawn here
        self._test: int | None = None  # which test digit the example is
        self._kept: tuple[object, list[dict[str, Any]], list[dict[str, Any]] | None] | None = None
        reader = CellReader(empty_text=texts.FLOW_CLOSED)
        parts = [self._flow, box(ipywidgets.Box, "mlw-flow-reader", [reader])]
        super().__init__(experiment, parts, tiles=self._flow, reader=reader, owns_experiment=False)
        self.add_class("mlw-flow-view")
        self.watch(experiment, ("snapshot", "restarts"), self._update)
        self.watch(experiment, "example", self._show_example)
        self.watch(experiment, "held", self._show_held)
        self._show_held()
        self.watch(self._flow, "visible", self._update)
        self.watch(self._flow, "drawing", self._take_drawing)
        self.watch(self._flow, "opened", self._open)
        self._flow.on_painted(self.safely(self._catch_up))
        self._flow.on_ask("step", self.safely(self._step))
        self._flow.on_ask("test", self.safely(self.show_test))
        self._flow.on_ask("stage", self.safely(self._load))
        self._flow.on_ask("run", self.safely(self._command))
        self._flow.on_ask("blank", self.safely(self._take_drawing))
        if experiment.example is None:
            self.show_test(0)
        else:
            self._show_example()

    def show_test(self, number: int) -> None:
        """Look at one of the test examples, counted from 0."""
        dataset = self.experiment.dataset
        number = Interval(
            name=texts.TEST_NUMBER, low=0, high=len(dataset.x_test) - 1, integer=True
        ).check_int(number)
        title = common.TEST_EXAMPLE.format(number=number)
        with self.experiment.lock:
            self._test = number
            self.experiment.example = Example(dataset.x_test[number], title, int(dataset.y_test[number]))

    # ---- from the page ----

    def _take_drawing(self, _: Change) -> None:
        digit = normalize_digit(self._flow.image)
        self._drawn = Example(digit, texts.DRAWN) if digit.any() else None
        self.experiment.example = self._drawn

    def _step(self, to: str) -> None:
        """Look at the previous or the next test digit, or the next one that the network gets wrong."""
        truth = self.experiment.dataset.y_test
        place = -1 if self._test is None else self._test
        if to != "mistake":
            self.show_test((place + 1 if to == "next" else max(place, 0) - 1) % len(truth))
            return
        shares = self.experiment.task.shares(self.experiment.measure_test().output)
        wrong = np.flatnonzero(shares.argmax(axis=1) != truth) if shares is not None else truth[:0]
        if not len(wrong):
            self._flow.message = texts.NO_MISTAKE
            return
        later = wrong[wrong > place]
        self.show_test(int(later[0] if len(later) else wrong[0]))

    def _load(self, stage: str) -> None:
        load_stage(self.experiment, stage)

    def _command(self, command: str) -> None:
        if command == "pause":
            self.experiment.pause()
            return
        self.experiment.held.refuse_training()
        if command == "train":
            self.experiment.reset()
        self.experiment.run()

    def _open(self, _: Change) -> None:
        self.trace = self.experiment.trace_example() if self._flow.opened else None
        self._show_map()

    # ---- to the page ----

    def _show_held(self, _: Change = None) -> None:
        self._flow.held = self.experiment.held.training_waits

    def _scale(self, trace: Trace, layer: int, group: dict[str, Any]) -> tuple[float, str]:  # noqa: ARG002 - as its base
        """Return the scale of a layer from its numbers: the page, which computes the picture, has its own."""
        seen = as_maps(trace.layers[layer - 1].a if layer else trace.x)[:MOST_TILES]
        low, high = float(seen.min()), float(seen.max())
        return max(-low, high), "signed" if low < 0 else "unsigned" if layer else "grey"

    def _show_example(self, _: Change = None) -> None:
        example = self.experiment.example
        if example is not None and example.x.shape != self._shape:
            return  # of other data, for which this view is about to be replaced
        drawn = example is not None and example is self._drawn
        number = self._test
        if example is None or drawn or example.title != common.TEST_EXAMPLE.format(number=number):
            self._test = None
        self._flow.message = ""
        self._flow.show_example(example, drawn=drawn, test=self._test)
        if self._flow.opened:
            self._open(None)
        if self._flow.frame.get("plan") is None:
            self._update()

    def _catch_up(self, _: Change) -> None:
        if self._late:
            self._update()

    def _update(self, _: Change = None) -> None:
        """Show the newest weights, if somebody sees the picture and has seen the last one."""
        self._late = not self._flow.painted
        if self._late or not self._flow.visible:
            return
        experiment, names = self.experiment, self.experiment.dataset.class_names
        try:
            layers, plan = self._layers()
            weights = experiment.ask(_weights) if plan is not None else b""
            shares = None
            if plan is None:
                trace = experiment.trace_example()
                layers = written_layers(layer_pictures(trace), grey=True, names=names)
                found = experiment.task.shares(trace.output[np.newaxis])
                shares = None if found is None else found[0]
        except MLWidgetsError as error:  # in the middle of a change; another update follows
            self._flow.message = str(error)
            return
        self._flow.show_network(
            layers, plan=plan, weights=weights, shares=shares, names=names, note=self._note()
        )
        self._show_run()
        if self._flow.opened:
            self._open(None)

    def _layers(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]] | None]:
        """Return the layers without their numbers and how the page computes them, kept until they change."""
        experiment = self.experiment
        key = experiment.dataset, experiment.layers, experiment.loss
        if self._kept is None or self._kept[0] != key:
            names = experiment.dataset.class_names
            plan = experiment.ask(page_layers)
            last = plan[-1] if plan else None
            if experiment.task.from_logits or not _answers(last, len(names)):
                plan = None  # its answer takes more than the last layer
            pictures = [] if plan is None else layer_pictures(experiment.trace_example())
            layers = without_numbers(written_layers(pictures, grey=True, names=names))
            self._kept = key, layers, plan
        return self._kept[1], self._kept[2]

    def _show_run(self) -> None:
        experiment, flow = self.experiment, self._flow
        stage = experiment.stage
        count = self._iteration()
        with flow.hold_sync():
            flow.stages = texts.STAGES if is_shipped(experiment) else []
            if stage is not None and experiment.at_stage and experiment.status != Status.RUNNING:
                flow.stage, flow.run = stage.name, ""
                return
            fresh = count == 0 and experiment.status == Status.READY
            flow.stage = "0" if fresh and flow.stages else ""
            flow.run = "" if fresh else _RUNS.get(experiment.status, "")

    def _iteration(self) -> int:
        snapshot = self.experiment.snapshot
        if snapshot is not None:
            return snapshot.iteration
        return 0 if self.experiment.stage is None else self.experiment.stage.position.iteration

    def _note(self) -> str:
        """Return what the network has learned so far, in a sentence."""
        experiment, count = self.experiment, self._iteration()
        stage, snapshot = experiment.stage, experiment.snapshot
        if stage is not None and experiment.at_stage:
            count = stage.position.iteration
            accuracy = share_text(stage.test_accuracy)
            if count == 0:
                return texts.FLOW_RANDOM.format(accuracy=accuracy)
            template = texts.FLOW_LEARNED if stage.name == "all" else texts.FLOW_LEARNING
            learned = learned_network().learned_from
            return template.format(count=learned, accuracy=accuracy, updates=updates(count))
        if count == 0:
            return texts.FLOW_UNTRAINED if experiment.untrained else texts.FLOW_GIVEN
        text = texts.FLOW_AFTER.format(updates=updates(count))
        if snapshot is not None and snapshot.validation is not None:
            logs = snapshot.validation.evaluation.logs
            if "accuracy" in logs:
                text += texts.FLOW_VALIDATION.format(accuracy=share_text(float(logs["accuracy"])))
        return text


def _weights(model: Sequential) -> bytes:
    return page_weights(model.get_weights())


def _answers(last: dict[str, Any] | None, classes: int) -> bool:
    """Return whether the last layer of what the page computes gives a probability for each class."""
    return last is not None and last["activation"] == "softmax" and last["output"] == [classes]
