"""The answers of a class as a table: one row for each task of each learner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.interchange.spreadsheet import rows_csv

if TYPE_CHECKING:
    from mlwidgets.lessons.handed_in.marking import Result
    from mlwidgets.lessons.handed_in.reading import HandIns

COLUMNS = ("file", "lesson", "task", "kind", "solved", "tries", "hints", "seconds", "answer")


def answers_csv(hand_ins: HandIns) -> str:
    """Return the table as CSV; no cell of it is a formula to a spreadsheet.

    Every learner has a row for every task of every lesson that anybody has opened: "solved" is 1 or 0, marked
    again, and empty where nothing was answered.
    """
    rows = []
    for hand_in in hand_ins.found:
        by_name = {one.name: one for one in hand_in.results}
        for lesson in hand_ins.lessons:
            for task in lesson.tasks:
                about = [hand_in.file, lesson.name, task.name, task.kind]
                rows.append(about + _cells(by_name.get(f"{lesson.name}/{task.name}")))
    return rows_csv(COLUMNS, rows)


def _cells(result: Result | None) -> list[str]:
    if result is None:
        return ["", "0", "0", "0", ""]
    record = result.record
    solved = "" if result.solved is None else str(int(result.solved))
    # On one line: whoever reads the table by hand sees a row as a row.
    words = " ".join(result.words.split()) if result.solved is not None else ""
    return [solved, str(record.tries), str(record.hints), str(record.seconds), words]
