"""What the doctor finds: which number, in which layer, since when, why, and what would help."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Severity = Literal["problem", "note"]
"""A problem keeps the network from learning; a note is worth knowing while it learns."""


@dataclass(frozen=True)
class Remedy:
    """Something that helps, ready to be applied.

    Attributes
    ----------
    label : str
        What a button says: "Go back to update 10 and use 0.002".
    said : str
        What the learner is told when it is done.
    update : int or None
        The moment of the run to go back to; None to go on from the present, or to begin anew where a change
        does that anyway.
    changes : mapping
        Settings of the experiment that change.
    why : str
        Why this moment and these settings, in a sentence; empty where the finding says it.
    """

    label: str
    said: str
    update: int | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    why: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that the doctor has found.

    Attributes
    ----------
    kind : str
        Which illness: "dead".
    severity : {"problem", "note"}
        How much it matters.
    headline : str
        What was found, in one line; it does not change while the finding lasts.
    why : str
        What it means and what to do, for a learner, in a few sentences.
    layer : int
        The layer's place, counted from 1; 0 for the whole network.
    update : int
        Since which update, or by which it was noticed.
    numbers : tuple of (str, str)
        What was measured: a name and a value, in words.
    remedies : tuple of Remedy
        What would help, the best first; empty where no change of a setting does.
    """

    kind: str
    severity: Severity
    headline: str
    why: str
    layer: int = 0
    update: int = 0
    numbers: tuple[tuple[str, str], ...] = ()
    remedies: tuple[Remedy, ...] = ()

    @property
    def name(self) -> str:
        """What tells it from other findings of the same run: "dead-2"."""
        return f"{self.kind}-{self.layer}"
