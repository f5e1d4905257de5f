"""`PictureSettings`: how own pictures are read and brought together."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import SEED, TEST_SHARE, Interval, OneOf, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

PICTURE_SIDE = Interval(name="side", low=8, high=64, integer=True)
TILE = Interval(name="tile", low=4, high=512, integer=True)
LONGEST_LABELS = 1_000_000
"""The most characters of a text of labels."""


class Layout(StrEnum):
    """Where the class of each picture is written."""

    FOLDERS = "folders"
    TABLE = "table"
    SHEET = "sheet"
    ARRAYS = "arrays"


class Colour(StrEnum):
    """How many channels the pictures get: one, or three."""

    GREY = "grey"
    RGB = "rgb"


class Fit(StrEnum):
    """How a picture that is not square becomes square."""

    STRETCH = "stretch"
    CROP = "crop"
    PAD = "pad"


@dataclass(frozen=True, kw_only=True)
class PictureSettings:
    """How pictures are read; what is None is found, and `ReadPictures.settings` holds what was found.

    Parameters
    ----------
    layout : Layout, optional
        Where the class of each picture is written: in the name of its folder, in a table (a CSV file), in
        its place on a sheet of tiles, or in an array.
    side : int, optional
        Height and width of the pictures in pixels, 8 to 64. If not given, the most frequent size; 32 if that
        is larger.
    colour : Colour, optional
        One channel or three. If not given, three if most pictures are in colour.
    fit : Fit
        What is done to a picture that is not square: it is stretched, its edges are cropped, or it is padded.
    tile : int, optional
        Height and width of one tile of a sheet in pixels.
    labels : str
        The labels of a sheet's tiles, row by row, or of its rows, separated by commas or line breaks. If
        empty, each row of tiles is a class.
    test_share : float
        Fraction of the pictures that is held out for testing, 0.1 to 0.9, where the source has no test part.
    seed : int
        Which pictures these are follows from it.

    Raises
    ------
    ConfigurationError
        A setting is out of its range.
    """

    layout: Layout | None = None
    side: int | None = None
    colour: Colour | None = None
    fit: Fit = Fit.STRETCH
    tile: int | None = None
    labels: str = ""
    test_share: float = 0.2
    seed: int = 0

    def __post_init__(self) -> None:
        for name, options in (("layout", Layout), ("colour", Colour), ("fit", Fit)):
            value = getattr(self, name)
            if value is None and name != "fit":
                continue
            known = OneOf(name=name, options=tuple(map(str, options)))
            object.__setattr__(self, name, options(known.check(value)))
        for name, limits in (("side", PICTURE_SIDE), ("tile", TILE)):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, limits.check_int(getattr(self, name)))
        if not isinstance(self.labels, str) or len(self.labels) > LONGEST_LABELS:
            raise ConfigurationError(
                f"labels must be a text of at most {LONGEST_LABELS:,} characters; got {shown(self.labels)}."
            )
        object.__setattr__(self, "test_share", TEST_SHARE.check(self.test_share))
        object.__setattr__(self, "seed", SEED.check_int(self.seed))

    def with_(self, **changes: Any) -> Self:  # noqa: ANN401 - fields of several types
        """Return settings with others in their place."""
        known = tuple(self.to_dict())
        for name in changes:
            if name not in known:
                raise ConfigurationError(
                    f"Pictures are read without a setting {shown(name)}; there are: {', '.join(known)}."
                    f"{nearest(name, known)}"
                )
        return replace(self, **changes)

    def to_dict(self) -> dict[str, Any]:
        """Return them as plain JSON values."""
        texts = asdict(self).items()
        return {name: str(value) if isinstance(value, StrEnum) else value for name, value in texts}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Return the settings that `to_dict` wrote."""
        return cls().with_(**values)
