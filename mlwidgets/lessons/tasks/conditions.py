"""Conditions: named checks with their parameters, as a task puts them to a learner's experiment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from mlwidgets.errors import ConfigurationError
from mlwidgets.lessons.checks import CHECKS, Finding, parse_parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlwidgets.lessons.format.fields import Fields
    from mlwidgets.session import Experiment

MOST = 6


@dataclass(frozen=True)
class Condition:
    """One check with its parameters."""

    check: str
    parameters: Mapping[str, Any]

    def judge(self, evidence: Mapping[str, Any]) -> Finding:
        """Judge what `gather` has found, now or when it is handed in."""
        return CHECKS[self.check].judge(evidence.get(self.check), **self.parameters)


@dataclass(frozen=True)
class Conditions:
    """Conditions that must all hold."""

    parts: tuple[Condition, ...]

    def judge(self, evidence: Mapping[str, Any]) -> Finding:
        """Return whether all hold; if not, why those do not that do not."""
        findings = [part.judge(evidence) for part in self.parts]
        holds = all(finding.holds for finding in findings)
        said = dict.fromkeys(str(one.why) for one in findings if one.holds == holds)
        return Finding(holds, " ".join(said))  # what several say, such as that nothing is trained yet, once

    @classmethod
    def read(cls, fields: Fields) -> Self | None:
        """Read them from fields that are `check` and `with`, or a list `all` of such pairs.

        Returns None if nothing can be made of them; the reason has been noted then.
        """
        if not fields.has("all"):
            one = _read_one(fields)
            return None if one is None else cls((one,))
        if fields.has("check") or fields.has("with"):
            fields.fault("all", "Write either check and with, or a list of them under all.")
        found = []
        for part in fields.parts("all", "a check", most=MOST):
            found.append(_read_one(part))
            part.close()
        whole = [one for one in found if one is not None]
        return cls(tuple(whole)) if whole else None


def read_conditions(fields: Fields, name: str) -> Conditions | None:
    """Read conditions that stand under a name of their own."""
    part = fields.part(name, f"{name}:")
    if part is None:
        return None
    found = Conditions.read(part)
    part.close()
    return found


def gather(conditions: Iterable[Conditions], experiment: Experiment) -> dict[str, Any]:
    """Return what all these conditions need to know, of one moment, as plain JSON values.

    Raises
    ------
    MLWidgetsError
        The experiment is in no state to be looked at.
    """
    names = dict.fromkeys(part.check for one in conditions for part in one.parts)
    with experiment.lock:
        return {name: CHECKS[name].evidence(experiment) for name in names}


def _read_one(fields: Fields) -> Condition | None:
    name = fields.text("check")
    given = fields.map("with")
    if not name:
        return None
    try:
        return Condition(name, parse_parameters(name, given, among=CHECKS))
    except ConfigurationError as error:
        fields.fault("with" if name in CHECKS and given else "check", str(error))
        return None
