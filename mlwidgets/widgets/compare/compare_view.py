"""CompareView: the network beside models that are much simpler."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from mlwidgets.interchange.comparison import comparison_csv
from mlwidgets.language import numeral
from mlwidgets.session import Status
from mlwidgets.session.background import WorkStatus
from mlwidgets.session.baselines.baselines import NETWORK
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.compare import compare_frame, texts
from mlwidgets.widgets.compare.compare_board import CompareBoard
from mlwidgets.widgets.compare.compare_frame import Known

if TYPE_CHECKING:
    from mlwidgets.explain.rows.figures import Figures
    from mlwidgets.language import PluralText
    from mlwidgets.session import Experiment

LEAST_WAIT = 0.5
"""Least seconds between two measurements of a network that is being trained."""

SHARE = 10
"""Of the time at most one part in so many goes into measuring it."""

_CROSS_ENTROPIES = ("sparse_categorical_crossentropy", "binary_crossentropy")


class CompareView(View):
    """The network, and three models that learn from the same rows, side by side.

    Parameters
    ----------
    experiment : Experiment
        Whose network is compared.

    Attributes
    ----------
    board : CompareBoard
        Table, curves and bars.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> view = CompareView(Experiment("moons"))
    >>> view.board.frame["status"]
    'ready'
    """

    def __init__(self, experiment: Experiment) -> None:
        self._baselines = experiment.baselines
        self.board = CompareBoard()
        super().__init__(experiment, [self.board])
        self._late = False
        self._next = 0.0
        self._network: dict[str, Figures] = {}
        self._tested: object = None  # the state that `_test` belongs to
        self._test: dict[str, Figures] = {}
        self.watch(self._baselines, "state", self._follow)
        self.watch(experiment, ("snapshot", "restarts"), self._follow_network)
        self.watch(experiment, "settings", self._follow_network)
        self.watch(experiment.ledger, "tests", self._follow)
        self.watch(self.board, "visible", self._follow_network)
        self.board.on_painted(self.safely(self._catch_up))
        self.board.on_ask(self.safely(self._answer))
        self._show()

    def _answer(self, what: str) -> None:
        self.forget_messages()
        if what == "start":
            self._baselines.start()
        elif what == "stop":
            self._baselines.stop()
        elif self._suited:
            known = self._known()
            titles = {key: str(title) for key, title in known.titles.items()}
            score, second = (str(name) for name in known.figure_names)
            self.board.hand_over(
                comparison_csv(
                    {titles[key]: parts for key, parts in known.figures.items()},
                    (score, second),
                    {titles[key]: found for key, found in known.importance.items()},
                    score,
                )
            )

    def _follow_network(self, _: Change) -> None:
        """Measure the network anew, but not more often than it can be spared."""
        if not self.board.visible:
            return
        snapshot = self.experiment.snapshot
        running = snapshot is not None and snapshot.status is Status.RUNNING
        if running and time.monotonic() < self._next:
            return
        self._measure()
        self._follow(None)

    def _follow(self, _: Change) -> None:
        """Show what is new, unless the page is not ready for it, or nobody sees it."""
        busy = self._baselines.state.status is WorkStatus.RUNNING
        self._late = not self.board.visible or (busy and not self.board.painted)
        if not self._late:
            self._show()

    def _catch_up(self, _: Change) -> None:
        if self._late:
            self._follow(None)

    @property
    def _suited(self) -> bool:
        return self._baselines.suits(self.experiment.dataset)

    def _measure(self) -> None:
        if not self._suited:
            return
        began = time.monotonic()
        self._network = self._baselines.network_figures()
        took = time.monotonic() - began
        self._next = time.monotonic() + max(LEAST_WAIT, SHARE * took)

    def _show(self) -> None:
        if not self._suited:
            self.board.show_frame(status="unsuited", said=texts.UNSUITED)
            return
        if not self._network:
            self._measure()
        known = self._known()
        outdated = self._baselines.outdated
        state = known.state
        self.board.show_frame(
            status=state.status.value,
            said=compare_frame.said(known, outdated=outdated),
            about=self._about(),
            progress=state.done / state.total if state.total and state.doing else -1,
            outdated=outdated,
            **compare_frame.model_rows(known),
            curves=compare_frame.curves(known),
            importance=compare_frame.importance(known),
            notes=self._notes(known),
            alt=compare_frame.alt(known),
        )

    def _known(self) -> Known:
        experiment, snapshot = self.experiment, self.experiment.present
        return Known(
            dataset=experiment.dataset,
            state=self._baselines.state,
            network=self._network,
            test=self._test_figures(),
            updates=0 if snapshot is None else snapshot.iteration,
            history=None if snapshot is None else snapshot.record,
            comparable=self._comparable(),
        )

    def _test_figures(self) -> dict[str, Figures]:
        """Return figures on the test rows, once the learner has measured them during this run.

        The network's are those of the moment when they were measured: another look would have to be counted.
        """
        tests, state = self.experiment.ledger.tests, self._baselines.state
        busy = state.status is WorkStatus.RUNNING
        output = tests[-1].output if tests else None
        if output is None or busy or self._baselines.outdated:
            return {}
        if self._tested is not state:
            self._tested, self._test = state, self._baselines.test_figures()
        return {NETWORK: self._baselines.network_test_figures(output), **self._test}

    def _comparable(self) -> bool:
        loss = self.experiment.loss
        if self.experiment.dataset.n_classes:
            return loss.name in _CROSS_ENTROPIES and not self.experiment.class_weight
        return bool(loss.name == "mean_squared_error")

    def _about(self) -> str:
        experiment, split = self.experiment, self.experiment.split
        inputs = experiment.task.input_shape[0]
        return texts.DATA.format(
            inputs=numeral(inputs),
            train=numeral(len(split.x_train)),
            validation=numeral(len(split.x_validation)),
            name=experiment.dataset.name,
        )

    def _notes(self, known: Known) -> dict[str, Any]:
        """Return sentences that are to be known of table, curves and bars."""
        experiment = self.experiment
        table = [texts.TEST_LOCKED] if not known.test else []
        tests = self.experiment.ledger.tests
        if known.test and tests and tests[-1].iteration != known.updates:
            table = [_counted(texts.TEST_EARLIER, tests[-1].iteration)]
        if not len(experiment.split.x_validation):
            table.append(texts.NO_VALIDATION)
        if experiment.class_weight:
            table.append(texts.WEIGHTED)
        lines = []
        if not known.comparable:
            lines.append(texts.LOSS_OTHER.format(loss=experiment.loss.row.shown_title))
        elif known.history is not None and any(known.history.batch_logs.get("penalty", ())):
            lines.append(texts.PENALTY)
        bars = [texts.CORRELATED] if known.importance else []
        if known.state.network is not None and known.state.updates != known.updates:
            bars.insert(0, _counted(texts.IMPORTANCE_NETWORK, known.state.updates))
        notes = {"table": table, "curves": lines, "bars": bars}
        return {name: " ".join(str(one) for one in sentences) for name, sentences in notes.items()}

    def close(self) -> None:
        """Stop the comparison, and free everything."""
        self._baselines.stop()
        super().close()


def _counted(words: PluralText, count: int) -> str:
    return words.format(count, count=numeral(count))
