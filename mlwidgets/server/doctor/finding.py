"""What the doctor finds: one sentence, and how bad it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How bad it is."""

    GOOD = "ok"
    NOTE = "note"  # pages work, but not as well as they could
    FAULT = "fault"  # pages do not work


@dataclass(frozen=True)
class Finding:
    """One thing that the doctor has looked at.

    Parameters
    ----------
    state : State
        How bad it is.
    text : str
        What there is; if it is not good, also what to do.
    """

    state: State
    text: str

    def __str__(self) -> str:
        """One line for the terminal."""
        return f"{self.state:<6}{self.text}"


def good(text: str) -> Finding:
    """Find that all is well."""
    return Finding(State.GOOD, text)


def note(text: str) -> Finding:
    """Find something that could be better."""
    return Finding(State.NOTE, text)


def fault(text: str) -> Finding:
    """Find something that keeps pages from working."""
    return Finding(State.FAULT, text)


def listed(names: list[str]) -> str:
    """Write names as a person would.

    Parameters
    ----------
    names : list of str
        At least one.

    Returns
    -------
    str

    Examples
    --------
    >>> listed(["dask", "keras", "onnx"])
    'dask, keras and onnx'
    """
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def size(count: float) -> str:
    """Write a number of bytes as a person would.

    Parameters
    ----------
    count : float
        Bytes.

    Returns
    -------
    str

    Examples
    --------
    >>> size(133_400_000)
    '133 MB'
    >>> size(8_213_000_000)
    '8.2 GB'
    """
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"  # noqa: PLR2004 - a GB
