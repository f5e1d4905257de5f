"""The IDX reader: files as published, and every kind of file that only claims to be one."""

from __future__ import annotations

import gzip
import os
import re
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import read_idx
from mlwidgets.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

VALUES = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
HEADER = bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4])
WHOLE = HEADER + bytes(range(24))


def write(folder: Path, content: bytes, name: str = "some-file") -> Path:
    """Write bytes to a file in `folder`."""
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("name", ["images", "images.gz"])
def test_it_reads_a_file_packed_or_not_whatever_its_name(
    tmp_path: Path, pack: Callable[[bytes], bytes], name: str
) -> None:
    values = read_idx(write(tmp_path, pack(WHOLE), name))
    np.testing.assert_array_equal(values, VALUES)
    assert values.dtype == np.uint8


def test_it_takes_a_path_as_text(tmp_path: Path) -> None:
    np.testing.assert_array_equal(read_idx(str(write(tmp_path, WHOLE))), VALUES)


@pytest.mark.parametrize("shape", [(1,), (300,), (2, 3), (1, 1, 1), (2, 3, 4, 5)])
def test_it_reads_one_to_four_dimensions(
    tmp_path: Path, shape: tuple[int, ...], idx_bytes: Callable[[NDArray[Any]], bytes]
) -> None:
    values = np.random.default_rng(0).integers(0, 256, shape)
    np.testing.assert_array_equal(read_idx(write(tmp_path, idx_bytes(values))), values)


def test_it_reads_more_than_one_chunk(tmp_path: Path, idx_bytes: Callable[[NDArray[Any]], bytes]) -> None:
    values = np.random.default_rng(0).integers(0, 256, (3, 1000, 1001), dtype=np.uint8)
    np.testing.assert_array_equal(read_idx(write(tmp_path, gzip.compress(idx_bytes(values)))), values)


def header(*sizes: int, kind: int = 8) -> bytes:
    """Make an IDX header of any sizes."""
    return bytes([0, 0, kind, len(sizes)]) + b"".join(size.to_bytes(4, "big") for size in sizes)


HOSTILE = {
    "empty": (b"", "is empty"),
    "one zero byte": (b"\0", "cut off: it ends within its header"),
    "two zero bytes": (b"\0\0", "cut off: it ends within its header"),
    "half a header": (HEADER[:9], "cut off: it ends within its header"),
    "header without values": (HEADER, "cut off: its header promises 24 bytes of values, and"),
    "one value short": (WHOLE[:-1], "promises 24 bytes of values, and only 23 are there"),
    "one value too many": (
        WHOLE + b"\0",
        "too long: its header promises 24 bytes of values, and more follow",
    ),
    "a picture": (
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        "not an IDX file: it must start with two zero bytes, and starts with 89 50",
    ),
    "a zip archive": (b"PK\x03\x04" + bytes(50), "not an IDX file"),
    "one wrong byte": (b"\0\x05" + WHOLE[2:], "starts with 00 05"),
    "text": (b"label,pixel\n", "not an IDX file"),
    "half of gzip's mark": (b"\x1f", "not an IDX file"),
    "32-bit floats": (header(2, kind=0x0D) + bytes(8), "got 32-bit floats (type byte 0d)"),
    "signed bytes": (header(2, kind=0x09) + bytes(2), "got signed bytes (type byte 09)"),
    "no known type": (header(2, kind=0x77) + bytes(2), "a type that IDX does not have (type byte 77)"),
    "zero bytes only": (bytes(100), "type that IDX does not have (type byte 00)"),
    "no dimension": (header() + bytes(1), "must have 1 to 4 dimensions; its header says 0"),
    "255 dimensions": (b"\0\0\x08\xff" + bytes(2000), "must have 1 to 4 dimensions; its header says 255"),
    "a dimension of 0": (header(3, 0, 4), "holds no values: its header gives the shape (3, 0, 4)"),
    "more than a gigabyte": (header(2**30 + 1), "too large: its header promises 1,073,741,825 bytes"),
    "a product beyond 64 bits": (header(2**31, 2**31, 2**31, 2**31) + b"a", "too large: its header promises"),
    "a product of 2 to the 64": (header(2**16, 2**16, 2**16, 2**16) + b"a", "too large: its header promises"),
    "a promise the file cannot hold": (header(2**30) + b"abc", "the file is far too small for that"),
}


@pytest.mark.parametrize(("content", "message"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_are_refused_with_a_sentence(tmp_path: Path, content: bytes, message: str) -> None:
    file = write(tmp_path, content)
    with pytest.raises(DataError, match=re.escape(message)) as caught:
        read_idx(file)
    assert str(caught.value).endswith(".")
    assert str(file) in str(caught.value)


@pytest.mark.parametrize(("content", "message"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_files_packed_with_gzip_are_refused_too(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        read_idx(write(tmp_path, gzip.compress(content)))


@pytest.mark.parametrize("length", range(2, len(gzip.compress(WHOLE))))
def test_gzip_cut_off_anywhere_is_refused(tmp_path: Path, length: int) -> None:
    with pytest.raises(DataError, match="cut off"):
        read_idx(write(tmp_path, gzip.compress(WHOLE)[:length]))


@pytest.mark.parametrize("place", range(len(WHOLE)))
def test_plain_files_cut_off_anywhere_are_refused(tmp_path: Path, place: int) -> None:
    with pytest.raises(DataError, match=r"cut off|is empty"):
        read_idx(write(tmp_path, WHOLE[:place]))


@pytest.mark.parametrize("place", range(10, len(gzip.compress(WHOLE))))  # behind gzip's fixed header
def test_gzip_with_any_byte_changed_is_refused(tmp_path: Path, place: int) -> None:
    content = bytearray(gzip.compress(WHOLE))
    content[place] ^= 0x55
    with pytest.raises(DataError):
        read_idx(write(tmp_path, bytes(content)))


def test_a_wrong_gzip_checksum_is_noticed(tmp_path: Path) -> None:
    content = bytearray(gzip.compress(WHOLE))
    content[-8] ^= 1
    with pytest.raises(DataError, match="is damaged"):
        read_idx(write(tmp_path, bytes(content)))


def test_rubbish_behind_gzip_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is damaged"):
        read_idx(write(tmp_path, gzip.compress(WHOLE) + b"rubbish"))


def test_a_second_packed_part_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="too long"):
        read_idx(write(tmp_path, gzip.compress(WHOLE) + gzip.compress(b"more")))


def peak_while_refusing(file: Path, message: str) -> int:
    """Return how many bytes Python set aside at most while `read_idx` refused `file`."""
    tracemalloc.start()
    try:
        with pytest.raises(DataError, match=message):
            read_idx(file)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_gzip_bomb_is_not_unpacked_beyond_what_its_header_promises(tmp_path: Path) -> None:
    file = write(tmp_path, gzip.compress(HEADER + bytes(64 * 2**20)))
    assert file.stat().st_size < 100_000
    assert peak_while_refusing(file, "too long") < 4 * 2**20


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_no_memory_is_set_aside_for_a_promise_that_cannot_be_kept(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    file = write(tmp_path, pack(header(2**30) + b"abc"))
    assert peak_while_refusing(file, "far too small") < 4 * 2**20


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"There is no file .*nowhere"):
        read_idx(tmp_path / "nowhere")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="There is no file"):
        read_idx(tmp_path)


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(DataError, match="There is no file"):
        read_idx("zero\0byte")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(DataError, match="There is no file"):
        read_idx(pipe)


def test_a_file_that_may_not_be_read_gives_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = write(tmp_path, WHOLE)
    monkeypatch.setattr(Path, "open", refuse)  # tests may run as root, whom no file mode stops
    with pytest.raises(DataError, match="cannot be read: Permission denied"):
        read_idx(file)
