"""The pane *Prepare*: roles, division and steps of a table, without leaking; each change applies at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.data.prepare.choices import Role
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.base.wording import times
from mlwidgets.widgets.controls.disclosure import Section
from mlwidgets.widgets.controls.panes import view_in
from mlwidgets.widgets.data import prepare_texts as texts
from mlwidgets.widgets.data.prepare_board import PrepareBoard
from mlwidgets.widgets.data.prepare_state import plan_state, row_state, table_state

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.data.prepare.finding import Finding
    from mlwidgets.data.prepare.plan import Plan
    from mlwidgets.data.prepare.prepared import PreparedTable
    from mlwidgets.data.tables.table import Table
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change


class PrepareView(View):
    """What is made of the table on the bench, and what its steps have learned from the training rows.

    Parameters
    ----------
    experiment : Experiment
        Whose data they are.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._draft = experiment.data_draft
        self._table: Table | None = None
        self._row = ("train", 0)
        self._known: tuple[object, ...] = ()
        self._findings: tuple[Finding, ...] = ()
        methods = [[str(value), words] for value, words in texts.METHODS.items()]
        self.board = PrepareBoard(label=texts.LABEL, methods=methods)
        units = view_in("mlwidgets.widgets.data.units_view", "UnitsView", experiment)
        self.units = Section(experiment, texts.UNITS, units, text=texts.UNITS_TEXT)
        super().__init__(experiment, [self.board, self.units])
        self.add_class("mlw-prepare-view")
        self.board.on_column(self.safely(self._change_column))
        self.board.on_split(self.safely(self._change_split))
        self.board.on_remedy(self.safely(self._mend))
        self.board.on_follow(self.safely(self._follow_row))
        self.watch(self._draft, ("state", "work"), self._follow)
        self.watch(self.board, "visible", self._follow)
        self.watch(experiment.ledger, "test_openings", self._show_lock)
        self.watch(experiment, "dataset", self._show_lock)
        self.refresh()

    @property
    def prepared(self) -> PreparedTable | None:
        """The prepared table; None while the plan is not possible, or is just being carried out."""
        draft = self._draft
        return (
            None if draft.problem or draft.next_plan is not draft.plan else self.experiment.dataset.prepared
        )

    def refresh(self) -> None:
        """Show the plan, what came of it, and what is worth knowing."""
        table, plan = self._draft.table, self._draft.next_plan
        if table is None or plan is None:
            return  # the lab shows other panes then
        self._known = self._draft.state, plan
        with self.board.hold_sync():
            if table is not self._table:
                self._table, self._row = table, ("train", 0)
                self.board.table = table_state(table)
            self.board.plan = plan_state(table, plan, self.prepared)
            self.board.problem = self._draft.problem
            self._show_row()
            self._show_lock()
        self._findings = self._draft.findings
        self.board.findings = [
            {"severity": one.severity, "sentence": one.sentence, "label": one.remedy_label}
            for one in self._findings
        ]

    def _follow(self, _: Change = None) -> None:
        known = self._draft.state, self._draft.next_plan
        if self.board.visible and known != self._known:
            self.refresh()

    def _show_row(self) -> None:
        prepared = self.prepared
        if prepared is None:
            self.board.followed = {}
            return
        part, place = self._row
        if not len(getattr(prepared.parts, part)):
            part = "train"
        self.board.followed = row_state(prepared, part, place)

    def _show_lock(self, _: Change = None) -> None:
        if self.prepared is None:
            self.board.lock = ""
            return
        count = self.experiment.ledger.test_openings
        self.board.lock = texts.OPENED.format(times=times(count)) if count else texts.LOCKED

    # ---- what somebody chooses ----

    def _change_column(self, change: tuple[str, str, str]) -> None:
        name, field, value = change

        def changed(table: Table, plan: Plan) -> Plan:
            if field == "role" and value == Role.TARGET:
                return plan.with_target(table, name)
            return plan.with_column(name, **{field: value})

        self._apply(changed)

    def _change_split(self, change: tuple[str, object]) -> None:
        field, value = change
        self._apply(lambda _, plan: plan.with_split(**{field: value}))

    def _mend(self, wanted: tuple[int, str]) -> None:
        at, label = wanted
        found = self._findings[at] if 0 <= at < len(self._findings) else None
        if found is not None and found.remedy is not None and str(found.remedy_label) == label:
            remedy = found.remedy
            self._apply(lambda *_: remedy)

    def _follow_row(self, wanted: tuple[str, int]) -> None:
        part, place = wanted
        prepared = self.prepared
        if prepared is not None and place < len(getattr(prepared.parts, part)):
            self._row = wanted
            self._show_row()
        self.board.answered()

    def _apply(self, change: Callable[[Table, Plan], Plan]) -> None:
        """Change the plan; one that is not possible stays on the bench, with the reason."""
        self.forget_messages()
        table, plan = self._draft.table, self._draft.next_plan
        try:
            if table is not None and plan is not None:
                self._draft.change_plan(change(table, plan))
        finally:
            self.board.answered()
