"""A program to read, to copy and to take away, in one of several languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from traitlets import Bool, Dict, List, Unicode

from mlwidgets.widgets.base.base_widget import BaseWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.controls import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class CodeView(BaseWidget):
    """Shows a program, with a menu of languages, a button that copies it and one that saves it.

    Parameters
    ----------
    programs : dict of str to str
        Each program under the name of its language, as the menu shows it: ``{"NumPy": "import numpy…"}``.
    file_names : dict of str to str
        The name under which each program is saved, such as ``"convolution.py"``.
    title : str
        What stands above, and what a screen reader calls the program.
    titled_outside : bool
        Whether a heading stands above already: then only screen readers hear the title.
    note : str
        A sentence above the program: what it needs to run.
    language : str
        The program that is shown; the first one if it is empty or unknown.
    attachments : sequence of str
        The names of files that the programs read, such as ``"picture.png"``: a button saves each, too.
    make_attachment : callable, optional
        Called with its name when such a button is pressed; returns the file's bytes.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Examples
    --------
    >>> view = CodeView({"NumPy": "print(1)"}, {"NumPy": "one.py"}, title=texts.CODE)
    >>> view.language
    ''
    """

    _esm = bundle("controls/code_view")
    _css = style("controls/code_view")

    programs = Dict(value_trait=Unicode(), key_trait=Unicode()).tag(sync=True)
    file_names = Dict(value_trait=Unicode(), key_trait=Unicode()).tag(sync=True)
    title = Unicode(texts.CODE).tag(sync=True)
    titled_outside = Bool(default_value=False).tag(sync=True)
    note = Unicode("").tag(sync=True)
    language = Unicode("").tag(sync=True)
    attachments = List(Unicode()).tag(sync=True)

    def __init__(
        self,
        programs: dict[str, str] | None = None,
        file_names: dict[str, str] | None = None,
        *,
        title: str = texts.CODE,
        titled_outside: bool = False,
        note: str = "",
        language: str = "",
        attachments: Sequence[str] = (),
        make_attachment: Callable[[str], bytes] | None = None,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(
            programs=programs or {},
            file_names=file_names or {},
            title=title,
            titled_outside=titled_outside,
            note=note,
            language=language,
            attachments=list(attachments),
            **others,
        )
        self._make_attachment = make_attachment
        self.on_msg(self._take_message)

    def _take_message(self, _: object, content: object, _buffers: object) -> None:
        """Send a file that the programs read: only now, since it may be large."""
        asked: dict[str, object] = content if isinstance(content, dict) else {}
        name = asked.get("name")
        if asked.get("kind") != "attachment" or name not in self.attachments or self._make_attachment is None:
            return
        self.send({"kind": "attachment", "name": name}, [self._make_attachment(str(name))])
