"""What all our small anywidgets share: strict keywords, and an answer to values a browser may not send."""

from __future__ import annotations

import difflib
import logging
from typing import Any

import anywidget
from traitlets import TraitError

from mlwidgets.language import ENGLISH, current, translated
from mlwidgets.widgets.base.boundary import GuardedWidget
from mlwidgets.widgets.base.localized import localized

_log = logging.getLogger(__name__)


class BaseWidget(GuardedWidget, anywidget.AnyWidget):
    """An anywidget that refuses unknown keywords, and messages and values that a page may not send.

    Parameters
    ----------
    **arguments
        Values of the traits, ``layout`` among them.

    Raises
    ------
    TypeError
        If a keyword is not the name of a trait.
    """

    _esm: str  # the bundle of a widget; a class without a script is a base of others

    def __init__(self, **arguments: Any) -> None:  # noqa: ANN401 - traits are of every type
        unknown = sorted(arguments.keys() - self.trait_names())
        if unknown:
            raise TypeError(self._advice(unknown[0]))
        if current() != ENGLISH and hasattr(self, "_esm"):
            self._esm = localized(self._esm)
        super().__init__(**arguments)

    @classmethod
    def _advice(cls, keyword: str) -> str:
        """Return what to write instead of an unknown keyword."""
        known = sorted(name for name in cls.class_trait_names(sync=True) if not name.startswith("_"))
        near = difflib.get_close_matches(keyword, known, n=1)
        guess = f" Did you mean {near[0]!r}?" if near else ""
        return f"{cls.__name__} has no argument {keyword!r}.{guess} It takes {', '.join(known)}."

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> dict[str, Any]:  # noqa: ANN401
        """Return what the page gets, its texts in the page's language.

        Parameters
        ----------
        key : str or iterable of str, optional
            Names of traits; all if not given.
        drop_defaults : bool
            Whether to leave out what has its default.
        """
        return dict(translated(super().get_state(key, drop_defaults)))

    def send(self, content: Any, buffers: Any = None) -> None:  # noqa: ANN401 - any JSON, any buffers
        """Send a message of our own to the page, its texts in the page's language.

        Parameters
        ----------
        content : dict
            What is said.
        buffers : sequence of buffer, optional
            Arrays that go with it.
        """
        super().send(translated(content), buffers)

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take values from the page; send the last good ones back if one of them is refused.

        Without this a refused value would stay on the learner's screen although Python never took it.

        Parameters
        ----------
        sync_data : dict
            Trait names and the values that the page sent.
        """
        try:
            super().set_state(sync_data)
        except (TraitError, OverflowError) as refusal:  # a whole number may be larger than any float
            _log.warning("%s refused a value from the page: %s", type(self).__name__, refusal)
            self.send_state([name for name in sync_data if name in self.keys])
            self.refused(str(refusal))
