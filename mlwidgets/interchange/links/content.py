"""What a link carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from mlwidgets.errors import DataError
from mlwidgets.language import _
from mlwidgets.ranges import shown


@dataclass(frozen=True, kw_only=True)
class LinkContent:
    """A configuration as plain JSON values. Nothing but its outer form has been checked.

    Attributes
    ----------
    settings : mapping
        What `Experiment.to_dict` returns.
    page : mapping
        Which tab is open, and which controls are hidden or locked.
    stage : str
        Which of the shipped weights the run starts from; empty for its own random ones.
    left_out : tuple of str
        What could not be carried over, a sentence each; the link itself says nothing of it.
    """

    settings: Mapping[str, Any]
    page: Mapping[str, Any] = field(default_factory=dict)
    stage: str = ""
    left_out: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return what the link holds; what is empty is left out."""
        plain = {"settings": dict(self.settings), "page": dict(self.page), "stage": self.stage}
        return {name: value for name, value in plain.items() if value or name == "settings"}

    @classmethod
    def from_dict(cls, plain: object) -> Self:
        """Return what `to_dict` wrote down.

        Raises
        ------
        DataError
            It is something else.
        """
        if not isinstance(plain, Mapping) or not isinstance(plain.get("settings"), Mapping):
            raise DataError(
                _("A link holds the settings of an experiment; this one holds {plain}.").format(
                    plain=shown(plain)
                )
            )
        unknown = sorted(map(str, plain.keys() - {"settings", "page", "stage"}))
        if unknown:
            raise DataError(
                _("This link holds {unknown}, which this mlwidgets does not know. Update mlwidgets.").format(
                    unknown=shown(unknown[0])
                )
            )
        page, stage = plain.get("page", {}), plain.get("stage", "")
        if not isinstance(page, Mapping) or not isinstance(stage, str):
            raise DataError(_("This link is damaged: its page or its stage is not what a link holds there."))
        return cls(settings=plain["settings"], page=page, stage=stage)
