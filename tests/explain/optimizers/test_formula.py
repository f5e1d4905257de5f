"""Formulas that a learner types: read by our own parser, with value and exact gradient; nothing is run."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.optimizers.formula import FIRST_FORMULA, FormulaSurface
from mlwidgets.explain.optimizers.formula_parser import MOST_CHARACTERS, parse

if TYPE_CHECKING:
    from collections.abc import Callable

X, Y = np.float64(1.3), np.float64(-0.7)


def value(text: str, x: float = X, y: float = Y) -> float:
    with np.errstate(all="ignore"):
        return float(parse(text).dual({"x": (x, 1.0, 0.0), "y": (y, 0.0, 1.0)})[0])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2 + 3*4", 14),
        ("2*3 + 4", 10),
        ("2 - 3 - 4", -5),
        ("12/3/2", 2),
        ("2^3^2", 512),
        ("2**3", 8),
        ("-2^2", -4),
        ("2^-1", 0.5),
        ("(2 + 3)*4", 20),
        ("--2", 2),
        ("+2", 2),
        ("2x", 2 * X),
        ("3(x + 1)", 3 * (X + 1)),
        ("(x)(y)", X * Y),
        ("x y", X * Y),
        ("2xy", 2 * X * Y),
        ("xy^2", X * Y**2),
        ("xyx", X * Y * X),
        ("2x^2", 2 * X**2),
        ("1/2x", X / 2),
        ("-x^2", -(X**2)),
        ("pi", np.pi),
        ("2e", 2 * np.e),
        ("2e3", 2000),
        (".5", 0.5),
        ("5.", 5),
        ("min(x, y)", Y),
        ("max(x, y)", X),
        ("abs(y)", -Y),
        ("sin(x) + cos(y) - tan(x)", np.sin(X) + np.cos(Y) - np.tan(X)),
        ("exp(x)*log(x)/sqrt(x)", np.exp(X) * np.log(X) / np.sqrt(X)),
        ("tanh(x*y)", np.tanh(X * Y)),
        ("x² + y³ − 2·x×y", X**2 + Y**3 - 2 * X * Y),
        ("(1 − x)² + 100(y − x²)²", (1 - X) ** 2 + 100 * (Y - X**2) ** 2),
        ("20 + x² − 10cos(2πx) + y²", 20 + X**2 - 10 * np.cos(2 * np.pi * X) + Y**2),
        ("x\n+\ty", X + Y),
    ],
)
def test_formulas_mean_what_they_mean_in_a_book(text: str, wanted: float) -> None:
    assert value(text) == pytest.approx(float(wanted), rel=1e-14)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "formula is empty"),
        ("   ", "formula is empty"),
        ("import os", "called “import”"),
        ("__import__('os')", "got “'”"),
        ("eval(x)", "called “eval”. It knows x, y, pi, e, sin"),
        ("x.real", "got “.”"),
        ("x.__class__", "got “.”"),
        ("lambda: 0", "got “:”"),
        ("[x]", "got “\\["),
        ("x if y else 1", "called “if”"),
        ("x = y", "got “=”"),
        ("x; y", "got “;”"),
        ("'x'", "got “'”"),
        ("x\x00", "got “'.x00'”"),
        ("sni(x)", "Did you mean 'sin'"),
        ("sin x", "sin needs a bracket"),
        ("sin(x, y)", "sin takes 1 number; got 2"),
        ("min(x)", "min takes 2 numbers; got 1"),
        ("x(", "ends too early"),
        ("x +", "ends too early"),
        ("(x", "bracket is not closed"),
        ("(x 3", "missing before “3”"),
        ("x)", "closed that was never opened"),
        ("x ) y", "closed that was never opened"),
        ("3 4", "missing before “4”"),
        ("* x", "missing before “\\*”"),
        ("()", "missing before “\\)”"),
        ("x,y", "missing before “,”"),
        ("1e999", "“1e999” is too large"),
        ("٣ + x", "got “٣”"),
        ("x + ３", "got “３”"),
        ("z", "called “z”"),
        ("x" * 10_000, f"at most {MOST_CHARACTERS} characters; got 10,000"),
        ("(" * 100 + "x" + ")" * 100, "nested at most 40 deep"),
        ("-" * 299 + "x", "nested at most 40 deep"),
        ("2^" * 140 + "x", "nested at most 40 deep"),
        ("a" * 250, "called “aaaaaaaaaaaa…”"),
    ],
)
def test_what_is_no_formula_is_refused_in_a_sentence_at_once(text: str, said: str) -> None:
    begun = time.thread_time()  # of computing: a busy machine takes longer
    with pytest.raises(ConfigurationError, match=said):
        parse(text)
    assert time.thread_time() - begun < 0.5


@pytest.mark.parametrize(
    "text", ["1/0", "1/(x - x)", "9^9^9^9", "9^9^9^9^9*x", "log(-1 - x^2)", "0/0", "sqrt(-3)"]
)
def test_a_formula_without_any_height_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="no finite height"):
        FormulaSurface.of(text)


@pytest.mark.parametrize("text", [None, 5, 1.5, b"x", ["x"], {"x": 1}])
def test_only_a_text_is_a_formula(text: object) -> None:
    with pytest.raises(ConfigurationError, match="A formula is a text"):
        FormulaSurface.of(text)


def test_a_formula_may_say_z_equals_and_may_have_holes() -> None:
    surface = FormulaSurface.of("z = log(x) + y^2")
    assert surface.formula == "z = log(x) + y^2"
    assert surface.start == (2.6, 2.0), "the first start at which it has a height"
    z, along_x, _ = surface.slope(np.array([-1.0, 0.0, 2.0]), np.zeros(3))
    assert np.isfinite(z).tolist() == [False, False, True]
    assert along_x[2] == 0.5
    assert FormulaSurface.of(FIRST_FORMULA).start == (-2.6, 2.0)


def test_the_derivative_of_a_power_is_right_at_zero_and_below() -> None:
    surface = FormulaSurface.of("x^2 + y^3 + x^0 + y^1")
    z, along_x, along_y = surface.slope(np.array([0.0, -2.0]), np.array([0.0, -1.0]))
    np.testing.assert_allclose(z, [1.0, 4 - 1 + 1 - 1])
    np.testing.assert_allclose(along_x, [0.0, -4.0])
    np.testing.assert_allclose(along_y, [1.0, 4.0])


# ---- thousands of random formulas, beside NumPy ----

ONE = {
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "log": np.log,
    "abs": np.abs,
    "tan": np.tan,
}
TWO = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "^": np.power}
CHOOSING = {"min": np.minimum, "max": np.maximum}


def random_formula(rng: np.random.Generator, depth: int) -> tuple[str, Callable[..., Any]]:
    """Return a formula's text, and a function that computes the same with NumPy alone."""
    kind = rng.integers(7) if depth else rng.integers(2)
    if kind == 0:
        number = float(np.round(rng.uniform(0, 4), 2))
        return f"{number}", lambda _x, _y: np.float64(number)
    if kind == 1:
        return ("x", lambda x, _y: x) if rng.integers(2) else ("y", lambda _x, y: y)
    inner, compute = random_formula(rng, depth - 1)
    if kind == 2:
        return f"(-({inner}))", lambda x, y: -compute(x, y)
    if kind == 3:
        name = str(rng.choice(list(ONE)))
        return f"{name}({inner})", lambda x, y: ONE[name](compute(x, y))
    other, compute_other = random_formula(rng, depth - 1)
    if kind == 4:
        name = str(rng.choice(list(CHOOSING)))
        return f"{name}({inner},{other})", lambda x, y: CHOOSING[name](compute(x, y), compute_other(x, y))
    sign = str(rng.choice(list(TWO)))
    return f"({inner}) {sign} ({other})", lambda x, y: TWO[sign](compute(x, y), compute_other(x, y))


def test_three_thousand_random_formulas_have_numpys_value_and_a_true_gradient() -> None:
    rng = np.random.default_rng(11)
    x, y = rng.uniform(0.3, 2.0, 6), rng.uniform(0.3, 2.0, 6)
    step, compared = 1e-6, 0
    for _ in range(3000):
        text, compute = random_formula(rng, int(rng.integers(1, 5)))
        if len(text) > MOST_CHARACTERS:
            continue
        tree = parse(text)
        with np.errstate(all="ignore"):
            got, along_x, along_y = (
                np.broadcast_to(part, 6) for part in tree.dual({"x": (x, 1.0, 0.0), "y": (y, 0.0, 1.0)})
            )
            np.testing.assert_allclose(got, np.broadcast_to(compute(x, y), 6), rtol=1e-12, err_msg=text)
            for slope, (right, up) in ((along_x, (step, 0.0)), (along_y, (0.0, step))):
                ends = [np.broadcast_to(compute(x + s * right, y + s * up), 6) for s in (-2, -1, 1, 2)]
                two, one = (ends[2] - ends[1]) / (2 * step), (ends[3] - ends[0]) / (4 * step)
                size = np.abs(got) + np.abs(two)
                # Where the two differences agree, the formula is smooth there, and large numbers round away.
                smooth = np.isfinite(two) & (np.abs(two - one) < 1e-5 * (1 + np.abs(two))) & (size < 1e4)
                smooth &= np.isfinite(slope)
                np.testing.assert_allclose(slope[smooth], two[smooth], rtol=2e-4, atol=2e-4, err_msg=text)
                compared += int(smooth.sum())
    assert compared > 20_000
