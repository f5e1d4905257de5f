"""A short text, typed into a field with a name and a sentence of help."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, TraitError, Unicode, validate

from mlwidgets.widgets.base.control_widget import ControlWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.controls import texts

LONGEST = 500
"""Characters that a text may have."""


class TextControl(ControlWidget):
    """A labelled field for a short text.

    Parameters
    ----------
    value : str
        What stands in it.
    label : str
        Shown above the field, and the name a screen reader speaks.
    help : str
        One sentence that a question mark opens.
    disabled : bool
        Whether the field is greyed out.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    error : str
        A sentence that floats below the field; what was typed stays there to be mended.

    Raises
    ------
    traitlets.TraitError
        If the text is too long.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> marks = TextControl("NA, None", label="Missing marks")
    >>> marks.value
    'NA, None'
    """

    _esm = bundle("controls/text_control")
    _css = style("controls/text_control")

    value = Unicode("").tag(sync=True)
    label = Unicode(texts.TEXT).tag(sync=True)
    help = Unicode("").tag(sync=True)
    disabled = Bool(default_value=False).tag(sync=True)
    error = Unicode("").tag(sync=True)

    def __init__(
        self,
        value: str = "",
        *,
        label: str = texts.TEXT,
        help: str = "",  # noqa: A002 - the word for it
        disabled: bool = False,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(label=label, help=help, value=value, disabled=disabled, **others)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take a text from the page; a new one withdraws what was said against the one before."""
        if "value" in sync_data:
            self.error = ""
        super().set_state(sync_data)

    def refused(self, message: str) -> None:
        """Show why a text from the page was refused."""
        self.error = message

    @validate("value")
    def _check_value(self, proposal: dict[str, Any]) -> str:
        typed: str = proposal["value"]
        if len(typed) > LONGEST:
            raise TraitError(texts.TEXT_LONG.format(label=self.label, most=LONGEST, got=len(typed)))
        return self.read(typed)

    def read(self, typed: str) -> str:
        """Return a text as it is kept. Another kind of field overrides this, and raises `TraitError`."""
        return typed
