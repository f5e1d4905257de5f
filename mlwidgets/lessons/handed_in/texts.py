"""Every sentence that a report, a spread of answers and the command `gather` say."""

from __future__ import annotations

from mlwidgets.language import _

CONTRADICTED = _("It says that {task} is solved, but its answer does not solve it: counted as not solved.")
UNKNOWN = _(
    "It has answers that cannot be marked here: {names}. If they belong to a lesson of your own, name its "
    "file: --lesson LESSON.md."
)
OTHER_SEED = _(
    "Its answers to {names} are to numbers that were not drawn from its own seed: work of two files was put "
    "together, or the numbers were chosen."
)
ALIKE = _("Its numbers were drawn from the same seed as those of {other}: a copy, or the same browser.")
NONE = _("None of the files holds answers to the course.")

SOLVED = _("Solved")
NOT_SOLVED = _("Not solved")
NOT_ANSWERED = _("Not answered")
WAITS, WAITING = _("Not marked yet"), _("not marked yet")
OTHER = _("Another wrong answer")

REPORT = _("Course report")
REPORT_OF = _("{solved} of {tasks} tasks solved")
REPORT_NOTE = _(
    "Whether a task is solved was worked out again from the answer when this page was made. Tries, hints and "
    "time are what the file says."
)
NOTHING = _("No lesson has been opened yet.")
NOT_BEGUN = _("Not opened: {lessons}.")
NOT_KNOWN = _("There are answers that cannot be marked here: {names}.")
DONE_IN_THE_LAB = _("Done in the lab.")
MEASURED = _("Measured")
IN_THE_LAB = _("In the lab")
PICTURE = _("What the lab showed when this was solved. Lesson: {lesson}. Step: {step}. Task: {task}.")
ANSWER, RESULT, TRIES, HINTS, TIME = _("Answer"), _("Result"), _("Tries"), _("Hints used"), _("Time")
TASKS_SOLVED, FILE, ALL = _("Tasks solved"), _("File"), _("All")
OPENED = _("Lessons opened")

SPREAD = _("Answers of a class")
SPREAD_NOTE = _(
    "Whether a task is solved was worked out again from each answer. Tries, hints and time are what the "
    "files say. Where numbers are drawn for each learner, one learner’s are shown."
)
HAND_INS = _("Hand-ins")
LEARNERS = _("Tasks solved by each learner")
WHO_ANSWERED = _(
    "{answered} of {all} answered, {solved} solved it. On average: tries {tries}, hints {hints}, time {time}."
)
NOBODY = _("Nobody has answered this.")
SHARE = _("{count} of {all}")
OWN_WORDS = _("In their own words")
REMARKS = _("To look at")
LEFT_OUT = _("Left out: {reason}")
