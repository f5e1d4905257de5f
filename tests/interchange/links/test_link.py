"""Links: what is written is read again, and nothing that somebody else has written does any harm."""

from __future__ import annotations

import base64
import json
import time
import zlib
from urllib.parse import unquote

import numpy as np
import pytest

from mlwidgets.errors import DataError
from mlwidgets.interchange.links import LinkContent, binder_page, read_link, write_link
from mlwidgets.interchange.links.packing import MOST_BYTES, MOST_CHARACTERS, pack

CONTENT = LinkContent(
    settings={"seed": 3, "dataset": "mnist", "näme": "ü"}, page={"tab": "TrainLab"}, stage="10"
)


def packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(content)).rstrip(b"=").decode()


@pytest.mark.parametrize("base", ["", "http://localhost:8866/", "https://example.org/page?a=1#old"])
def test_what_is_written_is_read_again(base: str) -> None:
    link = write_link(CONTENT, base)
    assert link.startswith(base.partition("#")[0] + "#mlw=1.")
    assert read_link(link) == CONTENT
    assert read_link(f"  {link}\n") == CONTENT


def test_on_binder_the_fragment_ends_the_path_that_is_opened() -> None:
    page = binder_page("https://github.com/ada/course.git", branch="HEAD")
    link = write_link(CONTENT, page)
    assert "#" not in link
    assert read_link(link) == CONTENT
    # What Binder's own page goes on to: the decoded path, relative to the server.
    path = unquote(link.partition("urlpath=")[2])
    assert path.startswith("voila/render/apps/dashboard.ipynb#mlw=1.")
    assert read_link(path) == CONTENT
    assert read_link(write_link(CONTENT, page + "&x=1")) == CONTENT


def test_nothing_but_letters_digits_and_three_signs_stands_in_a_link() -> None:
    fragment = write_link(CONTENT).removeprefix("#mlw=1.")
    assert set(fragment) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


GOOD = write_link(CONTENT)

REFUSED = {
    "": "is not a link to a configuration",
    "https://example.org/": "is not a link to a configuration",
    "javascript:alert(1)": "is not a link to a configuration",
    "#mlw=": "no version",
    "#mlw=.abc": "no version",
    "#mlw=1": "a character that no link has",
    "#mlw=01.abc": "no version",
    "#mlw=-1.abc": "no version",
    "#mlw=2.abc": "is of version 2",
    "#mlw=999999.abc": "is of version 999999",
    "#mlw=1.<script>alert(1)</script>": "a character that no link has",
    "#mlw=1.%3Cscript%3E": "a character that no link has",
    "#mlw=1.abc": "cannot be unpacked",
    "#mlw=1.Ä": "a character that no link has",
    GOOD[:-9]: "its end is missing",
    GOOD + "AAAA": "does not belong to it",
    f"#mlw=1.{packed(b'[]')}": "holds the settings of an experiment",
    f"#mlw=1.{packed(b'{}')}": "holds the settings of an experiment",
    f"#mlw=1.{packed(b'null')}": "holds the settings of an experiment",
    f"#mlw=1.{packed(b'{')}": "not valid JSON",
    f"#mlw=1.{packed(b'NaN')}": "not valid JSON",
    f"#mlw=1.{packed(bytes([255, 254]))}": "not valid JSON",
    f"#mlw=1.{packed(b'[' * 100_000)}": "not valid JSON",
    f"#mlw=1.{packed(b'1' * 10_000)}": "not valid JSON",
    f"#mlw=1.{packed(json.dumps({'settings': {}, 'script': 'x'}).encode())}": "does not know",
    f"#mlw=1.{packed(json.dumps({'settings': {}, 'page': []}).encode())}": "damaged",
    f"#mlw=1.{packed(json.dumps({'settings': {}, 'stage': 3}).encode())}": "damaged",
    f"#mlw=1.{packed(b' ' * (MOST_BYTES + 1))}": "unpacks to more than",
    "#mlw=1." + "A" * 1_000_000: "may have up to 200,000 characters",
}


@pytest.mark.parametrize(("link", "said"), REFUSED.items(), ids=range(len(REFUSED)))
def test_a_bad_link_is_refused_in_a_sentence(link: str, said: str) -> None:
    with pytest.raises(DataError) as refusal:
        read_link(link)
    text = str(refusal.value)
    assert said in text
    assert text.endswith(".")
    assert len(text) < 250


@pytest.mark.parametrize("no_text", [None, 3, b"#mlw=1.abc", ["#mlw=1.abc"]])
def test_what_is_no_text_is_no_link(no_text: object) -> None:
    with pytest.raises(DataError, match="A link is a text"):
        read_link(no_text)  # type: ignore[arg-type]


def test_a_bomb_is_not_unpacked() -> None:
    bomb = "#mlw=1." + packed(b"0" * 100_000_000)
    assert len(bomb) < MOST_CHARACTERS
    begun = time.thread_time()  # of computing: a busy machine takes longer
    with pytest.raises(DataError, match="unpacks to more than"):
        read_link(bomb)
    assert time.thread_time() - begun < 1


def test_too_much_for_a_link_is_refused_when_it_is_written() -> None:
    noise = np.random.default_rng(0).bytes(300_000).hex()
    with pytest.raises(DataError, match="Save the run as a file"):
        pack({"settings": noise})


def test_no_chance_text_makes_more_than_a_sentence() -> None:
    rng = np.random.default_rng(1)
    for _ in range(300):
        content = bytearray(GOOD.encode())
        for place in rng.integers(0, len(content), rng.integers(1, 5)):
            content[place] = rng.integers(32, 127)
        try:
            read_link(content.decode())
        except DataError:
            continue
