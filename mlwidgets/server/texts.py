"""Every sentence of the server's own pages."""

from __future__ import annotations

from mlwidgets.language import _, n_

RELOAD = _("Reload")

# ---- what comes in place of a page that cannot come ----

SORRY = _("This page cannot be shown")
NO_PAGE_HERE = _("This address opens a page. Open it in a tab of its own; other sites cannot fetch it.")
NOTHING_HERE = _("There is no page at this address. Check it, or ask whoever gave it to you.")
DISK_FULL = _(
    "The server's disk is full, so it cannot open another page. Pages that are open go on. Tell whoever runs "
    "this server, then press Reload."
)
NO_START = _(
    "The server could not open this page. Press Reload; if that does not help, tell whoever runs this server."
)
TOO_MANY_WAIT = _("Too many people are waiting. Try again in a minute.")

# ---- what a page says of itself while it comes ----

STILL_WORKING = _("Still working on this page. A busy server takes longer.")
TOO_LONG = _("This is taking too long.")
NOTHING_CAME = _(
    "Nothing to show has arrived. The server may be busy, or the session behind this page has failed."
)

# ---- the page of somebody who waits ----

ALL_TAKEN = _("All places are taken")
ROOM = n_(
    "This server has room for {count} learner at once. As soon as there is room for you, this page opens by "
    "itself.",
    "This server has room for {count} learners at once. As soon as there is room for you, this page opens by "
    "itself.",
)
KEEP_OPEN = _(
    "Keep it open: reloading does not change your place, and closing it gives your place to the next person."
)
CONNECTION_LOST = _("The connection is lost, trying again…")
COME_IN = _("There is room for you now. Opening…")
NEXT = _("You are next.")
QUEUE = _("You are number {number} in the queue.")

# ---- the teacher's page ----

YOUR_CLASS = _("Your class")
FOR_TEACHERS = _("This page is for teachers")
NEEDS_KEY = _("Open the address with a key that mlwidgets serve printed when it was started.")
OPEN_PAGES = _("Open pages, oldest first")
OPEN_FOR, BROWSER, MEMORY = _("Open for"), _("Browser"), _("Memory")
NEW_FIGURES = _(
    "This page shows new figures every {seconds} seconds. It knows nothing about who the learners are."
)
NO_ANSWER = _("The server does not answer. These figures are old.")
LEARNERS, TRAINING, WAITING, LOAD = _("Learners"), _("Training"), _("Waiting"), _("Load")
RUNNING_FOR = _("Running for")
CONNECTED_OF = _("{count} of {all}")
AWAY = _("and {count} opening or out of reach")
FREE = _("{size} are free")
CORES = n_(
    "{count} core; above that, answers slow down",
    "{count} cores; above that, answers slow down",
)
SINCE = _("since {time}")
CONNECTED, OUT_OF_REACH = _("connected"), _("opening or out of reach")


def told(_notebook: object, name: str) -> str:
    """Return one of these texts in the language of what is being served, for the page template.

    Parameters
    ----------
    _notebook : mapping
        The page's. Jinja would look a text up once for all pages if nothing but its name were given.
    name : str
        What it is called here.
    """
    return str(globals()[name])
