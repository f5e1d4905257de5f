"""How numbers and rules are put into sentences: what differs never reads the same."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.lessons.checks import limits
from mlwidgets.lessons.checks.limits import Limits

SAID = "Your number is {}"


@pytest.mark.parametrize(
    ("limit", "value", "holds"),
    [
        (Limits(at_least=3), 3, True),
        (Limits(at_least=3), 2.999, False),
        (Limits(at_most=3), 3, True),
        (Limits(at_most=3), 3.001, False),
        (Limits(below=3), 3, False),
        (Limits(below=3), 2.999, True),
        (Limits(at_least=1, below=3), 1, True),
        (Limits(at_least=1, at_most=3), 4, False),
    ],
)
def test_the_ends_belong_to_at_least_and_at_most_but_not_to_below(
    limit: Limits, value: float, holds: bool
) -> None:
    assert limit.hold(value) is holds
    assert limit.judge(value, limits.number, said=SAID).holds is holds


def test_the_sentence_tells_number_rule_and_advice() -> None:
    limit = Limits(at_least=0.97)
    finding = limit.judge(0.942, limits.share, said=SAID, higher="Train on.", lower="Stop.")
    assert finding.why == "Your number is 94.2%; it must be at least 97%. Train on."
    finding = Limits(at_most=0.5).judge(0.942, limits.share, said=SAID, higher="Train on.", lower="Stop.")
    assert finding.why == "Your number is 94.2%; it must be at most 50%. Stop."
    finding = Limits(at_least=0.9, below=0.95).judge(0.942, limits.share, said=SAID)
    assert finding.why == "Your number is 94.2%, and that is at least 90% and less than 95%."
    finding = Limits(at_least=13, at_most=13).judge_count(
        1, "update", said="You made {}", higher="On.", lower=""
    )
    assert finding.why == "You made 1 update; that must be exactly 13. On."


def test_a_number_is_written_so_exactly_that_it_does_not_read_like_the_limit_it_misses() -> None:
    finding = Limits(at_least=0.97).judge(0.96999, limits.share, said=SAID)
    assert finding.why == "Your number is 96.999%; it must be at least 97%."
    finding = Limits(below=3.0).judge(3.0, limits.number, said=SAID)
    assert finding.why == "Your number is 3; it must be less than 3."


def test_numbers_drawn_near_a_limit_never_read_like_it() -> None:
    rng = np.random.default_rng(0)
    for _ in range(300):
        end = round(float(rng.uniform(0.1, 0.99)), 2)
        value = end - float(10.0 ** rng.uniform(-9, -2))
        for write in (limits.share, limits.number, limits.points):
            why = Limits(at_least=end).judge(value, write, said="It is {}").why
            first, _, rest = why.partition("; it must be at least ")
            assert first.removeprefix("It is ") != rest.rstrip("."), why


def test_a_share_never_rounds_to_a_certainty() -> None:
    assert limits.share(0.99999, 0) == "99.999%"
    assert limits.share(1.0, 0) == "100%"
    assert limits.share(0.0, 0) == "0%"
    assert limits.share(0.00001, 0) == "0.001%"
    assert limits.share(-0.014, 0) == "−1.4%"


def test_one_is_singular() -> None:
    assert limits.of("update")(1, 0) == "1 update"
    assert limits.of("update")(1_234_567, 0) == "1,234,567 updates"
    assert limits.of("epoch")(2.5, 0) == "2.5 epochs"
    assert limits.points(0.01, 0) == "1 percentage point"
    assert limits.points(0.081, 0) == "8.1 percentage points"
