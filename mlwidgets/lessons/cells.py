"""A cell of a notebook, and what it is to nbgrader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = 3
"""Version of nbgrader's metadata."""

POINTS = 1
"""What a task is worth; in nbgrader's toolbar a teacher can say otherwise."""

FIRST_SEED = 1
"""With which a notebook draws its tasks until a learner chooses another."""


@dataclass(frozen=True)
class Cell:
    """A cell.

    Attributes
    ----------
    kind : str
        ``"markdown"`` or ``"code"``.
    source : str
        Its text.
    metadata : Mapping
        What other programs than Jupyter look at.
    """

    kind: str
    source: str
    metadata: Mapping[str, Any] = field(default_factory=dict)

    def written(self, number: int) -> dict[str, Any]:
        """Return it as it stands in a notebook of format 4.5."""
        cell = {
            "cell_type": self.kind,
            "id": f"cell-{number:03d}",
            "metadata": dict(self.metadata),
            "source": self.source,
        }
        return cell | ({"execution_count": None, "outputs": []} if self.kind == "code" else {})

    def locked(self, name: str) -> Cell:
        """Return it as one that learners only run; nbgrader puts it back as it was before it grades."""
        return self._marked(name, locked=True)

    def answer(self, name: str) -> Cell:
        """Return it as one in which learners write; nbgrader takes out what stands in it for a solution."""
        return self._marked(name, solution=True)

    def graded(self, name: str) -> Cell:
        """Return it as one that gives its points if it runs without an error."""
        return self._marked(name, grade=True, locked=True)

    def graded_by_hand(self, name: str) -> Cell:
        """Return it as one in which learners write, and to which a teacher gives points."""
        return self._marked(name, grade=True, solution=True)

    def _marked(
        self, name: str, *, grade: bool = False, solution: bool = False, locked: bool = False
    ) -> Cell:
        mark = {
            "grade": grade,
            "grade_id": name,
            "locked": locked,
            "schema_version": SCHEMA,
            "solution": solution,
            "task": False,
        }
        if grade:
            mark["points"] = POINTS
        return Cell(self.kind, self.source, {"nbgrader": mark})
