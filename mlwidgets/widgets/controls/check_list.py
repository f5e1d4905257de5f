"""Some of a few choices, as a list of boxes to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Bool, Int, List, TraitError, Tuple, Unicode, validate

from mlwidgets.widgets.base.control_widget import ControlWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.controls import texts

if TYPE_CHECKING:
    from collections.abc import Sequence


class CheckList(ControlWidget):
    """A group of boxes to tick, with a name and a sentence of help.

    Parameters
    ----------
    value : list of str
        The options that are ticked, in the order of the options.
    options : sequence of (str, str)
        What stands beside each box, and the value that this stands for.
    most : int, optional
        So many boxes can be ticked; when they are, the others are greyed out. There is no limit if not given.
    label : str
        Shown above, and the name of the group for a screen reader.
    help : str
        One sentence that a question mark opens.
    disabled : bool
        Whether all boxes are greyed out.
    error : str
        A sentence that floats below the boxes. Cleared when the learner ticks a box or dismisses it.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    traitlets.TraitError
        If a value is none of the options.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> features = CheckList(["x1"], options=[("x₁", "x1"), ("x₂", "x2")], label="Features")
    >>> features.value = ["x2", "x1"]
    >>> features.value
    ['x1', 'x2']
    """

    _esm = bundle("controls/check_list")
    _css = style("controls/check_list")

    value = List(Unicode()).tag(sync=True)
    options = List(Tuple(Unicode(), Unicode())).tag(sync=True, from_page=False)
    most = Int(None, allow_none=True).tag(sync=True, from_page=False)
    label = Unicode(texts.CHOICES).tag(sync=True)
    help = Unicode("").tag(sync=True)
    disabled = Bool(default_value=False).tag(sync=True)
    error = Unicode("").tag(sync=True)

    def __init__(
        self,
        value: Sequence[str] = (),
        *,
        options: Sequence[tuple[str, str]] = (),
        most: int | None = None,
        label: str = texts.CHOICES,
        help: str = "",  # noqa: A002 - the word for it
        disabled: bool = False,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(
            options=list(options),
            value=list(value),
            most=most,
            label=label,
            help=help,
            disabled=disabled,
            **others,
        )

    @validate("value")
    def _check_value(self, proposal: dict[str, Any]) -> list[str]:
        chosen: list[str] = proposal["value"]
        known = [value for _, value in self.options]
        for value in chosen:
            if value not in known:
                listed = ", ".join(map(repr, known))
                raise TraitError(f"{self.label} must be some of {listed}; got {value!r}.")
        return [value for value in known if value in chosen]
