"""The check of a kernel on pictures of edges that the learner has not seen.

Pictures are drawn afresh for each kernel: the seed is a fingerprint of its numbers, so the same kernel meets
the same pictures, live and in a hand-in, and nobody can prepare for them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import DataError
from mlwidgets.explain.convolution.forward import convolve
from mlwidgets.explain.convolution.grids import checked_kernel
from mlwidgets.explain.convolution.settings import ConvolutionSettings
from mlwidgets.language import _
from mlwidgets.lessons.checks import limits
from mlwidgets.lessons.checks.check import Check, Evidence, Finding
from mlwidgets.lessons.checks.judged.convolution import look_at_kernel
from mlwidgets.lessons.checks.parameters import Parameter
from mlwidgets.ranges import LAB_INPUT_CHANNELS, OneOf

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.session import Experiment

LOUD = 0.25
"""A kernel answers to an edge if its result is at least this part of the step in brightness.

From black to white, 255 grey levels, a quarter is 64: seen at a glance. The gentlest kernels in use give a
half: [-1, 0, 1] / 2 and Sobel / 8. A kernel of numbers near 0 is not let through.
"""

QUIET = 0.1
"""Elsewhere its result is at most this part of what it gives at the edges it is for.

If those are white, a tenth is 26 grey levels: still black to the eye. That leaves room for kernels such as
[-0.33, 0, 0.34], whose numbers do not quite add up to 0, and for nothing that anybody would call an answer:
one number of a Sobel kernel that is wrong by 1 gives more.
"""

SLANTED = 1.05
"""How many times as strong as at its own edges it may be at slanted ones.

A slanted edge is half a vertical one, so no kernel for vertical edges is silent there: Prewitt gives two
thirds, Sobel three quarters, and [-1, 0, 1] all of it. But a kernel that answers more to slanted edges is
made for those.
"""

_EACH = 6
"""Pictures of each kind."""

_STEPS = (100, 160)
"""How many grey levels lie between the two sides of an edge."""

_LEVELS = 255

_DECIMALS = 6
"""Beyond these an answer is rounding: 0.1 + 0.2 - 0.3 is not quite 0."""


@dataclass(frozen=True, eq=False)
class EdgePictures:
    """Pictures of edges, and of nothing.

    Attributes
    ----------
    step : float
        The difference in brightness between the two sides, the same in all of them.
    vertical, horizontal, slanted : tuple of ndarray, shape (side, side)
        With the brighter side on either side of the edge.
    flat : tuple of ndarray, shape (side, side)
        One level of grey each.
    """

    step: float
    vertical: tuple[Array, ...]
    horizontal: tuple[Array, ...]
    slanted: tuple[Array, ...]
    flat: tuple[Array, ...]


def edge_pictures(rng: np.random.Generator, side: int) -> EdgePictures:
    """Draw pictures: where the edge is, how bright its darker side is, and which side that is."""
    step = float(rng.integers(*_STEPS))
    down, right = np.mgrid[:side, :side].astype(np.float64)
    slant = (down + right) / 2
    ways: dict[str, tuple[AnyArray, ...]] = {
        "vertical": (right,),
        "horizontal": (down,),
        "slanted": (slant, slant[:, ::-1]),
    }
    drawn: dict[str, tuple[Array, ...]] = {}
    for name, directions in ways.items():
        pictures = []
        for number in range(_EACH):
            along = directions[number // 2 % len(directions)]
            bright = along >= rng.integers(side // 2 - 2, side // 2 + 3)
            # Every second one is brighter on the other side.
            dark = float(rng.integers(0, _LEVELS - int(step) + 1))
            pictures.append(dark + step * (bright if number % 2 else ~bright))
        drawn[name] = tuple(pictures)
    levels = rng.integers(_LEVELS // 2, _LEVELS + 1, _EACH)  # bright: in black nothing shows
    flat = tuple(np.full((side, side), float(level)) for level in levels)
    return EdgePictures(step=step, flat=flat, **drawn)


@dataclass(frozen=True, eq=False)
class _Kernel:
    """A kernel on its own: its divisor, bias, flip and dilation count; stride, padding and pooling do not."""

    numbers: Array
    settings: ConvolutionSettings

    @classmethod
    def of(cls, seen: Evidence) -> _Kernel:
        """Read a kernel from evidence."""
        numbers = checked_kernel(seen.raw("kernel"))
        if numbers.shape[2] > LAB_INPUT_CHANNELS.high:
            raise DataError(f"A kernel of the lab has at most 3 slices; got {numbers.shape[2]}.")
        chosen = seen.part("settings")
        settings = ConvolutionSettings(
            padding="valid",
            flip=chosen.flag("flip"),
            divisor=chosen.number("divisor"),
            bias=chosen.number("bias"),
            dilation_rate=chosen.count("dilation_rate"),
        )
        return cls(numbers.astype(np.float64), settings)

    @property
    def side(self) -> int:
        """How large a picture must be, so that there is room on both sides of the edge."""
        return 2 * max(self.numbers.shape[:2]) * self.settings.dilation_rate + 10

    @property
    def fingerprint(self) -> int:
        """A number that any change of the kernel changes."""
        digest = hashlib.sha256(np.ascontiguousarray(self.numbers).tobytes())
        digest.update(repr(self.settings).encode())
        return int.from_bytes(digest.digest()[:8])

    def answer(self, picture: Array) -> float:
        """Return the largest result, without its sign, wherever on a grey picture the kernel stands."""
        channels = np.repeat(picture[:, :, np.newaxis], self.numbers.shape[2], axis=2)
        largest = np.abs(convolve(channels, self.numbers, self.settings).output).max()
        return round(float(largest), _DECIMALS)


@dataclass(frozen=True)
class _Answers:
    """What a kernel gives on the pictures: the largest result in each, without its sign.

    Attributes
    ----------
    step : float
        By how many grey levels the sides of an edge differ.
    weakest, strongest : float
        The smallest and the largest answer to edges of its own kind.
    across, slanted, flat : float
        The largest answer to edges of the other kind, to slanted ones, and to no edge at all.
    """

    step: float
    weakest: float
    strongest: float
    across: float
    slanted: float
    flat: float

    @classmethod
    def of(cls, kernel: _Kernel, edges: str) -> _Answers:
        """Show a kernel its pictures."""
        pictures = edge_pictures(np.random.default_rng(kernel.fingerprint), kernel.side)
        vertical, horizontal, slanted, flat = (
            [kernel.answer(picture) for picture in kind]
            for kind in (pictures.vertical, pictures.horizontal, pictures.slanted, pictures.flat)
        )
        own, other = (vertical, horizontal) if edges == "vertical" else (horizontal, vertical)
        return cls(pictures.step, min(own), max(own), max(other), max(slanted), max(flat))

    @property
    def least(self) -> float:
        """What an edge of its own kind must give at least."""
        return LOUD * self.step

    @property
    def most(self) -> float:
        """What everything else may give at most."""
        return QUIET * self.weakest

    @property
    def turned(self) -> bool:
        """Whether it is a kernel for the edges of the other kind."""
        return self.across >= self.least and self.flat <= QUIET * self.across


def _answers_only_to(seen: Evidence, edges: str) -> Finding:
    """Judge a kernel by what it gives on 24 pictures.

    It must be loud (`LOUD`) at each edge of its kind, bright on either side; quiet (`QUIET`) at each edge of
    the other kind and on flat grey; and at slanted edges not stronger than at its own (`SLANTED`). The
    largest result in a picture counts, without its sign.
    """
    kernel = _Kernel.of(seen)
    answers = _Answers.of(kernel, edges)
    problem = _problem(kernel, answers, edges)
    if problem:
        return Finding(holds=False, why=problem)
    why = _RIGHT[edges].format(
        count=4 * _EACH, least=_text(answers.weakest), most=_text(max(answers.across, answers.flat))
    )
    return Finding(holds=True, why=why)


_RIGHT = {
    "vertical": _(
        "On {count} pictures that you have not seen your kernel gives at least {least} at vertical edges, "
        "and at most {most} at horizontal edges and on flat grey."
    ),
    "horizontal": _(
        "On {count} pictures that you have not seen your kernel gives at least {least} at horizontal edges, "
        "and at most {most} at vertical edges and on flat grey."
    ),
}
_WEAK = {
    "vertical": _(
        "Your kernel hardly answers to vertical edges: at a step of {step:.0f} grey levels it gives {given}; "
        "it must give at least {least}."
    ),
    "horizontal": _(
        "Your kernel hardly answers to horizontal edges: at a step of {step:.0f} grey levels it gives "
        "{given}; it must give at least {least}."
    ),
}
_SIGNS = _("Put negative numbers on one side and positive numbers on the other.")
_SWAP = {
    "vertical": _("It answers to horizontal edges, so swap its rows and columns."),
    "horizontal": _("It answers to vertical edges, so swap its rows and columns."),
}
_FLAT = {
    "vertical": _(
        "Your kernel also answers where the picture is flat. It gives {flat} there, and {given} at vertical "
        "edges; it must give at most {most} there. Its numbers add up to {total}, and the bias "
        "is {bias}: both should be 0."
    ),
    "horizontal": _(
        "Your kernel also answers where the picture is flat. It gives {flat} there, and {given} at "
        "horizontal edges; it must give at most {most} there. Its numbers add up to {total}, and the bias "
        "is {bias}: both should be 0."
    ),
}
_ACROSS = {
    "vertical": _(
        "Your kernel also answers to horizontal edges. It gives {across} there, and {given} at vertical "
        "edges; it must give at most {most} there. Make the numbers of each row add up to 0."
    ),
    "horizontal": _(
        "Your kernel also answers to vertical edges. It gives {across} there, and {given} at horizontal "
        "edges; it must give at most {most} there. Make the numbers of each column add up to 0."
    ),
}
_SLANTED_MOST = {
    "vertical": _(
        "Your kernel answers to slanted edges most. It gives {slanted} there, and {given} at vertical edges; "
        "it must not be stronger at slanted ones. Give each row the same signs in the same order."
    ),
    "horizontal": _(
        "Your kernel answers to slanted edges most. It gives {slanted} there, and {given} at horizontal "
        "edges; it must not be stronger at slanted ones. Give each column the same signs in the same order."
    ),
}


def _problem(kernel: _Kernel, answers: _Answers, edges: str) -> str:
    """Return what is wrong with a kernel, and what to try; nothing if it is right."""
    at_own, most = _text(answers.weakest), _text(answers.most)
    if answers.weakest < answers.least:
        said = _WEAK[edges].format(step=answers.step, given=at_own, least=_text(answers.least))
        return f"{said} {_SWAP[edges] if answers.turned else _SIGNS}"
    if answers.flat > answers.most:
        return _FLAT[edges].format(
            flat=_text(answers.flat),
            given=at_own,
            most=most,
            total=_text(float(kernel.numbers.sum())),
            bias=_text(kernel.settings.bias),
        )
    if answers.across > answers.most:
        return _ACROSS[edges].format(across=_text(answers.across), given=at_own, most=most)
    if answers.slanted > SLANTED * answers.strongest:
        return _SLANTED_MOST[edges].format(slanted=_text(answers.slanted), given=_text(answers.strongest))
    return ""


def _text(value: float) -> str:
    return limits.number(value, 0)


def _look(experiment: Experiment) -> dict[str, Any]:
    seen = look_at_kernel(experiment)
    wanted = ("flip", "divisor", "bias", "dilation_rate")
    return {"kernel": seen["kernel"], "settings": {name: seen["settings"][name] for name in wanted}}


EDGE_CHECKS = (
    Check(
        "kernel_answers_only_to",
        "Whether the convolution lab's kernel finds edges of one direction, on pictures drawn afresh.",
        _look,
        _answers_only_to,
        (Parameter(OneOf(name="edges", options=("vertical", "horizontal")), "Which edges.", required=True),),
    ),
)
