"""One of a few choices, in a menu with a name and a sentence of help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Bool, List, TraitError, Tuple, Unicode, validate

from mlwidgets.widgets.base.control_widget import ControlWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.controls import texts

if TYPE_CHECKING:
    from collections.abc import Sequence


class ChoiceControl(ControlWidget):
    """A labelled menu.

    Parameters
    ----------
    value : str
        The choice, one of the options' values.
    options : sequence of (str, str)
        What the menu says, and the value that this stands for.
    groups : sequence of str
        The heading that each option stands under, one for each; none if not given.
    label : str
        Shown beside the menu, and the name a screen reader speaks.
    help : str
        One sentence that a question mark opens.
    disabled : bool
        Whether the control is greyed out.
    error : str
        A sentence that floats below the menu. Cleared when the learner chooses again or dismisses it.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    traitlets.TraitError
        If the value is none of the options.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> modes = [("zeros", "zero"), ("the nearest cell", "edge")]
    >>> mode = ChoiceControl("zero", options=modes, label="Padding")
    >>> mode.value = "edge"
    """

    _esm = bundle("controls/choice_control")
    _css = style("controls/choice_control")

    value = Unicode("").tag(sync=True)
    options = List(Tuple(Unicode(), Unicode())).tag(sync=True, from_page=False)
    groups = List(Unicode()).tag(sync=True, from_page=False)
    label = Unicode(texts.CHOICE).tag(sync=True)
    help = Unicode("").tag(sync=True)
    disabled = Bool(default_value=False).tag(sync=True)
    error = Unicode("").tag(sync=True)

    def __init__(
        self,
        value: str = "",
        *,
        options: Sequence[tuple[str, str]] = (),
        groups: Sequence[str] = (),
        label: str = texts.CHOICE,
        help: str = "",  # noqa: A002 - the word for it
        disabled: bool = False,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(
            options=list(options),
            groups=list(groups),
            value=value,
            label=label,
            help=help,
            disabled=disabled,
            **others,
        )

    def offer(self, options: Sequence[tuple[str, str]], value: str, groups: Sequence[str] = ()) -> None:
        """Put other options into the menu, and choose one of them."""
        with self.hold_sync(), self.hold_trait_notifications():
            self.options = list(options)
            self.groups = list(groups)
            self.value = value

    @validate("value")
    def _check_value(self, proposal: dict[str, Any]) -> str:
        self._check(proposal["value"], self.options)
        return str(proposal["value"])

    @validate("options")
    def _check_options(self, proposal: dict[str, Any]) -> list[tuple[str, str]]:
        options: list[tuple[str, str]] = proposal["value"]
        if options:
            self._check(self.value, options)
        return options

    def _check(self, value: str, options: Sequence[tuple[str, str]]) -> None:
        known = [one for _, one in options]
        if value not in known:
            raise TraitError(f"{self.label} must be one of {', '.join(map(repr, known))}; got {value!r}.")
