"""A learner at the convolution lab, for tests without a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets

from mlwidgets.widgets import KernelLab
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.disclosure import Disclosure, Section
from mlwidgets.widgets.controls.file_upload import CHUNK, FileUpload
from mlwidgets.widgets.controls.number_control import NumberControl
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlwidgets.session.convolution.setup import Setup
    from mlwidgets.widgets.base.view import View


def parts(widget: ipywidgets.Widget) -> Iterator[ipywidgets.Widget]:
    """Go through everything that is on the page."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)


class Learner:
    """Does with a lab what a learner does, by messages as a page sends them."""

    def __init__(self, source: Any = None) -> None:  # noqa: ANN401 - what a lab takes
        self.lab = KernelLab(source)
        self.experiment = self.lab.experiment

    @property
    def setup(self) -> Setup:
        return self.experiment.convolution.setup

    def shape(self, name: str) -> tuple[int, ...]:
        """Return the shape of the lab's input, kernel or output."""
        shape: tuple[int, ...] = getattr(self.lab, name).shape
        return shape

    def close(self) -> None:
        self.lab.close()
        self.experiment.close()

    def only(self, kind: type[Any]) -> Any:  # noqa: ANN401 - whichever kind was asked for
        found = [part for part in parts(self.lab) if isinstance(part, kind)]
        assert len(found) == 1, found
        return found[0]

    def control(self, label: str) -> Any:  # noqa: ANN401 - a number or a menu
        kinds = (NumberControl, ChoiceControl)
        found = [p for p in parts(self.lab) if isinstance(p, kinds) and p.label == label]
        assert len(found) == 1, (label, found)
        return found[0]

    def choose(self, label: str, value: object) -> None:
        """Choose from a menu, or drag a slider on its way."""
        Wire(self.control(label)).arrive({"value": value})

    def let_go(self, label: str) -> None:
        control = self.control(label)
        Wire(control).say({"kind": "chosen", "value": control.value})

    def press(self, words: str) -> None:
        found = [p for p in parts(self.lab) if isinstance(p, ipywidgets.Button) and p.description == words]
        assert len(found) == 1, (words, found)
        found[0].click()

    def only_titled(self, title: str) -> Disclosure:
        """Find the heading of what folds away, by its words."""
        found = [p for p in parts(self.lab) if isinstance(p, Disclosure) and p.title == title]
        assert len(found) == 1, (title, found)
        return found[0]

    def open(self, title: str) -> View:
        """Open a section; return what is in it."""
        section = next(p for p in parts(self.lab) if isinstance(p, Section) and p.head.title == title)
        Wire(section.head).arrive({"opened": True})
        assert section.content is not None
        return section.content

    def do(self, grids: ipywidgets.Widget, kind: str, **rest: object) -> None:
        """Do something to a widget with grids."""
        Wire(grids).say({"kind": kind, **rest})

    def upload(self, content: bytes, name: str) -> FileUpload:
        """Hand in a file, piece by piece."""
        upload: FileUpload = self.only(FileUpload)
        hear = upload.comm.handle_msg
        begin = {"kind": "begin", "upload": name, "name": name, "size": len(content)}
        hear({"content": {"data": {"method": "custom", "content": begin}}, "buffers": []})
        for at in range(0, len(content), CHUNK):
            piece = {"kind": "chunk", "upload": name, "at": at}
            buffers = [memoryview(content[at : at + CHUNK])]
            hear({"content": {"data": {"method": "custom", "content": piece}}, "buffers": buffers})
        return upload
