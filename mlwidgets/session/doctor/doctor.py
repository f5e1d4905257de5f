"""The doctor of an experiment: watches its runs, says what is wrong, and applies what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from traitlets import HasTraits, Tuple

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.doctor.diagnose import diagnose
from mlwidgets.language import _
from mlwidgets.ranges import shown
from mlwidgets.session.doctor.gather import Examined, Gatherer
from mlwidgets.session.run.snapshot import Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from mlwidgets.explain.doctor.finding import Finding, Remedy
    from mlwidgets.session.run.snapshot import Snapshot
    from mlwidgets.session.run.timeline import Timeline


class Patient(Examined, Protocol):
    """What a doctor needs of an experiment."""

    lock: Any
    note: Any

    @property
    def present(self) -> Snapshot | None:
        """The newest state of the present run."""

    @property
    def timeline(self) -> Timeline:
        """What the present run can go back to."""

    def observe(self, handler: Callable[[Any], None], names: list[str]) -> None:
        """Call a function whenever a trait changes."""

    def as_one_step(self, done: str) -> AbstractContextManager[None]:
        """Change several things in one step."""

    def change(self, **changes: Any) -> None:  # noqa: ANN401 - settings of several types
        """Change settings."""

    def go_to(self, iteration: int) -> None:
        """Go to the moment after so many updates, and rest there."""

    def pause(self) -> None:
        """Stop at the next step."""


class Doctor(HasTraits):
    """Watches an experiment, and says what keeps its network from learning.

    Parameters
    ----------
    experiment : Experiment
        Whose runs are watched.
    halt : callable
        Stops the run, and returns when it rests.

    Attributes
    ----------
    findings : tuple of Finding
        What is wrong now, problems first; without what the learner has dismissed.
    vitals : tuple of Vitals
        The layers of the present run on the way, the newest last.
    """

    findings: Any = Tuple()
    vitals: Any = Tuple()

    def __init__(self, experiment: Patient, halt: Callable[[], object]) -> None:
        super().__init__()
        self._experiment, self._halt = experiment, halt
        self._gatherer = Gatherer(experiment)
        self._seen: tuple[object, ...] = ()
        self._dismissed: set[tuple[int, str]] = set()
        self._run = -1
        experiment.observe(self._examine, ["snapshot", "settings", "restarts"])
        self._examine()

    @property
    def headline(self) -> str:
        """The first problem, or else that nothing has been learned, in one line; empty if all is well."""
        return next((f"{one.headline}." for one in self.findings if _urgent(one)), "")

    def finding(self, name: str) -> Finding:
        """Return what has been found under this name; `ConfigurationError` if it is not there any more."""
        for finding in self.findings:
            if finding.name == name:
                return finding
        raise ConfigurationError(
            _("The doctor has no finding {name} now: it may be over. Look at the list again.").format(
                name=shown(name)
            )
        )

    def dismiss(self, name: str) -> None:
        """Leave a finding out for the rest of this run."""
        self._dismissed.add((self._run, self.finding(name).name))
        self._seen = ()
        self._examine()

    def treat(self, name: str, remedy: int = 0) -> None:
        """Apply a remedy, as one step for `undo`: go back to the moment it names, and change settings.

        Parameters
        ----------
        name : str
            The finding's name: "dead-1".
        remedy : int
            Which of its remedies, counted from 0.
        """
        experiment = self._experiment
        with experiment.lock:
            finding = self.finding(name)
            whole = isinstance(remedy, int) and not isinstance(remedy, bool)
            if not (whole and 0 <= remedy < len(finding.remedies)):
                raise ConfigurationError(
                    _("The finding {name} has {count} remedies, counted from 0; got {remedy}.").format(
                        name=finding.name, count=len(finding.remedies), remedy=shown(remedy)
                    )
                )
            chosen = finding.remedies[remedy]
            self._halt()
            with experiment.as_one_step(_("the remedy “{label}”.").format(label=chosen.label)):
                _apply(experiment, chosen)
            experiment.pause()  # lets the run say how it stands now, under its new number
            experiment.note = chosen.said

    def _examine(self, _: object = None) -> None:
        """Bring the findings up to date, if anything has changed that they are made from."""
        experiment = self._experiment
        snapshot = experiment.present
        moving = snapshot is not None and snapshot.status is Status.RUNNING
        seen = (experiment.settings, *_moment(snapshot, moving=moving))
        if len(seen) == len(self._seen) and all(
            a is b or a == b for a, b in zip(seen, self._seen, strict=True)
        ):
            return
        self._seen = seen
        self._run = -1 if snapshot is None else snapshot.run
        self.vitals = () if snapshot is None else snapshot.vitals
        found = diagnose(self._gatherer.evidence(snapshot))
        self.findings = tuple(one for one in found if (self._run, one.name) not in self._dismissed)


def _moment(snapshot: Snapshot | None, *, moving: bool) -> tuple[object, ...]:
    """Return what a diagnosis hangs on: of a run that is going on only the vitals, which are taken seldom."""
    if snapshot is None:
        return ()
    own = (snapshot.run, snapshot.vitals)
    return own if moving else (*own, snapshot.status, snapshot.iteration, snapshot.validation)


def _urgent(finding: Finding) -> bool:
    return finding.severity == "problem" or finding.kind == "plateau"


def _apply(experiment: Patient, remedy: Remedy) -> None:
    """Go back to the moment that a remedy names, and change the settings from there."""
    if remedy.update is not None:
        # A change waits until the run has arrived, and then makes it a run of its own.
        experiment.go_to(max(remedy.update, experiment.timeline.first))
    if remedy.changes:
        experiment.change(**remedy.changes)
