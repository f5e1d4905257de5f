"""Every sentence of the course's page that is not a lesson's."""

from __future__ import annotations

from mlwidgets.language import _

COURSE_TRY = _("Choose a lesson: it stands beside the labs, sets them up, and checks what you do.")
COURSE_WHY = _(
    "Each lesson is a text of a few steps. A step puts data, network and settings before you, and most steps "
    "have a task: a question, a prediction, a number to work out, or something to reach in the lab. What you "
    "do is checked on the numbers of your own network. You can leave a lesson at any time and go on later; "
    "Undo brings back what a step has replaced."
)

NO_LESSONS = _("No lessons are installed. Install mlwidgets again.")
KEPT = _("Your progress is kept in this browser.")
NOT_KEPT = _("Your progress is kept until this page is closed.")
NOT_READ = _("What this browser has kept of your progress cannot be used and will be replaced. {why}")
