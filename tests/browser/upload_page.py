"""The page on which `test_file_upload` hands in files, and the files."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from mlwidgets.data.pictures.kinds import MAX_BYTES
from tests.data.picture_makers import colourful, encoded, with_chunk

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

    from tests.browser.conftest import Visitor
    from tests.browser.harness import Visit

PAGE = """
import json
import ipywidgets as w
from mlwidgets.data.pictures.reading import load_picture
from mlwidgets.widgets.shell.lab_header import LabHeader
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.controls.file_upload import FileUpload
from mlwidgets.widgets.convolution.picture_file import PICTURE_FILES

report = w.Label("{}")
report.add_class("report")
taken = []

def take(name, content):
    picture = load_picture(content, name)
    taken.append([name, len(content), list(picture.pixels.shape)])
    tell()

def tell(*_):
    report.value = json.dumps({"taken": taken, "name": upload.name, "error": upload.error})

upload = FileUpload(PICTURE_FILES, label="Your picture")
upload.on_upload(take)
upload.observe(tell, ["name", "error"])

def button(words, call):
    one = w.Button(description=words)
    one.on_click(lambda _: call())
    return one

def bundled():
    upload.name = ""
    upload.error = ""

def lock():
    upload.disabled = not upload.disabled

buttons = w.HBox([button("Bundled", bundled), button("Lock", lock)])
column = w.VBox([upload, NumberControl(3, label="Divisor")])
w.VBox([LabHeader("Pictures"), column, buttons, report]).add_class("mlw-lab")
""".strip().splitlines()

DEAF = """
import ipywidgets as w
from mlwidgets.widgets.shell.session_banner import SessionBanner
from mlwidgets.widgets.controls.file_upload import FileUpload
from mlwidgets.widgets.convolution.picture_file import PICTURE_FILES
upload = FileUpload(PICTURE_FILES, label="Your picture")
upload.on_msg(upload._take_message, remove=True)  # as if Python were busy
w.VBox([SessionBanner(), upload, upload])
""".strip().splitlines()

PNG = encoded(colourful(40, 60), "PNG")
ZEROS = MAX_BYTES - len(PNG) - 12
LARGE = with_chunk(PNG, b"juNk", bytes(ZEROS))  # as large as a file may be
JPEG = encoded(colourful(1200, 900), "JPEG", quality=90)
TIFF = encoded(colourful(40, 60).convert("CMYK"), "TIFF")


def dropped(name: str, content: bytes) -> dict[str, Any]:
    """Return a file in the form in which `DROP` makes it in the page.

    `LARGE` is put together there: millions of bytes would be under way for seconds.
    """
    if content is not LARGE:
        return {"name": name, "content": base64.b64encode(content).decode(), "at": 0, "zeros": 0}
    at = LARGE.index(b"juNk") + 4
    rest = LARGE[:at] + LARGE[at + ZEROS :]
    return {"name": name, "content": base64.b64encode(rest).decode(), "at": at, "zeros": ZEROS}


def file(name: str, content: bytes, kind: str = "image/png") -> FilePayload:
    """Return a file in the form in which Playwright hands it to a page."""
    return {"name": name, "mimeType": kind, "buffer": content}


def afresh(visit: Visitor, **options: Any) -> Visit:  # noqa: ANN401 - see Visit.start
    """Return the page with another upload, which has taken nothing yet."""
    return visit(PAGE, fresh=True, **options)


def python(page: Page) -> dict[str, Any]:
    """Return what Python last reported of itself."""
    return dict(json.loads(page.locator(".report").text_content() or "{}"))
