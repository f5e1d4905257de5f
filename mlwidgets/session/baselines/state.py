"""How the baselines of an experiment stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mlwidgets.session.background import WorkStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.data import Split
    from mlwidgets.explain.rows.importance import Importance
    from mlwidgets.session.baselines.fitted import Fitted


@dataclass(frozen=True, eq=False)
class Compared:
    """What the models are fitted to.

    Attributes
    ----------
    split : Split
        The rows.
    features : tuple of str
        What is computed of points of the plane before a model gets them.
    seed : int
        That of the trees, and of the shuffling.
    """

    split: Split
    features: tuple[str, ...]
    seed: int


@dataclass(frozen=True, eq=False)
class BaselinesState:
    """The baselines at one moment.

    Attributes
    ----------
    status : WorkStatus
        What is being done.
    models : tuple of Fitted
        Those that have been fitted, and at the end the one that is being fitted.
    problems : mapping of str to str
        For each kind of model that could not be fitted why, in a sentence.
    doing : str
        The kind of the model that is being fitted, "importance", or "" before and after.
    done, total : int
        Columns that have been shuffled, over all models, and how many that will be; 0 of 0 before.
    network : Importance or None
        What matters to the network, as it was when the others had been measured.
    updates : int
        How many updates the network had behind it then.
    compared : Compared or None
        What the models are fitted to.
    error : str
        Why it failed, in a sentence; else empty.
    """

    status: WorkStatus = WorkStatus.READY
    models: tuple[Fitted, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    doing: str = ""
    done: int = 0
    total: int = 0
    network: Importance | None = None
    updates: int = 0
    compared: Compared | None = None
    error: str = ""

    def model(self, kind: str) -> Fitted | None:
        """Return a model of `KINDS`; None if it has not been fitted."""
        return next((one for one in self.models if one.kind == kind), None)
