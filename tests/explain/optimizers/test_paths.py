"""Paths: the engine's own optimizers with all they know, and where a path ends early."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.engine.optimizers import OPTIMIZERS
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.optimizers.formula import FormulaSurface
from mlwidgets.explain.optimizers.paths import MOST_RACERS, Path, Stop, race_paths
from mlwidgets.explain.optimizers.rules import BEFORE, NAMES, rule_of
from mlwidgets.explain.optimizers.surfaces import SURFACES
from mlwidgets.spec import OptimizerSpec

WAVE = {"class_name": "CosineDecay", "config": {"initial_learning_rate": 0.05, "decay_steps": 60}}

SPECS = {
    name: OptimizerSpec.of(kind).with_(**settings)
    for name, kind, settings in (
        ("sgd", "sgd", {"learning_rate": 0.001}),
        ("momentum", "sgd", {"learning_rate": 0.001, "momentum": 0.9}),
        ("nesterov", "sgd", {"learning_rate": 0.001, "momentum": 0.9, "nesterov": True}),
        ("adagrad", "adagrad", {}),
        ("adadelta", "adadelta", {}),
        ("rmsprop", "rmsprop", {}),
        ("rmsprop with all", "rmsprop", {"momentum": 0.5, "centered": True, "epsilon": 1e-3}),
        ("adam", "adam", {"learning_rate": 0.1}),
        ("amsgrad", "adam", {"learning_rate": 0.1, "amsgrad": True, "beta_1": 0.0}),
        ("adamw", "adamw", {"learning_rate": 0.1, "weight_decay": 0.05}),
        ("adamw without decay", "adamw", {"learning_rate": 0.1, "weight_decay": 0.0, "amsgrad": True}),
        ("adamax", "adamax", {"learning_rate": 0.1}),
        ("clipped values", "sgd", {"learning_rate": 0.01, "momentum": 0.9, "clipvalue": 0.5}),
        ("clipped norm", "adam", {"clipnorm": 2.0}),
        ("clipped whole norm", "rmsprop", {"global_clipnorm": 3.0}),
        ("scheduled", "adam", {"learning_rate": WAVE}),
    )
}


def path_of(spec: OptimizerSpec, surface: str = "rosenbrock", steps: int = 100) -> Path:
    place = SURFACES[surface]
    (path,) = race_paths(place, [spec], place.start, steps)
    return path


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_a_path_is_what_the_engine_does(spec: OptimizerSpec) -> None:
    surface = SURFACES["rosenbrock"]
    path = path_of(spec)
    assert (len(path), path.stop, str(path.numbers.dtype)) == (101, Stop.NONE, "float64")
    optimizer, theta = spec.make(), np.array(surface.start)
    for row in range(101):
        z, *gradient = (float(part[0]) for part in surface.slope(theta[:1], theta[1:]))
        np.testing.assert_array_equal(path["theta"][row], theta)
        assert path["value"][row, 0] == z
        np.testing.assert_array_equal(path["gradient"][row], gradient)
        assert path["rate"][row, 0] == optimizer.current_learning_rate
        before = theta.copy()
        optimizer.apply(theta, np.array(gradient))
        np.testing.assert_array_equal(path["step"][row], theta - before)
        for name, memory in optimizer.state.items():
            np.testing.assert_array_equal(path[name][row], memory)
    assert list(path.initial) == list(optimizer.state_names)


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS)
def test_every_line_of_the_rule_gives_what_the_engine_gives(spec: OptimizerSpec) -> None:
    path = path_of(spec)
    names = {name: (path[name], 0.0, 0.0) for name in path.fields}
    names |= {"t": (np.arange(1.0, len(path) + 1)[:, None], 0.0, 0.0)}
    names.setdefault("g", names["gradient"])
    for name, initial in path.initial.items():
        names[name + BEFORE] = (np.concatenate([initial[None], path[name][:-1]]), 0.0, 0.0)
    assert path.rule[-1].name == "step"
    for line in path.rule:
        assert line.symbol == NAMES[line.name]
        assert line.names <= names.keys()
        with np.errstate(all="ignore"):
            computed = line.tree.dual(names)[0]
        # A step is the difference of two positions, which rounds by their size.
        size = np.abs(path["theta"]).max() if line.name == "step" else 0.0
        np.testing.assert_allclose(computed, path[line.name], rtol=1e-13, atol=1e-15 * size + 1e-16)


def test_every_optimizer_has_a_rule() -> None:
    for name in OPTIMIZERS.names:
        rule = rule_of(OptimizerSpec.of(name))
        assert rule[-1].law.startswith("Δθ = ")


def test_adam_corrects_its_means_by_the_number_of_the_update_counted_from_one() -> None:
    path = path_of(SPECS["adam"])
    g = path["gradient"]
    # After the first update both corrected means are the gradient itself and its square.
    np.testing.assert_allclose(path["m"][0], 0.1 * g[0])
    np.testing.assert_allclose(path["m_corrected"][0], g[0])
    np.testing.assert_allclose(path["v_corrected"][0], g[0] ** 2)
    np.testing.assert_allclose(np.abs(path["step"][0]), 0.1, rtol=1e-6)
    t = np.arange(1, 102)[:, None]
    np.testing.assert_allclose(path["m_corrected"], path["m"] / (1 - 0.9**t))
    np.testing.assert_allclose(path["v_corrected"], path["v"] / (1 - 0.999**t))


def test_a_line_is_shown_with_places_for_its_numbers() -> None:
    lines = {line.name: line for line in rule_of(SPECS["adam"])}
    assert lines["m"].law == "m ← β₁ m + (1 − β₁) g"
    assert lines["m"].parts == ["0.9·", "m_before", " + 0.1·", "g", ""]
    assert lines["v"].parts == ["0.999·", "v_before", " + 0.001·", "g", "²"]
    assert lines["effective"].parts == ["", "rate", "/(√(", "v_corrected", ") + 1e−7/√(1 − 0.999^", "t", "))"]


def test_racers_do_not_disturb_each_other() -> None:
    chosen = list(SPECS.values())[:8]
    place = SURFACES["beale"]
    together = race_paths(place, chosen, (1.0, 1.6), 80)
    for spec, path in zip(chosen, together, strict=True):
        (alone,) = race_paths(place, [spec], (1.0, 1.6), 80)
        np.testing.assert_array_equal(alone.numbers, path.numbers)
    assert race_paths(place, [], (1.0, 1.6), 5) == ()


def test_one_that_diverges_stops_with_its_last_finite_numbers_and_the_others_go_on() -> None:
    wild, calm = OptimizerSpec.of("sgd").with_(learning_rate=10.0), SPECS["adam"]
    gone, fine = race_paths(SURFACES["rosenbrock"], [wild, calm], (-1.2, 1.0), 300)
    assert gone.stop is Stop.DIVERGED
    assert len(gone) < 10
    assert np.isfinite(gone.numbers[:, : gone.fields["step"][0]]).all()
    assert (len(fine), fine.stop) == (301, Stop.NONE)


def test_one_that_falls_into_a_hole_stops_before_it() -> None:
    surface = FormulaSurface.of("sqrt(x)")
    (path,) = race_paths(surface, [OptimizerSpec.of("sgd").with_(learning_rate=1.0)], (0.5, 0.0), 50)
    assert path.stop is Stop.HOLE
    assert (path["theta"][:, 0] > 0).all()
    assert np.isfinite(path["value"]).all()
    assert float(path["theta"][-1, 0] + path["step"][-1, 0]) <= 0


def test_too_many_racers_and_steps_are_refused() -> None:
    surface, spec = SURFACES["bowl"], SPECS["sgd"]
    with pytest.raises(ConfigurationError, match=f"At most {MOST_RACERS} optimizers"):
        race_paths(surface, [spec] * 9, (1, 1), 10)
    for steps in (0, 1001, 2.5, "many", None, float("nan")):
        with pytest.raises(ConfigurationError, match=r"steps must be a whole number in \[1, 1,000\]"):
            race_paths(surface, [spec], (1, 1), steps)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="start must lie on the surface"):
        race_paths(surface, [spec], (100, 1), 10)


@pytest.mark.parametrize("name", ["sgd", "rmsprop"])
@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_has_one_sign_in_rules_charts_and_questions(name: str, *, nesterov: bool) -> None:
    looks_ahead = {"nesterov": True} if nesterov and name == "sgd" else {}
    laws = " ".join(line.law for line in rule_of(OptimizerSpec.of(name).with_(momentum=0.9, **looks_ahead)))
    assert "β" in laws
    assert "μ" not in laws
