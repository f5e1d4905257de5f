"""Numbers as they are written in sentences and on charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def share_text(share: float) -> str:
    """Return a share as a percentage that never rounds to a certainty it is not.

    Examples
    --------
    >>> share_text(0.9613), share_text(0.99999), share_text(0.00002), share_text(1.0)
    ('96.1%', '>99.9%', '<0.1%', '100%')
    """
    if share in (0.0, 1.0):
        return f"{share:.0%}"
    rounded = f"{share:.1%}"
    return {"0.0%": "<0.1%", "100.0%": ">99.9%"}.get(rounded, rounded)


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
            parts.insert(0, f"{share_text(value)} right")
        else:
            parts.append(f"{name.replace('_', ' ')} {value:.3g}")
    return ", ".join(parts)
