"""A part of a page that opens when somebody wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Bool, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.base.view import Change, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.session import Experiment


class Disclosure(BaseWidget):
    """A heading with a button that opens and closes what stands below it.

    Parameters
    ----------
    title : str
        The heading.
    text : str
        One sentence about what is below.
    opened : bool
        Whether it is open. The learner changes it.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> Disclosure("Inside the network").opened
    False
    """

    _esm = bundle("controls/disclosure")
    _css = style("controls/disclosure")

    title = Unicode("").tag(sync=True)
    text = Unicode("").tag(sync=True)
    opened = Bool(default_value=False).tag(sync=True)

    def __init__(
        self,
        title: str,
        *,
        text: str = "",
        opened: bool = False,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(title=title, text=text, opened=opened, **others)


class Section(View):
    """A view that is made when it is first opened, and leaves the page while it is closed.

    Parameters
    ----------
    experiment : Experiment
        What the view looks at.
    title, text : str
        The heading and one sentence.
    make : callable
        Returns the view.

    Attributes
    ----------
    head : Disclosure
        Its `opened` says whether the section is open, and opens it.
    content : View or None
        The view, once it has been made.
    """

    def __init__(
        self, experiment: Experiment, title: str, make: Callable[[], View], *, text: str = ""
    ) -> None:
        self.head = Disclosure(title, text=text)
        self.content: View | None = None
        self._make = make
        super().__init__(experiment, [self.head])
        self.add_class("mlw-section")
        self.watch(self.head, "opened", self._toggle)

    def _toggle(self, _: Change) -> None:
        if self.head.opened and self.content is None:
            self.content = self._make()
        self.children = (self.head, self.content) if self.head.opened and self.content else (self.head,)

    def unwatch(self) -> None:
        """Stop watching, in the view too, whether it is on the page or not."""
        super().unwatch()
        if self.content is not None:
            self.content.unwatch()

    def close(self) -> None:
        """Free heading and view."""
        if self.content is not None:
            self.children = (self.head, self.content)
        super().close()
