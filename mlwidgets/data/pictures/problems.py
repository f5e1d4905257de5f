"""What may be wrong with a picture file, each in a sentence that says what to do."""

from __future__ import annotations

from mlwidgets.data.pictures.kinds import file_name
from mlwidgets.errors import DataError

MAX_PIXELS = 40_000_000
"""The most pixels that are decoded: 160 MB while it lasts. Cameras have 12 to 24 million."""

MAX_SIDE = 65_535
"""The longest side, which is that of JPEG."""


def check_pixels(name: str, height: int, width: int) -> None:
    """Raise `DataError` unless a picture of this size may be decoded."""
    if height * width > MAX_PIXELS or max(height, width) > MAX_SIDE:
        limit = f"at most {MAX_PIXELS // 10**6} million are read, and {MAX_SIDE:,} a side"
        raise DataError(
            f"“{file_name(name)}” has {width:,} × {height:,} pixels; {limit}. "
            "Make it smaller, such as 1,000 pixels a side, and try again."
        )


def cut_off(name: str) -> DataError:
    """Return the error for a file whose end is missing."""
    return DataError(
        f"“{file_name(name)}” is cut off: the end of the picture is missing. Copy or download it again."
    )


def damaged(name: str, why: str) -> DataError:
    """Return the error for a file that is broken inside."""
    return DataError(
        f"“{file_name(name)}” is damaged: {why}. Open it with a picture program, save it again, and try that."
    )
