"""The files that `test_data_lab` opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload


def toys(rows: int = 40, kinds: int = 2) -> str:
    """Return a small table of toys of some kinds, each of another size."""
    lines = [f"{row % kinds + row / 1000:.3f};{row % 7};toy {row % kinds}" for row in range(rows)]
    return "\n".join(["size;weight;kind", *lines, ""])


def file(name: str, content: bytes | str) -> FilePayload:
    """Return a file in the form in which Playwright hands it to a page."""
    buffer = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": "text/csv", "buffer": buffer}


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "binary.csv": (bytes(range(256)) * 40, "is no text"),
    "empty.csv": (b"", "is empty: it has 0 bytes"),
    "header.csv": (b"a;b;c\n", "has a header but no rows"),
    "wide.csv": (
        "\n".join([",".join(f"c{one}" for one in range(10_000)), *[",".join("1" * 10_000)] * 3]).encode(),
        "has 10,000 columns; at most 2,000",
    ),
    "page.csv": (b"<!doctype html><html><body>Log in</body></html>", "is a web page"),
    "report.pdf": (b"%PDF-1.7\n" + bytes(100), "is a PDF document, judging by its content"),
}
"""Files that are no table, and what is said of each."""

IMPOSSIBLE: dict[str, tuple[str, str, str]] = {
    "column.csv": ("a\n" + "1\n2\n" * 20, "a", "the only column, so there is nothing to predict it from"),
    "one class.csv": (toys(40, 1), "kind", "in every row, so there is nothing to learn"),
    "classes.csv": (toys(10_000, 5_000), "kind", "has 5,000 classes"),
}
"""Tables that nothing can be learned from: the text, the column to predict, and what is said."""
