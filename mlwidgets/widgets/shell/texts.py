"""Every sentence of the frame around the labs."""

from __future__ import annotations

TITLE = "mlwidgets"
HELP = (
    "Each tab is a lab, and all labs share one experiment: data, network and training. The line on top of a "
    "lab says what to try; Why? explains it. A ? beside a control says what it does. Settings are kept when "
    "you change tabs, and lost when you reload the page."
)
