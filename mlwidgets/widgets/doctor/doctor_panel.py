"""The list of findings with their remedies, beside the table of the layers' health, drawn by the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher

from mlwidgets.widgets.base.live_widget import LiveWidget
from mlwidgets.widgets.base.static_files import bundle, style

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.explain.doctor.finding import Finding
    from mlwidgets.explain.doctor.health import LayerHealth


class DoctorPanel(LiveWidget):
    """What is wrong with a training, and how each layer is. Fill it with `show`.

    Parameters
    ----------
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    frame : dict
        What is shown: ``"findings"``, ``"rows"`` of the table, and the sentences ``"moment"``, ``"empty"``,
        ``"more"`` and ``"said"``.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> panel = DoctorPanel()
    >>> panel.show([], [], empty="Nothing is wrong so far.")
    >>> panel.frame["empty"]
    'Nothing is wrong so far.'
    """

    _esm = bundle("doctor/doctor_panel")
    _css = style("doctor/doctor_panel")

    def __init__(self, **others: Any) -> None:  # noqa: ANN401 - traits of every widget
        super().__init__(**others)
        self._treaters, self._dismissers = CallbackDispatcher(), CallbackDispatcher()
        self.on_msg(self._hear)

    def show(
        self,
        findings: Sequence[Finding],
        rows: Sequence[LayerHealth],
        *,
        moment: str = "",
        empty: str = "",
        more: str = "",
        said: str = "",
    ) -> None:
        """Show other findings and another table.

        Parameters
        ----------
        findings : sequence of Finding
            What is wrong.
        rows : sequence of LayerHealth
            How the layers are.
        moment : str
            When, and on how many examples.
        empty : str
            What stands in the place of the findings if there are none.
        more : str
            What is known beside the table.
        said : str
            What the last remedy has done.
        """
        self.show_frame(
            told=False,
            findings=[
                {
                    "name": one.name,
                    "severity": one.severity,
                    "headline": one.headline,
                    "why": " ".join(
                        [str(one.why), *(str(remedy.why) for remedy in one.remedies if remedy.why)]
                    ),
                    "numbers": [list(pair) for pair in one.numbers],
                    "remedies": [remedy.label for remedy in one.remedies],
                }
                for one in findings
            ],
            rows=[
                {
                    "title": row.title,
                    "cells": [[cell.text, cell.verdict] for cell in (row.gradient, row.step, row.units)],
                }
                for row in rows
            ],
            moment=moment,
            empty=empty,
            more=more,
            said=said,
        )

    def on_treat(self, callback: Callable[[tuple[str, str]], object]) -> None:
        """Call back with the name of a finding and the label of the remedy that the learner has pressed."""
        self._treaters.register_callback(callback)

    def on_dismiss(self, callback: Callable[[str], object]) -> None:
        """Call back with the name of a finding that the learner does not want to see any more."""
        self._dismissers.register_callback(callback)

    def _hear(self, _widget: DoctorPanel, content: dict[str, Any], _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "treat", "finding": str(name), "remedy": str(label)}:
                self._treaters((name, label))
            case {"kind": "dismiss", "finding": str(name)}:
                self._dismissers(name)
