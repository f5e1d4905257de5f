"""Surfaces: their gradients are those of their heights, and their minima are minima."""

from __future__ import annotations

import numpy as np
import pytest

from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.explain.optimizers.formula import FormulaSurface
from mlwidgets.explain.optimizers.sampled_surface import SampledSurface
from mlwidgets.explain.optimizers.surface_grid import LEVELS, surface_grid
from mlwidgets.explain.optimizers.surfaces import SURFACES, Surface, surface_named

DIFFERENCE = 1e-5


def check_gradient(surface: Surface) -> None:
    """Compare the gradient with central differences at 300 places."""
    x_low, x_high, y_low, y_high = surface.domain
    rng = np.random.default_rng(3)
    x = rng.uniform(x_low + DIFFERENCE, x_high - DIFFERENCE, 300)
    y = rng.uniform(y_low + DIFFERENCE, y_high - DIFFERENCE, 300)
    z, along_x, along_y = surface.slope(x, y)
    np.testing.assert_array_equal(z, surface.height(x, y))
    for got, (right, up) in ((along_x, (DIFFERENCE, 0.0)), (along_y, (0.0, DIFFERENCE))):
        rise = surface.height(x + right, y + up) - surface.height(x - right, y - up)
        np.testing.assert_allclose(got, rise / (2 * DIFFERENCE), rtol=1e-6, atol=1e-6 * np.abs(got).max())


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_the_gradient_is_that_of_the_height(surface: Surface) -> None:
    check_gradient(surface)
    assert surface.check_start(surface.start) == surface.start


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_known_minima_are_minima_and_the_first_is_the_lowest(surface: Surface) -> None:
    heights = []
    for x, y in surface.minima:
        assert surface.contains(x, y)
        z, along_x, along_y = (float(part[0]) for part in surface.slope(np.array([x]), np.array([y])))
        assert np.hypot(along_x, along_y) < 1e-9
        turn = np.linspace(0, 2 * np.pi, 40)
        assert (surface.height(x + 0.05 * np.cos(turn), y + 0.05 * np.sin(turn)) > z).all()
        heights.append(z)
    assert heights[0] == pytest.approx(min(heights), abs=1e-12)
    grid = surface_grid(surface)
    assert grid.lowest == pytest.approx(heights[0], abs=1e-12)


def test_the_saddle_has_a_flat_place_that_is_no_minimum() -> None:
    saddle = SURFACES["saddle"]
    zero = np.array([0.0])
    assert [float(part[0]) for part in saddle.slope(zero, zero)] == [0.0, 0.0, 0.0]
    assert saddle.height(zero, np.array([0.1])) < 0 < saddle.height(np.array([0.1]), zero)


def test_the_ravine_is_25_times_as_curved_across_as_along() -> None:
    _, along_x, along_y = SURFACES["ravine"].slope(np.array([1.0]), np.array([1.0]))
    assert float(along_y[0] / along_x[0]) == 25


@pytest.mark.parametrize(
    "point", [(9, 0), (0, 9), (float("nan"), 0), (float("inf"), 0), None, "xy", (1,), (1, 2, 3), (10**400, 0)]
)
def test_a_start_that_is_no_point_of_the_surface_is_refused_in_a_sentence(point: object) -> None:
    with pytest.raises(
        ConfigurationError, match=r"[Ss]tart .*x from -2.4 to 2.4 and y from -0.9 to 2.9; got"
    ):
        SURFACES["rosenbrock"].check_start(point)


def test_nothing_can_start_in_a_hole() -> None:
    with pytest.raises(ConfigurationError, match=r"no height or no gradient at \(-1, 0\)"):
        FormulaSurface.of("log(x)").check_start((-1.0, 0.0))


def test_an_unknown_surface_is_named_with_the_known_ones() -> None:
    assert surface_named("bowl") is SURFACES["bowl"]
    with pytest.raises(ConfigurationError, match=r"no surface called 'bowll'.*Did you mean 'bowl'"):
        surface_named("bowll")
    with pytest.raises(ConfigurationError, match="no surface called None"):
        surface_named(None)


def test_contour_lines_rise_from_the_lowest_point_to_the_highest() -> None:
    for surface in SURFACES.values():
        grid = surface_grid(surface, 61)
        assert grid.heights.shape == (61, 61)
        assert len(grid.levels) == LEVELS
        assert (np.diff([grid.lowest, *grid.levels, grid.highest]) > 0).all()
    rosenbrock = surface_grid(SURFACES["rosenbrock"]).levels
    np.testing.assert_allclose(rosenbrock[1:] / rosenbrock[:-1], rosenbrock[1] / rosenbrock[0])


def test_a_grid_has_rows_along_y_and_holes_where_the_surface_has() -> None:
    grid = surface_grid(FormulaSurface.of("sqrt(x) + 10y"), 33)
    assert np.isnan(grid.heights[:, 0]).all()
    assert np.isfinite(grid.heights[:, -1]).all()
    assert grid.heights[1, -1] > grid.heights[0, -1]
    assert surface_grid(FormulaSurface.of("3")).levels.size == 0, "a plane has no contour lines"


# ---- a surface through heights on a grid ----


def sampled(name: str = "himmelblau", size: int = 41) -> SampledSurface:
    surface = SURFACES[name]
    heights = surface_grid(surface, size).heights
    return SampledSurface.of(heights, surface.domain, name="slice", title="A slice")


def test_it_meets_every_height_and_its_gradient_is_its_own() -> None:
    surface = sampled()
    check_gradient(surface)
    x_low, x_high, y_low, y_high = surface.domain
    x, y = np.meshgrid(np.linspace(x_low, x_high, 41), np.linspace(y_low, y_high, 41))
    np.testing.assert_allclose(
        surface.height(x, y), surface_grid(SURFACES["himmelblau"], 41).heights, atol=1e-9
    )


def test_it_is_close_to_what_it_was_sampled_from_and_exact_for_a_square() -> None:
    rng = np.random.default_rng(1)
    bowl = sampled("bowl", 9)
    # At the edge it goes on in a straight line, so a square is met within the outermost cells only.
    x, y = rng.uniform(-2.2, 2.2, 200), rng.uniform(-1.7, 1.7, 200)
    for got, wanted in zip(bowl.slope(x, y), SURFACES["bowl"].slope(x, y), strict=True):
        np.testing.assert_allclose(got, wanted, atol=1e-9)


def test_height_and_gradient_do_not_jump_at_the_points_of_the_grid() -> None:
    surface, y = sampled(size=11), np.linspace(-4.5, 4.5, 50)
    for x in (-2.4, 0.0, 3.6):
        before, after = (surface.slope(np.full(50, x + step), y) for step in (-1e-9, 1e-9))
        for one, other in zip(before, after, strict=True):
            np.testing.assert_allclose(one, other, atol=1e-4)


def test_outside_and_beside_a_hole_there_is_nothing() -> None:
    heights = np.zeros((7, 7))
    heights[3, 3] = np.nan
    surface = SampledSurface.of(heights, (0, 6, 0, 6), name="s", title="S")
    places = np.array([-0.1, 6.1, 3.2, 5.5, np.nan])
    z, along_x, along_y = surface.slope(places, np.array([3.0, 3.0, 3.0, 5.5, 1.0]))
    assert np.isfinite(z).tolist() == [False, False, False, True, False]
    assert np.isfinite(along_x + along_y).tolist() == [False, False, False, True, False]


@pytest.mark.parametrize("heights", [np.zeros((2, 5)), np.zeros(9), np.zeros((0, 0))])
def test_too_few_heights_are_refused(heights: np.ndarray) -> None:
    with pytest.raises(ShapeError, match="at least 3 × 3 heights"):
        SampledSurface.of(heights, (0, 1, 0, 1), name="s", title="S")
