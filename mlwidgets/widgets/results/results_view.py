"""The results of an experiment: on which examples its predictions are right, and at which threshold."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from mlwidgets.explain.loss.lens import sample
from mlwidgets.explain.results.baseline import majority_baseline, mean_baseline
from mlwidgets.explain.results.calibration import calibration
from mlwidgets.explain.results.decisions import runners_up
from mlwidgets.explain.results.measuring import Measuring
from mlwidgets.explain.results.one_class import OneClass
from mlwidgets.explain.results.residuals import residuals
from mlwidgets.explain.wording import share_text
from mlwidgets.language import numeral
from mlwidgets.session import Status
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.base.wording import example_numbers, items, times, updates
from mlwidgets.widgets.results import texts
from mlwidgets.widgets.results.open_examples import OpenExamples
from mlwidgets.widgets.results.part import Part
from mlwidgets.widgets.results.results_board import ResultsBoard

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.session import Experiment, Snapshot

MOST_NUMBERS = 100_000
"""Outputs that are taken of a part: of more examples than that makes, evenly spread ones."""

INTERVAL = 0.3
"""Least seconds between two pictures of a running training: its curves come first."""

RUNNING, RESTING = 0.004, 0.025
"""Seconds of measuring for each picture that the page has painted, beside a training and without one."""


class ResultsView(View):
    """Matrix, scores and curves at a threshold; for numbers, predictions against truths.

    Validation examples are measured by the run itself, once an epoch. Others, and those of a run that rests
    between two epochs, are measured here, in slices between the pictures that the page paints, and only while
    somebody looks. Of the test examples the view shows what the ledger has been asked for, and nothing else.

    Parameters
    ----------
    experiment : Experiment
        Whose network and examples.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.board = ResultsBoard()
        self._ledger = experiment.ledger
        self._measuring: Measuring | None = None
        self._of: tuple[int, Snapshot | None] = (-1, None)  # which network and moment is being measured
        self._shown: object = None  # what the page shows comes from this
        self._next = 0.0  # when a running training may change the picture again
        self._part: Part | None = None
        super().__init__(experiment, [self.board])
        self.open_examples = OpenExamples(experiment, self.board)
        self.add_class("mlw-measured-view")
        self.watch(experiment, ("dataset", "validation_split", "seed"), self._begin)
        self.watch(experiment, "restarts", self._renew)
        self.watch(experiment, "snapshot", self._follow)
        self.watch(self._ledger, ("tests", "test_openings"), self._follow_tests)
        self.watch(self.board, "visible", self._follow)
        self.watch(self.board, "part", self._begin)
        self.watch(self.board, "focus", self._renew)
        self.board.on_painted(self.safely(self._go_on))
        self.board.on_cell(lambda *cell: self.safely(self._open_cell)(cell))
        self.board.on_worst(lambda: self.safely(self._open_worst)(None))
        self.board.on_inspect(self.safely(self._inspect))
        if experiment.dataset.n_classes == 2:  # noqa: PLR2004 - no and yes
            self.board.focus = 1
        self._begin()

    # ---- which examples ----

    def _begin(self, _: Change = None) -> None:
        """Take the examples anew."""
        self._part = None
        self._show_setup()
        self._renew()

    def _renew(self, _: Change = None) -> None:
        """Measure anew: another network, other examples or another class."""
        self._measuring = self._shown = None
        self.board.forget_examples()
        self._follow()

    def _follow_tests(self, _: Change) -> None:
        self._show_setup()
        self._follow()

    def _show_setup(self) -> None:
        data, split, ledger = self.experiment.dataset, self.experiment.split, self._ledger
        measured = bool(ledger.tests) and ledger.tests[-1].output is not None
        unmeasured = texts.PART_LOCKED if ledger.test_locked else texts.PART_UNMEASURED
        parts = [
            ("validation", texts.PARTS["validation"], bool(len(split.x_validation))),
            ("train", texts.PARTS["train"], True),
            ("test", texts.PARTS["test"] if measured else unmeasured, measured),
        ]
        names = data.class_names
        if not names:
            count = int(np.prod(data.y_train.shape[1:]))
            prepared = data.prepared
            given = () if prepared is None else prepared.target_names
            names = given or (
                (texts.TARGET,)
                if count == 1
                else tuple(texts.TARGET_NUMBER.format(number=at + 1) for at in range(count))
            )
        self.board.show_setup(names, parts, classes=bool(data.n_classes))

    def _examples(self) -> Part:
        """Return the examples of the chosen part, all or evenly spread ones."""
        if self._part is None:
            data, split, name = self.experiment.dataset, self.experiment.split, self.board.part
            x, y, places = {
                "train": (split.x_train, split.y_train, split.train_index),
                "validation": (split.x_validation, split.y_validation, split.validation_index),
                "test": (data.x_test, data.y_test, np.arange(len(data.x_test))),
            }[name]
            index = sample(len(x), MOST_NUMBERS // max(data.n_classes, 1))
            numbers = example_numbers(data, name, places[index])
            self._part = Part(name, x[index], y[index], numbers, index, len(x))
        return self._part

    # ---- measuring ----

    def _follow(self, _: Change = None) -> None:
        board = self.board
        if not board.visible or not board.painted:
            return
        running = self.experiment.status is Status.RUNNING
        if running and time.monotonic() < self._next:
            return
        self._next = time.monotonic() + INTERVAL
        self._go_on()

    def _go_on(self, _: object = None) -> None:
        """Show what is known, or measure a little more; when the page has painted it, this goes on."""
        if not self.board.visible:
            return
        part = self._examples()
        if not len(part.x):
            self._tell(texts.NO_EXAMPLES)
        elif part.name == "test":
            self._show_test(part)
        elif not self._show_validation(part):
            self._measure(part)

    def _show_test(self, part: Part) -> None:
        """Show what the ledger has measured, and nothing else."""
        ledger = self._ledger
        newest = ledger.tests[-1] if ledger.tests else None
        if newest is None or newest.output is None:
            self._tell(texts.TEST_LOCKED if ledger.test_locked else texts.TEST_UNMEASURED)
        elif self._shown is not newest:
            self._shown = newest
            self._show(part, newest.output[part.index], newest.iteration)

    def _show_validation(self, part: Part) -> bool:
        """Show what the run has measured after an epoch; return whether that is the newest there can be."""
        snapshot = self.experiment.snapshot
        known = None if snapshot is None else snapshot.validation
        if part.name != "validation" or snapshot is None or known is None:
            return False
        if snapshot.status is not Status.RUNNING and known.iteration != snapshot.iteration:
            return False
        if self._shown is not known:
            self._shown = known
            self._show(part, known.evaluation.output[part.index], known.iteration)
        return True

    def _measure(self, part: Part) -> None:
        """Let the network predict a little longer."""
        running = self.experiment.status is Status.RUNNING
        moment = self.experiment.restarts, self.experiment.snapshot
        measuring = self._measuring
        if measuring is None or (self._shown is measuring and moment != self._of):
            inputs = self.experiment.task.inputs(part.x)
            measuring = self._measuring = self.experiment.ask(lambda model: Measuring(model, inputs))
            self._of = moment
        elif self._shown is measuring:
            return
        if measuring.advance(RUNNING if running else RESTING):
            self._shown = measuring
            snapshot = self._of[1]
            self._show(part, measuring.outputs(), 0 if snapshot is None else snapshot.iteration)
        else:
            self.board.show_frame(progress=measuring.progress)

    # ---- to the page ----

    def _tell(self, problem: str) -> None:
        if self._shown != problem:
            self._shown = problem
            self.open_examples.forget()
            self.board.show_problem(problem)

    def _show(self, part: Part, output: AnyArray, iteration: int) -> None:
        state = self._state(part, iteration)
        with self.board.hold_sync():
            if not np.isfinite(output).all():
                self.open_examples.forget()
                self.board.show_problem(texts.NO_NUMBERS)
            elif self.experiment.dataset.n_classes:
                self._show_classes(part, self._shares(output), state)
            else:
                self._show_numbers(part, output, state)
            self.board.show_frame(progress=1.0)

    def _state(self, part: Part, iteration: int) -> str:
        count = len(part.x)
        state = (texts.STATE if count == part.total else texts.STATE_SOME).format(
            count=numeral(count),
            total=numeral(part.total),
            part=texts.PARTS[part.name],
            items=items(self.experiment.dataset),
            updates=updates(iteration),
        )
        if part.name != "test":
            return state
        return texts.STATE_TEST.format(state=state, times=times(self._ledger.test_openings))

    def _shares(self, output: AnyArray) -> AnyArray:
        """Return a share for each class; the float32 that the page is given, so that both count alike."""
        shares = self.experiment.task.shares(output)
        assert shares is not None  # noqa: S101 - there are classes
        return shares.astype(np.float32)

    def _show_classes(self, part: Part, shares: AnyArray, state: str) -> None:
        data = self.experiment.dataset
        focus = min(self.board.focus, data.n_classes - 1)
        scores, labels = shares[:, focus], part.y
        of_class = np.equal(labels, focus)
        base = majority_baseline(self.experiment.split.y_train, labels)
        self.open_examples.take_classes(part, scores, focus)
        self.board.show_classes(
            labels,
            scores,
            runners_up(shares, focus),
            focus=focus,
            part=part.name,
            measured=OneClass.of(of_class, scores),
            calibration=calibration(of_class, scores) if _are_probabilities(shares) else None,
            tuned=None if part.name == "validation" else self._tuned(focus),
            state=state,
            baseline=texts.BASELINE_CLASS.format(
                name=data.class_names[base.label], accuracy=share_text(base.accuracy)
            ),
        )

    def _tuned(self, focus: int) -> tuple[AnyArray, AnyArray] | None:
        """Return the newest measurement of the validation examples, by which a threshold is chosen."""
        snapshot = self.experiment.snapshot
        known = None if snapshot is None else snapshot.validation
        if known is None or not np.isfinite(known.evaluation.output).all():
            return None
        scores = self._shares(known.evaluation.output)[:, focus]
        index = sample(len(scores), MOST_NUMBERS // self.experiment.dataset.n_classes)
        return np.equal(self.experiment.split.y_validation, focus)[index], scores[index]

    def _show_numbers(self, part: Part, output: AnyArray, state: str) -> None:
        data, split = self.experiment.dataset, self.experiment.split
        count = int(np.prod(part.y.shape[1:]))
        focus = min(self.board.focus, count - 1)

        def one(numbers: AnyArray) -> AnyArray:
            """Return the number that is looked at, in the units of the table if there is one."""
            chosen: AnyArray = numbers.reshape(len(numbers), count)[:, focus].astype(np.float64)
            return chosen if data.prepared is None else data.prepared.in_units(chosen)

        truth, said = one(part.y), one(output)
        self.open_examples.take_numbers(part, truth, said)
        self.board.show_numbers(
            truth,
            said,
            focus=focus,
            part=part.name,
            measured=residuals(truth, said),
            baseline=mean_baseline(one(split.y_train), truth),
            state=state,
        )

    # ---- from the page ----

    def _open_cell(self, cell: tuple[bool, bool, float]) -> None:
        self.open_examples.open_cell(*cell)

    def _open_worst(self, _: object) -> None:
        self.open_examples.open_worst()

    def _inspect(self, at: int) -> None:
        if self.open_examples.inspect(at):
            self.said = texts.INSPECTED


def _are_probabilities(shares: AnyArray) -> bool:
    """Return whether each row holds numbers from 0 to 1 that sum to 1."""
    low, high = float(shares.min()), float(shares.max())
    return low >= 0 and high <= 1 and bool(np.allclose(shares.sum(axis=1), 1, atol=1e-3))
