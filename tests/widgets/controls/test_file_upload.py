"""FileUpload without a browser: pieces are put together; a page that does anything else gets nowhere."""

from __future__ import annotations

import gc
import tracemalloc
import weakref
from typing import Any

import ipywidgets
import numpy as np
import pytest

from mlwidgets.data.pictures.kinds import MAX_BYTES
from mlwidgets.data.pictures.reading import load_picture, to_png
from mlwidgets.errors import DataError
from mlwidgets.widgets.controls.file_upload import CHUNK, FileUpload
from mlwidgets.widgets.convolution.picture_file import PICTURE_FILES
from tests.widgets.wire import Wire

PNG = to_png(np.arange(12, dtype=np.uint8).reshape(3, 4, 1))
LARGE = bytes(np.random.default_rng(0).integers(0, 256, 2 * CHUNK + 1000, np.uint8))
BROKEN = "“cat.png” did not arrive in full, so nothing was changed. Choose the file again."


def made(**options: Any) -> FileUpload:  # noqa: ANN401 - traits
    """Return an upload for pictures."""
    return FileUpload(PICTURE_FILES, label="Your picture", **options)


class Page:
    """Plays the page, and remembers what it was told and what arrived."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - traits
        self.upload = made(**options)
        self.arrived: list[tuple[str, bytes]] = []
        self.upload.on_upload(lambda name, content: self.arrived.append((name, content)))
        self.wire = Wire(self.upload)

    def say(self, content: object, *buffers: bytes) -> None:
        data = {"method": "custom", "content": content}
        message = {"content": {"data": data}, "buffers": [memoryview(buffer) for buffer in buffers]}
        self.upload.comm.handle_msg(message)

    def begin(self, size: object, name: object = "cat.png", mark: object = "a") -> None:
        self.say({"kind": "begin", "upload": mark, "name": name, "size": size})

    def chunk(self, at: object, *buffers: bytes, mark: object = "a") -> None:
        self.say({"kind": "chunk", "upload": mark, "at": at}, *buffers)

    def send(self, content: bytes, name: str = "cat.png", mark: str = "a") -> None:
        """Send a whole file as the page does: each piece when it was asked for."""
        self.begin(len(content), name, mark)
        for at in range(0, len(content), CHUNK):
            assert self.told()[-1] == {"kind": "more", "upload": mark, "at": at}
            self.chunk(at, content[at : at + CHUNK], mark=mark)

    def told(self) -> list[dict[str, Any]]:
        """Return what Python said to the page, apart from states."""
        return [message["content"] for message in self.wire.messages if message["method"] == "custom"]


@pytest.mark.parametrize("content", [b"x", PNG, LARGE[:CHUNK], LARGE[: CHUNK + 1], LARGE])
def test_a_file_arrives_as_it_was(content: bytes) -> None:
    page = Page()
    page.send(content)
    assert page.arrived == [("cat.png", content)]
    assert isinstance(page.arrived[0][1], bytes)
    assert page.told()[-1] == {"kind": "end", "upload": "a"}
    assert (page.upload.name, page.upload.error) == ("cat.png", "")


def test_one_piece_at_a_time_is_asked_for_and_none_has_more_than_half_a_megabyte() -> None:
    page = Page()
    page.send(LARGE)
    asked = [message["at"] for message in page.told() if message["kind"] == "more"]
    assert asked == [0, CHUNK, 2 * CHUNK]
    assert CHUNK <= 2**20


def test_name_and_error_are_told_before_the_end() -> None:
    page = Page()
    page.send(PNG)
    kinds = [message["method"] for message in page.wire.messages]
    assert kinds == ["custom", "update", "custom"]
    assert page.wire.updates() == [{"name": "cat.png"}]


def test_what_the_lab_has_against_a_file_is_shown_and_the_file_before_stays() -> None:
    page = Page()
    page.upload.on_upload(lambda name, content: load_picture(content, name))
    page.send(PNG, "good.png")
    page.send(b"hello", "notes.png", mark="b")
    assert page.upload.name == "good.png"
    assert page.upload.error.startswith(
        "“notes.png” is a text file, judging by its content; mlwidgets reads PNG"
    )
    page.send(PNG, "better.png", mark="c")
    assert (page.upload.name, page.upload.error) == ("better.png", "")


def test_what_was_said_is_taken_back_on_the_page_too() -> None:
    page = Page()
    page.upload.error = "“a.png” is empty."
    page.upload.forget()
    assert page.upload.error == ""
    assert page.told() == [{"kind": "forget"}]


def test_a_fault_of_ours_becomes_a_sentence_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    page = Page()
    page.upload.on_upload(lambda _name, _content: 1 / 0)
    page.send(PNG)
    assert "Something went wrong inside mlwidgets (ZeroDivisionError: division by zero)" in page.upload.error
    assert page.upload.name == ""
    assert "A callback of FileUpload failed" in caplog.text
    assert page.told()[-1]["kind"] == "end"


def test_a_callback_can_be_taken_back() -> None:
    upload = made()
    names: list[str] = []

    def take(name: str, _content: bytes) -> None:
        names.append(name)

    upload.on_upload(take)
    upload.on_upload(take, remove=True)
    page = Page()
    page.upload = upload
    page.wire = Wire(upload)
    page.send(PNG)
    assert names == []


def test_the_latest_file_wins() -> None:
    page = Page()
    page.begin(len(LARGE), "first.png", "a")
    page.chunk(0, LARGE[:CHUNK])
    page.begin(len(PNG), "second.png", "b")
    assert page.told()[-2:] == [{"kind": "end", "upload": "a"}, {"kind": "more", "upload": "b", "at": 0}]
    page.chunk(CHUNK, LARGE[CHUNK : 2 * CHUNK])  # was on its way
    page.chunk(0, PNG, mark="b")
    page.chunk(2 * CHUNK, LARGE[2 * CHUNK :])
    assert page.arrived == [("second.png", PNG)]
    assert (page.upload.name, page.upload.error) == ("second.png", "")


def test_an_upload_that_was_lost_does_not_stand_in_the_way_of_the_next() -> None:
    page = Page()
    page.begin(len(LARGE))
    page.chunk(0, LARGE[:CHUNK])
    page.send(PNG, mark="b")
    page.send(LARGE, mark="c")
    assert [content for _, content in page.arrived] == [PNG, LARGE]


@pytest.mark.parametrize(
    ("at", "buffers"),
    [
        (CHUNK, [LARGE[CHUNK : 2 * CHUNK]]),  # a piece was lost
        (0, []),
        (0, [LARGE[:CHUNK], LARGE[:CHUNK]]),
        (0, [b""]),
        (0, [LARGE[: CHUNK - 1]]),
        (0, [LARGE]),
        (-1, [LARGE[:CHUNK]]),
        (None, [LARGE[:CHUNK]]),
        ("0", [LARGE[:CHUNK]]),
        ([0], [LARGE[:CHUNK]]),
    ],
)
def test_a_piece_of_the_wrong_length_or_place_ends_the_upload(at: object, buffers: list[bytes]) -> None:
    page = Page(name="before.png")
    page.begin(len(LARGE))
    page.chunk(at, *buffers)
    assert page.upload.error == BROKEN
    assert page.told()[-1] == {"kind": "end", "upload": "a"}
    page.chunk(0, LARGE[:CHUNK])  # too late
    assert page.arrived == []
    assert page.upload.name == "before.png"


def test_a_piece_that_comes_twice_ends_the_upload() -> None:
    page = Page()
    page.begin(len(LARGE))
    page.chunk(0, LARGE[:CHUNK])
    page.chunk(0, LARGE[:CHUNK])
    assert page.upload.error == BROKEN


def test_more_than_was_announced_is_not_taken() -> None:
    page = Page()
    page.begin(10)
    page.chunk(0, b"x" * 11)
    assert page.arrived == []
    assert page.upload.error == BROKEN


def test_sizes_that_no_picture_has_are_refused_before_anything_is_sent() -> None:
    page = Page()
    page.begin(MAX_BYTES + 1)
    assert page.upload.error.startswith("“cat.png” has 10.1 MB; a picture may have at most 10 MB.")
    page.begin(0)
    assert page.upload.error.startswith("“cat.png” is empty: it has 0 bytes.")
    page.begin(10**30)
    assert "at most 10 MB" in page.upload.error
    for size in (-1, 2.5, True, None, "9", [9], float("nan")):
        page.upload.error = ""
        page.begin(size)
        assert "did not arrive in full" in page.upload.error
    assert {message["kind"] for message in page.told()} == {"end"}
    page.begin(MAX_BYTES)
    assert page.told()[-1]["kind"] == "more"


@pytest.mark.parametrize("name", [None, 3, ["cat.png"], {}])
def test_a_name_that_is_no_text_is_refused(name: object) -> None:
    page = Page()
    page.begin(10, name)
    assert "did not arrive in full" in page.upload.error


def test_a_name_is_made_fit_to_be_shown() -> None:
    page = Page()
    page.send(PNG, "C:\\fakepath\\\u202egnp.\n<b>" + "x" * 5000)
    (name, _) = page.arrived[0]
    assert name.startswith("gnp.<b>xxx")
    assert len(name) == 40
    assert page.upload.name == name


@pytest.mark.parametrize("mark", [None, "", 5, "x" * 41, ["a"], {"a": 1}])
def test_an_upload_without_a_proper_mark_is_passed_over(mark: object) -> None:
    page = Page()
    page.begin(10, mark=mark)
    page.chunk(0, b"x" * 10, mark=mark)
    assert page.told() == []
    assert page.arrived == []


@pytest.mark.parametrize(
    "content",
    [None, 5, "begin", [], {}, {"kind": None}, {"kind": "end"}, {"kind": ["begin"]}, {"kind": "chunk"}],
)
def test_any_other_message_is_passed_over(content: object) -> None:
    page = Page()
    page.say(content, b"x" * 10)
    page.begin(10)
    page.say(content, b"x" * 10)
    page.chunk(0, b"y" * 10)
    assert page.arrived == [("cat.png", b"y" * 10)]


def test_a_disabled_button_takes_nothing() -> None:
    page = Page(disabled=True)
    page.begin(10)
    assert page.told() == []


def test_what_arrives_is_bounded_and_given_back() -> None:
    page = Page()
    page.upload._takers.clear()
    tracemalloc.start()
    for mark in "abc":
        page.begin(MAX_BYTES, mark=mark)
        for at in range(0, MAX_BYTES - CHUNK, CHUNK):
            page.chunk(at, LARGE[:CHUNK], mark=mark)
    _, peak = tracemalloc.get_traced_memory()
    page.begin(1, mark="d")
    page.chunk(0, b"x", mark="d")
    left, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 3 * MAX_BYTES
    assert left < MAX_BYTES / 10


@pytest.mark.parametrize(
    "state",
    [{"name": "x"}, {"error": "x"}, {"_rules": {}}, {"_chunk": 1}, {"share": 0.5}, {"disabled": True}],
)
def test_the_page_sets_nothing(state: dict[str, object]) -> None:
    page = Page()
    before = page.upload.get_state()
    page.wire.arrive(state)
    assert page.upload.get_state() == before
    assert page.wire.updates() == [{name: before[name] for name in state}]
    page.wire.arrive({"nonsense": 1})
    assert len(page.wire.messages) == 1


def test_words_and_state_can_be_given() -> None:
    upload = FileUpload(PICTURE_FILES, label="Photo", name="a.png", error="No.", disabled=True)
    assert (upload.label, upload.name, upload.error, upload.disabled) == ("Photo", "a.png", "No.", True)
    assert made(layout=ipywidgets.Layout(width="50%")).layout.width == "50%"


def test_an_unknown_keyword_is_refused_and_inner_ones_are_not_offered() -> None:
    with pytest.raises(TypeError, match=r"no argument 'lable'\. Did you mean 'label'\?") as caught:
        made(lable="x")
    assert "_rules" not in str(caught.value)


def test_script_and_style_are_sent_and_need_no_network() -> None:
    state = made().get_state()
    assert "as default" in state["_esm"]
    for text in (state["_esm"], state["_css"]):
        assert "http" not in text
        assert "innerHTML" not in text


def test_nothing_is_left_alive_after_close() -> None:
    before = set(ipywidgets.widgets.widget._instances)
    upload = made()
    upload.on_upload(lambda _name, _content: None)
    ghost = weakref.ref(upload)
    upload.layout.close()
    upload.close()
    assert set(ipywidgets.widgets.widget._instances) == before
    del upload
    gc.collect()
    assert ghost() is None


def test_a_refusal_of_a_lab_may_be_any_of_our_errors() -> None:
    page = Page()

    def refuse(_name: str, _content: bytes) -> None:
        raise DataError("Not this one.")

    page.upload.on_upload(refuse)
    page.send(PNG)
    assert page.upload.error == "Not this one."


def test_a_file_that_is_arriving_can_be_stopped() -> None:
    page = Page(name="before.png")
    page.begin(len(LARGE))
    page.chunk(0, LARGE[:CHUNK])
    page.say({"kind": "stop", "upload": "b"})  # another one's
    assert page.told()[-1]["kind"] == "more"
    page.say({"kind": "stop", "upload": "a"})
    assert page.told()[-1] == {"kind": "end", "upload": "a"}
    page.chunk(CHUNK, LARGE[CHUNK : 2 * CHUNK])
    assert page.arrived == []
    assert (page.upload.name, page.upload.error) == ("before.png", "")


def test_what_is_done_with_a_file_is_stopped_only_while_something_is_done() -> None:
    page = Page()
    stopped: list[int] = []
    page.upload.on_stop(lambda: stopped.append(1))
    page.say({"kind": "stop"})
    assert stopped == []
    page.upload.doing = "Reading cat.png …"
    page.say({"kind": "stop", "upload": "a"})
    assert stopped == []
    page.say({"kind": "stop"})
    assert stopped == [1]
