"""Workbench: everything of an experiment that someone edits, and the states that an undo goes back to."""

from __future__ import annotations

import itertools
from abc import abstractmethod
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from traitlets import Instance, observe

from mlwidgets.language import _
from mlwidgets.session.data.draft import DataDraft
from mlwidgets.session.held import Held
from mlwidgets.session.page_setup import PageSetup
from mlwidgets.session.settings_holder import SettingsHolder
from mlwidgets.session.stack.draft import StackDraft
from mlwidgets.session.texts import CHANGED
from mlwidgets.session.traits import ConvolutionTrait
from mlwidgets.session.undo import GESTURE_SECONDS, State

if TYPE_CHECKING:
    from mlwidgets.session.learned.stages import Stage
    from mlwidgets.session.run.array_edit import ArrayEdit
    from mlwidgets.session.run.orders import Goal
    from mlwidgets.session.run.weight_edit import WeightEdit
    from mlwidgets.spec.settings import Settings

    Edit = WeightEdit | ArrayEdit


class Workbench(SettingsHolder):
    """Settings, the stack while it is being edited, and a convolution, with one undo for all of them.

    A subclass has the run. It begins another with `_restart`, or goes back to that of `_returning`.
    """

    convolution = ConvolutionTrait()
    page = Instance(PageSetup, ())
    held = Instance(Held, ())
    stage: Stage | None = None  # the shipped weights that the run started from, if it did

    def __init__(self, settings: Settings, **traits: Any) -> None:  # noqa: ANN401 - traits of several types
        self._run_numbers = itertools.count(1)
        self._run_number = 0  # which run it is for `undo`: another one even before it is first trained
        self._returning: State | None = None
        self._files: dict[int, str] = {}  # the run files that runs were opened from
        self._edits: list[tuple[int, Edit]] = []  # weights set by hand, each with its run
        self._edited = 0  # so many of them are done; the others have been undone
        super().__init__(settings, **traits)
        self._watch_convolution()

    @cached_property
    def draft(self) -> StackDraft:
        """The stack while someone works on it: it may be impossible, and then the layers stay as they are."""
        return StackDraft(self)

    @cached_property
    def data_draft(self) -> DataDraft:
        """The data while someone prepares them: they may be impossible, and then the data set stays."""
        return DataDraft(self)

    @observe("convolution")
    def _watch_convolution(self, _: object = None) -> None:
        self.convolution.step = self.as_one_step

    def change_page(self, **changes: Any) -> None:  # noqa: ANN401 - fields of a PageSetup
        """Open another tab, hide or lock controls: fields of `PageSetup`.

        Raises
        ------
        ConfigurationError
            There is no such field, or it cannot have the value.
        """
        with self.as_one_step(_("Changed which controls are shown.")):
            self.page = self.page.with_(**changes)

    def set_access(self, control: str, access: str) -> None:
        """Hide or lock one control, or let it be "free"; a lab can be hidden, too.

        Raises
        ------
        ConfigurationError
            It cannot have such a name.
        """
        with self.as_one_step(_("Changed which controls are shown.")):
            self.page = self.page.with_access(control, access)

    def adopt(self, after: Settings) -> None:
        """Take other settings; a stack that waits for such data is part of the same change."""
        with self.lock:
            draft: StackDraft | None = self.__dict__.get("draft")
            super().adopt(after if draft is None else draft.brought_into(after))

    def _capture(self) -> State:
        draft: StackDraft | None = self.__dict__.get("draft")  # nobody may have asked for it yet
        stack = None if draft is None else draft.state
        data: DataDraft | None = self.__dict__.get("data_draft")
        now = self._settings, stack, self.convolution.setup, self.stage, self._run_number, self._edited
        on_bench = None if data is None else data.state
        file = self._files.get(self._run_number, "")
        return State(*now, place=self._place, data=on_bench, page=self.page, file=file)

    def _add_edit(self, edit: Edit) -> None:
        """Set weights by hand, as one step; several changes of the same ones in a row are one."""
        with self.as_one_step(CHANGED.format(change=edit.words), edit.place, seconds=GESTURE_SECONDS):
            going = self._branch_off()
            self._edits[self._edited :] = [(self._run_number, edit)]
            self._edited += 1
            self._edit(edit)
        if going is not None:
            self._go(going)
        self._join_edits()

    def _join_edits(self) -> None:
        """Make one of edits that no undo comes between: of a loop in Python the first and the last count."""
        before = self._history.before
        if before is None or self._history.in_step:
            return
        edits = self._edits[before.edits : self._edited]
        if len(edits) > 1 and len({(run, edit.place) for run, edit in edits}) == 1:
            run, last = edits[-1]
            joined = replace(last, before=edits[0][1].before)  # type: ignore[arg-type]  # both are of one kind
            self._edits[before.edits :] = [(run, joined)]
            self._edited = before.edits + 1

    def _edits_between(self, before: State, after: State) -> list[Edit]:
        return list({edit.place: edit for _, edit in self._edits[before.edits : after.edits]}.values())

    def _edit_back(self, count: int) -> None:
        """Undo or redo edits of the present run's weights until so many are done."""
        while self._edited > count:
            self._edited -= 1
            run, edit = self._edits[self._edited]
            if run == self._run_number:
                self._edit(edit.inverse)
        while self._edited < count:
            run, edit = self._edits[self._edited]
            self._edited += 1
            if run == self._run_number:
                self._edit(edit)

    @abstractmethod
    def _branch_off(self) -> Goal | None:
        """Let what follows be a run of its own if the run stands at an earlier moment than its newest.

        Return how far it was about to go.
        """

    @abstractmethod
    def _go(self, goal: Goal) -> None:
        """Train until there."""

    @abstractmethod
    def _settle_at_end(self) -> None:
        """Let the run be at its newest moment, where the steps that can be undone were made."""

    @property
    @abstractmethod
    def _place(self) -> int:
        """After how many updates the run stands."""

    @abstractmethod
    def _go_back_to(self, place: int) -> None:
        """Bring a run that has come back to where it stood."""

    @abstractmethod
    def _edit(self, edit: Edit) -> None:
        """Change weights of the present run."""

    def _return_to(self, state: State, said: str) -> None:
        self._settle_at_end()
        draft: StackDraft | None = self.__dict__.get("draft")
        data: DataDraft | None = self.__dict__.get("data_draft")
        other_run = state.run != self._run_number
        self._returning = state if other_run else None
        try:
            with ExitStack() as drafts:
                if data is not None:
                    drafts.enter_context(data.returning_to(state.data))
                if draft is not None:
                    drafts.enter_context(draft.returning_to(state.draft, said))
                self._put(state.settings, other_run=other_run)
        finally:
            self._returning = None
        self._edit_back(state.edits)
        if other_run:
            self._go_back_to(state.place)
        self.convolution.return_to(state.convolution)
        now = self.page
        self.page = replace(state.page, tab=now.tab, point=now.point, teaching=now.teaching)
        self.note = ""  # the same sentence a second time is news, too
        self.note = said
