"""Small pictures that come from a page: whole, still and small, or refused in a sentence."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from mlwidgets.data.pictures.still import still_kind
from mlwidgets.errors import DataError


def written(size: tuple[int, int] = (48, 32), kind: str = "PNG", **more: object) -> bytes:
    """Return a picture in which no two columns are alike."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (48, 32), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def claiming(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that claims to be as large as that."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


def kind_of(content: bytes) -> str:
    return still_kind(content, widest=480, highest=960)


def test_png_and_webp_are_taken_up_to_the_last_pixel() -> None:
    assert kind_of(written((480, 960))) == "image/png"
    assert kind_of(written(kind="WEBP")) == "image/webp"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (written((481, 10)), "480 × 960 pixels; got 481 × 10"),
        (written((10, 961)), "480 × 960 pixels; got 10 × 961"),
        (claiming(100_000, 100_000), "whole PNG or WebP|480 × 960 pixels"),
        (claiming(480, 960), "whole PNG or WebP"),  # a few pixels of all that it claims to have
        (moving("PNG"), "must not move; got 2"),
        (moving("WEBP"), "must not move; got 2"),
        (written(kind="JPEG"), "whole PNG or WebP"),
        (written(kind="GIF"), "whole PNG or WebP"),
        (written()[:-40], "whole PNG or WebP"),
        (written(kind="WEBP")[:-40], "whole PNG or WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "whole PNG or WebP"),
        (b"<script>alert(1)</script>", "whole PNG or WebP"),
        (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "whole PNG or WebP"),
        (b"", "whole PNG or WebP"),
        (bytes(5000), "whole PNG or WebP"),
    ],
)
def test_anything_else_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(DataError) as refusal:
        kind_of(content)
    assert any(word in str(refusal.value) for word in words.split("|")), refusal.value


def test_a_picture_damaged_anywhere_is_taken_or_refused() -> None:
    """A byte that was changed may give another picture, and nothing worse."""
    for kind in ("PNG", "WEBP"):
        content = written(kind=kind)
        for at in range(0, len(content), max(len(content) // 60, 1)):
            try:
                kind_of(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
            except DataError:
                continue
