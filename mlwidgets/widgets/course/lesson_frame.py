"""What the column shows of a course, as plain JSON values."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mlwidgets.lessons.session import Course
    from mlwidgets.lessons.task import Task


def lesson_frame(course: Course, serial: int = 0, fault: str = "") -> dict[str, Any]:
    """Return what the column shows; nothing if no lesson is open.

    Parameters
    ----------
    course : Course
        Whose lesson and step.
    serial : int
        Counts the answers: the same reply a second time is news, too.
    fault : str
        What went wrong last, in a sentence; it is told in place of a reply.
    """
    lesson, task = course.lesson, course.task
    if lesson is None:
        return {}
    step = lesson.steps[course.step]
    return {
        "lesson": lesson.name,
        "title": lesson.title,
        "linked": course.lessons.get(lesson.name) is lesson,
        "language": lesson.language,
        "step": course.step,
        "steps": [one.title for one in lesson.steps],
        "html": step.html,
        "task": None if task is None else _task(course, task),
        "reply": _reply(course, serial, fault),
    }


def _task(course: Course, task: Task) -> dict[str, Any]:
    asked, record = course.asked, course.record
    return {
        "name": task.name,
        "html": asked.html,
        "choices": list(asked.choices),
        "entry": asked.entry,
        "note": asked.note,
        "hints": list(task.hints[: record.hints]),
        "more": max(len(task.hints) - record.hints, 0),
        "tries": record.tries,
        "solved": record.solved is True,
        "answer": record.answer if record.answer_seed == record.seed else None,
    }


def _reply(course: Course, serial: int, fault: str) -> dict[str, Any] | None:
    # What was said in an earlier session comes from the page's own storage: it is never shown as HTML.
    if fault:
        return {"html": escape(fault), "kind": "fault", "serial": serial}
    verdict = course.verdict
    if verdict is None:
        return None
    kind = {True: "right", False: "wrong", None: "waiting"}[verdict.solved]
    return {"html": verdict.why, "kind": kind, "serial": serial}
