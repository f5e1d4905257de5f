"""A table of weights: a line for each input, a column for each unit."""

from __future__ import annotations

from traitlets import Bool, List, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style


class UnitsTable(BaseWidget):
    """Weights as texts, their signs in colours too.

    Parameters
    ----------
    label : str
        What the table is called by a screen reader.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    heads : list of str
        What stands above the columns.
    rows : list of list of str
        For each input its name and its weight in each unit.
    note : str
        What the numbers are, or why there are none.
    visible : bool
        Whether it is on somebody's screen. The page says so.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> UnitsTable(label="Weights").rows
    []
    """

    _esm = bundle("data/units_table")
    _css = style("data/units_table")

    label = Unicode("").tag(sync=True)
    heads = List(Unicode()).tag(sync=True)
    rows: List[list[str]] = List(List(Unicode())).tag(sync=True)
    note = Unicode("").tag(sync=True)
    visible = Bool(default_value=False).tag(sync=True, echo_update=False)
