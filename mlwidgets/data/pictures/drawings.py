"""Drawings on which a kernel shows what it does; `build_pictures` writes them to files.

Shapes are given as conditions on coordinates. Each pixel is tried at 4 × 4 points, so that slanted edges are
as smooth as those of a photograph.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Numbers = NDArray[np.float64]
    Points = list[tuple[float, float]]

FINE = 4
PAPER, INK = 235, 20

# Letters as strokes, (right, down) in heights of an x; the stem of a k is one and a half times as high.
_ARCH: Points = [(0.35 - 0.35 * np.cos(a), 0.35 - 0.35 * np.sin(a)) for a in np.linspace(0, np.pi, 13)]
_BOWL: Points = [(0.4 + 0.4 * np.cos(a), 0.5 - 0.5 * np.sin(a)) for a in np.linspace(0, 1.78 * np.pi, 25)]
_LETTERS: dict[str, tuple[float, list[Points]]] = {
    "k": (0.7, [[(0, -0.5), (0, 1)], [(0.62, 0), (0, 0.6)], [(0.22, 0.4), (0.66, 1)]]),
    "e": (0.8, [[(0, 0.5), *_BOWL]]),
    "r": (0.5, [[(0, 0), (0, 1)], [point for point in _ARCH if point[0] < 0.6]]),  # noqa: PLR2004 - cut short
    "n": (0.7, [[(0, 0), (0, 1)], [*_ARCH, (0.7, 1)]]),
    "l": (0.0, [[(0, -0.5), (0, 1)]]),
}


def card() -> Picture:
    """Draw edges at every angle, ramps, checks, rings, writing and a single bright dot.

    Returns
    -------
    ndarray of uint8, shape (384, 384, 1)
    """
    whole = np.full((384, 384), 200, np.uint8)
    whole[8:256, 8:256] = _star(248)
    whole[8:48, 264:376] = np.linspace(0, 255, 112).round()  # a ramp
    whole[56:96, 264:376] = np.repeat(np.linspace(0, 255, 7).round(), 16)  # a stair
    for left, width, side in ((264, 32, 8), (296, 32, 4), (328, 24, 2), (352, 24, 1)):
        whole[104:144, left : left + width] = _checks(40, width, side)
    whole[152:256, 264:376] = _rings(104, 112)
    whole[264:376, 8:256] = _writing(112, 248)
    whole[264:376, 264:376] = dot(112)[..., 0]
    return whole[..., np.newaxis]


def dot(side: int = 41) -> Picture:
    """Draw one white pixel on black.

    A convolution turns it into the kernel itself, a cross-correlation into the kernel turned by 180°. On 41
    pixels there is room for 11 × 11 cells with a dilation of 4.

    Returns
    -------
    ndarray of uint8, shape (side, side, 1)
    """
    picture = np.zeros((side, side, 1), np.uint8)
    picture[side // 2, side // 2] = 255
    return picture


def lamps() -> Picture:
    """Draw a red, a green and a blue disc of light that overlap: three channels, each with a disc of its own.

    Returns
    -------
    ndarray of uint8, shape (256, 256, 3)
    """
    angles = np.pi / 2 + 2 * np.pi / 3 * np.arange(3)
    discs = [_disc(134 - 44 * np.sin(angle), 128 + 44 * np.cos(angle), 72) for angle in angles]
    return np.stack(discs, axis=2)


def _disc(middle_y: float, middle_x: float, radius: float) -> Picture:
    return _painted(256, 256, lambda y, x: np.hypot(y - middle_y, x - middle_x) < radius)


def _painted(
    height: int,
    width: int,
    inside: Callable[[Numbers, Numbers], NDArray[np.bool_]],
    ink: int = 255,
    ground: int = 0,
) -> Picture:
    """Paint the points (y, x) for which a condition holds."""
    y, x = ((np.arange(size * FINE) + 0.5) / FINE for size in (height, width))
    hit = inside(y[:, np.newaxis], x[np.newaxis, :])
    share = hit.reshape(height, FINE, width, FINE).mean(axis=(1, 3))
    return (ground + share * (ink - ground)).round().astype(np.uint8)


def _star(side: int) -> Picture:
    """Draw 18 dark rays: an edge at every 10 degrees."""
    middle, radius = side / 2, side / 2 - 4

    def rays(y: Numbers, x: Numbers) -> NDArray[np.bool_]:
        turn = np.arctan2(y - middle, x - middle) / (2 * np.pi) * 18
        return (np.hypot(y - middle, x - middle) < radius) & (turn % 1 < 0.5)  # noqa: PLR2004 - half a turn

    return _painted(side, side, rays, ink=INK, ground=PAPER)


def _checks(height: int, width: int, side: int) -> Picture:
    y, x = np.arange(height)[:, np.newaxis] // side, np.arange(width) // side
    return ((y + x) % 2 * 255).astype(np.uint8)


def _rings(height: int, width: int) -> Picture:
    """Draw rings that get closer outwards, down to 3 pixels each: a stride turns the closest into others."""
    y = np.arange(height)[:, np.newaxis] + 0.5 - height / 2
    x = np.arange(width) + 0.5 - width / 2
    wave = np.cos(np.pi / 3 * (y**2 + x**2) / (width / 2))
    return (127.5 + 127.5 * wave).round().astype(np.uint8)


def _writing(height: int, width: int) -> Picture:
    """Write the same word in three sizes."""
    lines = np.full((height, width), PAPER, np.uint8)
    for top, size, pen in ((22.0, 34.0, 6.0), (72.0, 17.0, 3.0), (99.0, 8.0, 1.5)):
        left = 14.0
        while left + 4.9 * size < width:
            strokes, left = _word("kernel", top, left, size)
            lines = np.minimum(lines, _stroked(height, width, strokes, pen))
    return lines


def _word(word: str, top: float, left: float, size: float) -> tuple[list[NDArray[np.float64]], float]:
    """Return the strokes of a word as lists of points (right, down), and where the next word begins."""
    strokes = []
    for letter in word:
        advance, shapes = _LETTERS[letter]
        strokes += [np.array(shape) * size + (left, top) for shape in shapes]
        left += (advance + 0.4) * size
    return strokes, left + 0.6 * size


def _stroked(height: int, width: int, strokes: list[NDArray[np.float64]], pen: float) -> Picture:
    """Draw strokes with a round pen."""

    def inked(y: Numbers, x: Numbers) -> NDArray[np.bool_]:
        hit = np.zeros((y.size, x.size), bool)
        for stroke in strokes:
            for (x0, y0), (x1, y1) in pairwise(stroke):
                # Only points near this piece of the stroke are tried.
                rows = slice(*np.searchsorted(y[:, 0], (min(y0, y1) - pen, max(y0, y1) + pen)))
                columns = slice(*np.searchsorted(x[0], (min(x0, x1) - pen, max(x0, x1) + pen)))
                right, down = x[:, columns] - x0, y[rows] - y0
                length = (x1 - x0) ** 2 + (y1 - y0) ** 2
                along = np.clip((right * (x1 - x0) + down * (y1 - y0)) / length, 0, 1)
                away = np.hypot(right - along * (x1 - x0), down - along * (y1 - y0))
                hit[rows, columns] |= away < pen / 2
        return hit

    return _painted(height, width, inked, ink=INK, ground=PAPER)
