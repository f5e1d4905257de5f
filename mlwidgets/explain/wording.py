"""Numbers as they are written in sentences and on charts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from mlwidgets.language import _, numeral, written

if TYPE_CHECKING:
    from collections.abc import Mapping

_SMALL = 1e-4
"""Below this two significant digits are enough: 0.000015, not 1.454e−5."""

_VERY_SMALL, _VERY_LARGE = 1e-6, 1e7
"""Beyond these a number is written with a power of ten."""

_RIGHT = _("{share} right")
_QUANTITIES = {
    "loss": _("loss {value:.3g}"),
    "mean_absolute_error": _("mean absolute error {value:.3g}"),
}


def share_text(share: float) -> str:
    """Return a share as a percentage that never rounds to a certainty it is not.

    Examples
    --------
    >>> share_text(0.9613), share_text(0.99999), share_text(0.00002), share_text(1.0)
    ('96.1%', '>99.9%', '<0.1%', '100%')
    """
    if share in (0.0, 1.0):
        return numeral(share, ".0%")
    rounded = f"{share:.1%}"
    return written({"0.0%": "<0.1%", "100.0%": ">99.9%"}.get(rounded, rounded))


def metrics_text(logs: Mapping[str, float]) -> str:
    """Return the logs of an evaluation in words.

    Examples
    --------
    >>> metrics_text({"loss": 0.1234, "accuracy": 0.962})
    '96.2% right, loss 0.123'
    """
    parts: list[str] = []
    for name, value in logs.items():
        if name == "accuracy":
            parts.insert(0, _RIGHT.format(share=share_text(value)))
        else:
            words = _QUANTITIES.get(name, name.replace("_", " ") + " {value:.3g}")
            parts.append(words.format(value=value))
    return ", ".join(parts)


def duration_text(seconds: float) -> str:
    """Return how long something takes, as exactly as anyone needs it.

    Examples
    --------
    >>> [duration_text(seconds) for seconds in (0.4, 7, 42, 95, 295, 5400, 30_000)]
    ['1 s', '7 s', '40 s', '2 min', '5 min', '1.5 h', '8.5 h']
    """
    if seconds < 90:  # noqa: PLR2004 - from here on minutes are told
        step = 1 if seconds < 20 else 5  # noqa: PLR2004 - nearer to the end every second counts
        return f"{max(1, step * round(seconds / step))} s"
    minutes = seconds / 60
    if minutes < 60:  # noqa: PLR2004 - minutes an hour
        return f"{round(minutes)} min"
    return f"{numeral(round(minutes / 30) / 2, 'g')} h"


def number_text(value: float, digits: int = 4) -> str:
    """Return a number with a few significant digits and a real minus sign.

    Examples
    --------
    >>> number_text(-0.123456), number_text(30.0), number_text(123456.7), number_text(-0.00001234)
    ('−0.1235', '30', '123,457', '−0.000012')
    >>> number_text(float("nan")), number_text(float("-inf"))
    ('NaN', '−∞')
    """
    return written(english_number_text(value, digits))


def english_number_text(value: float, digits: int = 4) -> str:
    """Return a number as `number_text` does in English: for formulas that are read again."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0 else "−∞"
    size = abs(float(f"{value:.{digits}g}"))
    if size >= _VERY_LARGE or 0 < size < _VERY_SMALL:
        mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
        text = f"{float(mantissa):g}e{int(exponent)}"
    elif 0 < size < _SMALL:
        text = f"{value:.7f}".rstrip("0") if size < 10 * _VERY_SMALL else f"{value:.6f}".rstrip("0")
    else:
        text = f"{value:,.0f}" if size >= 10**digits else f"{value + 0.0:,.{digits}g}"
    return text.replace("-", "−")
