"""WritingDesk: the lesson that is being written, in a column beside the labs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.lessons.authoring import Authoring
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.export.link_controls import CONTROLS
from mlwidgets.widgets.teach import texts
from mlwidgets.widgets.teach.editor_frame import editor_frame
from mlwidgets.widgets.teach.step_editor import StepEditor

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.teach.step_editor import Edit


class WritingDesk(View):
    """A lesson, one step at a time, to be written.

    Parameters
    ----------
    experiment : Experiment
        What each new step takes as its set-up.
    """

    def __init__(self, experiment: Experiment) -> None:
        self.authoring = Authoring.of(experiment)
        self.editor = StepEditor({str(group): names for group, names in CONTROLS.items()})
        self._said = ""
        super().__init__(experiment, [self.editor])
        self.add_class("mlw-desk")
        self.editor.on_edit(self._edit)
        self.watch(self.authoring, ("draft", "step", "removed", "task_fault"), self._show)
        self.observe(self._show, "fault")
        self._show()

    def _show(self, _: Change = None) -> None:
        self.editor.frame = editor_frame(self.authoring, self.fault, self._said)

    def _edit(self, edit: Edit) -> None:
        self.forget_messages()
        self._said = ""
        self.safely(self._do)(edit)
        self._show()

    def _do(self, edit: Edit) -> None:
        authoring = self.authoring
        match edit:
            case ("head", (str(name), value)):
                authoring.write_head(name, value)
            case ("write", (str(name), str(value))):
                authoring.write_step(name, value)
            case ("point", str(name)):
                authoring.point_at(name)
            case ("task", task):
                authoring.set_task(task)
            case ("task_text", str(text)):
                authoring.set_task_text(text)
            case ("choose", int(step)):
                authoring.choose(step)
            case ("move", int(by)):
                authoring.move(by)
            case ("open" | "bring", lesson):
                self._go_on_with(lesson)
            case (order, _):
                self._order(order)

    def _go_on_with(self, lesson: object) -> None:
        """Open a lesson's file, or a draft that the browser has kept."""
        match lesson:
            case (str(text), str(name)):
                self.authoring.open_text(text, name)
                self._said = texts.OPENED.format(file=name)
            case str(text):
                self.authoring.bring(text)
                self._said = texts.BROUGHT

    def _order(self, order: str) -> None:
        authoring = self.authoring
        match order:
            case "add":
                authoring.add_step()
            case "take":
                authoring.take_screen()
                self._said = texts.TAKEN
            case "remove":
                authoring.remove()
            case "bring_back":
                authoring.bring_back()
            case "save":
                text, file = authoring.checked(), f"{authoring.draft.file_name}.md"
                self.editor.save(file, text)
                self._said = texts.SAVED.format(file=file)
            case "try":
                self._try_out()

    def _try_out(self) -> None:
        """Show the lesson as learners see it: Teach mode ends, and what has been written stays."""
        self.authoring.try_out()
        self.experiment.change_page(teaching=False)
