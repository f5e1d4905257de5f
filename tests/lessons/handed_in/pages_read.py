"""A page taken apart: which elements there are, and what it says to somebody who reads it."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser


class PageRead(HTMLParser):
    """A page's elements, attributes and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in ("meta", "br", "img", "hr", "rect"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Note that it ends; it must be the one that is open."""
        if tag not in ("meta", "br", "img", "hr", "rect"):
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if "style" not in self.open:
            self.text += data

    def values(self, name: str) -> list[str]:
        """Return the values of an attribute, wherever it stands."""
        return [value for _, one, value in self.attributes if one == name]


def assert_harmless(page: str) -> PageRead:
    """Check that a page runs nothing, fetches nothing, and is whole; return it taken apart."""
    read = PageRead(page)
    assert read.open == []
    assert not {"script", "iframe", "object", "embed", "form", "input", "base", "link"} & set(read.elements)
    assert not [one for one in read.attributes if one[1].startswith("on")]
    sources = [(tag, value) for tag, name, value in read.attributes if name == "src"]
    assert all(
        tag == "img" and value.startswith(("data:image/png;base64,", "data:image/webp;base64,"))
        for tag, value in sources
    )
    assert not [one for one in read.attributes if one[1] in ("srcset", "data", "action", "srcdoc")]
    assert all(value.startswith(("http://", "https://", "#")) for value in read.values("href"))
    assert "default-src 'none'" in " ".join(read.values("content"))
    return read
