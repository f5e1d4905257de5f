"""Numbers in words."""

from __future__ import annotations

import pytest

from mlwidgets.explain.wording import metrics_text, number_text, share_text


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


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.5, "0.5"),
        (-0.123456, "−0.1235"),
        (9999.4, "9,999"),
        (9999.6, "10,000"),
        (123456.7, "123,457"),
        (12345678.0, "1.235e7"),
        (0.0001, "0.0001"),
        (0.00001454, "0.000015"),
        (0.00002027, "0.00002"),
        (-0.00001234, "−0.000012"),
        (0.00000999, "0.00001"),
        (0.00000123, "0.0000012"),
        (0.0000001234, "1.234e−7"),
        (float("nan"), "NaN"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
    ],
)
def test_a_number_has_a_few_digits_and_a_real_minus_sign(value: float, text: str) -> None:
    assert number_text(value) == text


def test_a_number_with_fewer_digits() -> None:
    assert number_text(-1234.5, 2) == "−1,234"
    assert number_text(0.98765, 2) == "0.99"
