"""The head of a lab: what it is, what to try first, and the one place where it says what went wrong."""

from __future__ import annotations

from typing import Any

from traitlets import Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style


class LabHeader(BaseWidget):
    """A title, a short paragraph, a first thing to try, and a line for errors and notes.

    All texts are plain text: markup in them is shown, not obeyed. The header's style sheet also lays out the
    boxes of a lab, by class: ``mlw-lab`` around everything, ``mlw-columns`` around ``mlw-controls`` (narrow,
    at the left) and ``mlw-picture`` (large, at the right; first on a phone), ``mlw-buttons`` around buttons.

    Parameters
    ----------
    title : str
        The heading.
    text : str
        One short paragraph: what this is.
    try_first : str
        One line: what to try first.
    error : str
        One sentence that is spoken at once and stays until the learner dismisses it, which clears the trait.
    note : str
        One sentence that is spoken when there is time, such as
        ``"Optimiser changed: training starts afresh."``. An error hides it.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> header = LabHeader("Train", text="Watch a network learn.", try_first="press Run.")
    >>> header.note = "Optimiser changed: training starts afresh."
    """

    _esm = bundle("shell/lab_header")
    _css = style("shell/lab_header", "convolution/kernel_lab")

    title = Unicode("").tag(sync=True)
    text = Unicode("").tag(sync=True)
    try_first = Unicode("").tag(sync=True)
    error = Unicode("").tag(sync=True)
    note = Unicode("").tag(sync=True)

    def __init__(
        self,
        title: str = "",
        *,
        text: str = "",
        try_first: str = "",
        error: str = "",
        note: str = "",
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(title=title, text=text, try_first=try_first, error=error, note=note, **others)
