"""The diagnosis: every illness is looked for, causes stand before symptoms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mlwidgets.explain.doctor.breakdown import huge, not_finite, rising, vanishing
from mlwidgets.explain.doctor.learning import edge, overfitting, plateau
from mlwidgets.explain.doctor.setup import misfit, unscaled
from mlwidgets.explain.doctor.units import alike, dead, saturated

if TYPE_CHECKING:
    from mlwidgets.explain.doctor.evidence import Evidence
    from mlwidgets.explain.doctor.finding import Finding

_ILLNESSES = (
    not_finite,
    misfit,
    dead,
    alike,
    saturated,
    rising,
    huge,
    vanishing,
    plateau,
    unscaled,
    edge,
    overfitting,
)
"""In the order in which a learner should read of them."""

_CAUSES = {
    "exploding": ("not_finite", "dead", "saturated"),
    "overshooting": ("not_finite", "dead", "saturated"),
    "vanishing": ("not_finite", "dead", "saturated", "alike"),
    "plateau": (
        "not_finite",
        "dead",
        "alike",
        "saturated",
        "exploding",
        "overshooting",
        "vanishing",
        "misfit",
    ),
    "edge": ("not_finite", "dead", "saturated", "exploding", "overshooting"),
    "saturated": ("not_finite", "dead"),
}
"""What makes a finding a mere symptom, not worth a line of its own."""


def diagnose(evidence: Evidence) -> tuple[Finding, ...]:
    """Return what is wrong with a training, problems before notes.

    Parameters
    ----------
    evidence : Evidence
        The training so far.
    """
    found = [finding for finding in (look(evidence) for look in _ILLNESSES) if finding is not None]
    found = list({finding.name: finding for finding in reversed(found)}.values())[::-1]
    problems = {finding.kind for finding in found if finding.severity == "problem"}
    kept = [finding for finding in found if problems.isdisjoint(_CAUSES.get(finding.kind, ()))]
    if problems - {"misfit"}:
        # Where something has gone wrong, unscaled inputs are a likely reason.
        kept = [replace(one, severity="problem") if one.kind == "unscaled" else one for one in kept]
    return tuple(sorted(kept, key=lambda finding: finding.severity != "problem"))
