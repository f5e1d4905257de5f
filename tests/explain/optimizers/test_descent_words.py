"""What is said of a descent is true, and the learning rates to try do what their names say."""

from __future__ import annotations

import re

import numpy as np
import pytest

from mlwidgets.explain.optimizers.descent import descend
from mlwidgets.explain.optimizers.descent_curves import CURVE, descent_curve
from mlwidgets.explain.optimizers.descent_words import describe_descent, learning_rates


@pytest.mark.parametrize("curvature", [0.5, 1.0, 5.0])
@pytest.mark.parametrize("name", CURVE.options)
@pytest.mark.parametrize("side", [-0.67, 0.67])
def test_learning_rates_do_what_their_names_say(name: str, curvature: float, side: float) -> None:
    curve = descent_curve(name, curvature)
    for kind, rate in learning_rates(curve):
        path, _ = descend(name, start=side * curve.high, learning_rate=rate, curvature=curvature)
        slow = path.end == "slow" or (path.arrived or 0) > 100
        if kind == "too_small":
            assert slow
        elif kind == "good":
            # On the plateau and at the corner even a good rate takes its time.
            assert path.end == "converged"
            assert not slow or name in ("plateau", "corner")
        elif kind == "too_large":
            assert path.end == "swings" or "Overshoots: each step crosses" in describe_descent(path)
        else:
            assert (kind, path.end) == ("diverges", "diverged")


OVERSHOOTS = r"Overshoots: each step crosses the minimum and leaves \|w\| 0\.5 times as large\."
DIVERGES = r"Diverges: each step crosses the minimum and makes \|w\| 1\.5 times as large\. After 16 steps .*"
MOMENTUM = r"Converged .* Momentum carries it past the minimum \d+ times before it settles\."
LEFT = r".* It is not the lowest one: start further left, at w = −1\.5, or try more momentum\."
RIGHT = r".* It is not the lowest one: start further right, at w = 0, or try more momentum\."
CORNER = r"Never settles: .* so every step is 0\.7 long\. Choose a smaller learning rate\."


@pytest.mark.parametrize(
    ("curve", "start", "rate", "momentum", "words"),
    [
        ("bowl", 2, 0.5, 0, r"Converged after 8 steps: w stays within 0\.01 of the minimum at w = 0\."),
        ("bowl", 2, 1, 0, r"Converged after 1 step: .*w = 0\."),
        ("bowl", 2, 0.05, 0, r".* Slow: each step takes only 5% of the way\."),
        ("bowl", 2, 1.5, 0, rf".* {OVERSHOOTS}"),
        ("bowl", 2, 2, 0, r"Neither converges nor diverges: at the limit .*"),
        ("bowl", 2, 1.999, 0, r"Not there yet: each step crosses .* leaves \|w\| 0\.999 times as large\. .*"),
        ("bowl", 2, 2.001, 0, r"Diverges, slowly: the swings grow\. .* below 2\."),
        ("bowl", 2, 2.5, 0, DIVERGES),
        ("bowl", 2, 4, 0.9, r"Diverges: \|w\| grows .* below 2\(1 \+ β\)/λ = 3\.8\."),
        ("bowl", 0, 0.1, 0, r"The ball starts in the minimum at w = 0 and stays there: the slope is 0\."),
        ("bowl", 2, 0.001, 0, r"Not there yet: after 500 steps w = 1\.21, .* raise the learning rate, or .*"),
        ("bowl", 2, 0.3, 0.9, MOMENTUM),
        (
            "bowl",
            2,
            0.01,
            0.999,
            r"Not settled yet: after 500 steps \|w\| still reaches 1\.\d+, less and less.*",
        ),
        ("two_minima", 2.5, 0.1, 0, LEFT),
        ("two_minima", -3.2, 0.109, 0.9, r".* start further right, at w = −1\.\d+\."),
        ("two_minima", -2.5, 0.1, 0, r"Converged .* at w = −2\.09\."),
        ("two_minima", 3, 1, 0, r"Diverges: each step overshoots .* \|w\| is over 1,000\. Choose .*"),
        ("two_minima", 2, 0.683, 0, r"Never settles: after 500 steps w still swings between .*"),
        ("wavy", -4, 0.1, 0, RIGHT),
        ("plateau", 4, 0.01, 0, r".* On the plateau the slope is almost 0 \(here 0\.0\d+\), .*"),
        ("corner", 2, 0.7, 0, CORNER),
    ],
)
def test_sentences(curve: str, start: float, rate: float, momentum: float, words: str) -> None:
    path, _ = descend(curve, start=start, learning_rate=rate, momentum=momentum)
    assert re.fullmatch(words, describe_descent(path)), describe_descent(path)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9, 0.95])
@pytest.mark.parametrize("curve", ["two_minima", "wavy"])
def test_the_start_that_is_advised_leads_to_the_lowest_minimum(curve: str, momentum: float) -> None:
    shape = descent_curve(curve)
    for start in np.linspace(shape.low, shape.high, 21):
        path, _ = descend(curve, start=start, learning_rate=0.1, momentum=momentum)
        if "start further" not in (said := describe_descent(path)):
            continue
        assert path.better is not None
        assert ("left" in said) == (path.better < start)
        there, _ = descend(curve, start=path.better, learning_rate=0.1, momentum=momentum)
        assert there.minimum == shape.lowest
