"""Every sentence of the frame around the labs."""

from __future__ import annotations

from mlwidgets.language import _

TITLE = _("mlwidgets")
HELP = _(
    "Each tab is a lab, and all labs share one experiment: data, network and training. The line on top of a "
    "lab says what to try; Why? explains it. A ? beside a control says what it does. Everything is kept when "
    "you change tabs; if allowed, your browser also keeps the newest moment, and you can continue from it "
    "after a reload."
)

DRAWER = _("Settings")
ADVICE = _("Settings and training of this page are lost.")

KEPT_RUN = _("the run kept in this browser")
KEPT_SIZE = _(
    "The kept run has no content, or is larger than {limit} MB, so it cannot be opened. Discard it."
)
KEPT_TOO_LATE = _("This page is closing, so the kept run was not opened. Reload the page and try again.")
