"""What the warm parent has ready before it forks: modules, data sets, and every lab built once."""

from __future__ import annotations

import ipywidgets

from mlwidgets import Dashboard


def everything() -> None:
    """Import what a page may need and fill every cache, without leaving a thread or an open file behind."""
    # Modules are imported and files are read when they are first used: so everything is used once. Without a
    # kernel, a widget talks to nobody.
    dashboard = Dashboard()
    for lab in dashboard.labs:
        lab.layout.visibility = "visible"
    dashboard.close()
    # Without a shell, ipywidgets has not said who answers a page that asks for its widgets.
    ipywidgets.register_comm_target()
