"""What may be wrong with a picture file, each in a sentence that says what to do."""

from __future__ import annotations

from mlwidgets.data.pictures.kinds import file_name
from mlwidgets.errors import DataError
from mlwidgets.language import _

MAX_PIXELS = 40_000_000
"""The most pixels that are decoded: 160 MB while it lasts. Cameras have 12 to 24 million."""

MAX_SIDE = 65_535
"""The longest side, which is that of JPEG."""

_TOO_MANY = _(
    "“{name}” has {width:,} × {height:,} pixels; at most {most} million are read, and {side:,} a "
    "side. Make it smaller, such as 1,000 pixels a side, and try again."
)
_CUT_OFF = _("“{name}” is cut off: the end of the picture is missing. Copy or download it again.")
_DAMAGED = _("“{name}” is damaged: {why}. Open it with a picture program, save it again, and try that.")


def check_pixels(name: str, height: int, width: int) -> None:
    """Raise `DataError` unless a picture of this size may be decoded."""
    if height * width > MAX_PIXELS or max(height, width) > MAX_SIDE:
        raise DataError(
            _TOO_MANY.format(
                name=file_name(name), width=width, height=height, most=MAX_PIXELS // 10**6, side=MAX_SIDE
            )
        )


def cut_off(name: str) -> DataError:
    """Return the error for a file whose end is missing."""
    return DataError(_CUT_OFF.format(name=file_name(name)))


def damaged(name: str, why: str) -> DataError:
    """Return the error for a file that is broken inside."""
    return DataError(_DAMAGED.format(name=file_name(name), why=why))
