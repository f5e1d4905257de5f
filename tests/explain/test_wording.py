"""Numbers in words."""

from __future__ import annotations

import pytest

from mlwidgets.explain.wording import metrics_text, share_text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0%"),
        (1.0, "100%"),
        (0.5, "50.0%"),
        (0.1234, "12.3%"),
        (0.0004, "<0.1%"),
        (0.0006, "0.1%"),
        (1e-30, "<0.1%"),
        (0.9994, "99.9%"),
        (0.9996, ">99.9%"),
        (1 - 1e-12, ">99.9%"),
    ],
)
def test_a_share_never_rounds_to_a_certainty_it_is_not(share: float, text: str) -> None:
    assert share_text(share) == text


def test_metrics() -> None:
    assert metrics_text({"loss": 0.12345, "accuracy": 0.962}) == "96.2% right, loss 0.123"
    assert (
        metrics_text({"loss": 1234.5, "mean_absolute_error": 20.0}) == "loss 1.23e+03, mean absolute error 20"
    )
