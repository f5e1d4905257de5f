"""A field for a formula of x and y."""

from __future__ import annotations

from typing import Any

from traitlets import Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.optimizer import texts


class FormulaField(BaseWidget):
    """A labelled line of text, sent when the learner presses Enter or leaves it.

    Parameters
    ----------
    value : str
        What was sent last.
    label : str
        Shown above, and the name a screen reader speaks.
    help : str
        A text that a question mark opens.
    error : str
        A sentence that floats below the field. Cleared when the learner types again or dismisses it.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> FormulaField("x^2 + y^2", label="z =").value
    'x^2 + y^2'
    """

    _esm = bundle("optimizer/formula_field")
    _css = style("optimizer/formula_field")

    value = Unicode("").tag(sync=True)
    label = Unicode(texts.FORMULA_FIELD).tag(sync=True)
    help = Unicode("").tag(sync=True)
    error = Unicode("").tag(sync=True)

    def __init__(
        self,
        value: str = "",
        *,
        label: str = texts.FORMULA_FIELD,
        help: str = "",  # noqa: A002 - the word for it
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(value=value, label=label, help=help, **others)
