"""Weights as NumPy arrays: read, assigned and changed in place, and everybody follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from mlwidgets import Experiment
from mlwidgets.errors import DataError, ShapeError
from mlwidgets.session.notebook_cells import NotebookCells

if TYPE_CHECKING:
    from collections.abc import Iterator

STACK = [
    {"class_name": "Dense", "config": {"units": 3}},
    {"class_name": "BatchNormalization"},
    {"class_name": "Dense", "config": {"units": 2, "activation": "softmax"}},
]


@pytest.fixture
def experiment() -> Iterator[Experiment]:
    made = Experiment("circle", layers=STACK)
    yield made
    made.close()


def seen(experiment: Experiment) -> Any:  # noqa: ANN401 - an array
    """Return what the views were told last."""
    assert experiment.wait(20)
    assert experiment.snapshot is not None
    assert experiment.snapshot.parameters is not None
    return experiment.snapshot.parameters


def test_every_weight_can_be_assigned_by_its_name_and_the_views_follow(experiment: Experiment) -> None:
    for at, name in [
        (0, "kernel"),
        (0, "bias"),
        (1, "gamma"),
        (1, "beta"),
        (1, "moving_mean"),
        (2, "kernel"),
    ]:
        layer: Any = experiment.model.layers[at]
        before = getattr(layer, name).copy()
        setattr(layer, name, before + 1)
        np.testing.assert_array_equal(getattr(layer, name), before + 1)
        assert experiment.wait(20)
        np.testing.assert_array_equal(seen(experiment), experiment.model.vector)
        assert experiment.undo() == f"Undone: Changed the {name.replace('_', ' ')} of layer {at + 1}."
        np.testing.assert_array_equal(getattr(layer, name), before)
        experiment.redo()
        np.testing.assert_array_equal(getattr(layer, name), before + 1)


def test_what_is_multiplied_in_place_is_undone_to_what_it_was(experiment: Experiment) -> None:
    layer: Any = experiment.model.layers[0]
    before = layer.kernel.copy()
    layer.kernel *= 2
    np.testing.assert_array_equal(layer.kernel, 2 * before)
    experiment.undo()
    np.testing.assert_array_equal(layer.kernel, before)


def test_a_loop_of_assignments_is_one_step_and_keeps_no_array_of_each(experiment: Experiment) -> None:
    layer: Any = experiment.model.layers[0]
    for number in range(200):
        layer.bias = np.full(3, number)
    assert len(experiment._edits) <= 2
    experiment.undo()
    np.testing.assert_array_equal(layer.bias, 0)
    assert not experiment.can_undo


@pytest.mark.parametrize(
    ("value", "error", "said"),
    [
        (np.ones(3), ShapeError, r"kernel has the shape \(2, 3\); got an array of shape \(3,\)"),
        (np.full((2, 3), np.nan), DataError, "finite"),
        (np.full((2, 3), 1e300), DataError, "finite"),
        ("text", DataError, "array of numbers"),
        (None, DataError, "array of numbers"),
        ([[1, 2], [3]], DataError, "array of numbers"),
    ],
)
def test_what_cannot_be_a_weight_is_refused_in_a_sentence(
    experiment: Experiment, value: object, error: type[Exception], said: str
) -> None:
    before = experiment.model.parameters.copy()
    with pytest.raises(error, match=said):
        experiment.model.layers[0].kernel = value  # type: ignore[attr-defined]  # a Dense has one
    np.testing.assert_array_equal(experiment.model.parameters, before)
    assert not experiment.can_undo


def test_while_training_goes_on_it_is_put_in_between_two_steps(experiment: Experiment) -> None:
    experiment.epochs = 10_000
    layer: Any = experiment.model.layers[0]
    experiment.run()
    for number in range(5):
        layer.kernel = np.full((2, 3), float(number))
    experiment.pause()
    assert experiment.wait(20)
    assert experiment.snapshot is not None
    place = experiment.snapshot.iteration
    weights = experiment.model.parameters.copy()
    experiment.go_to(max(place - 3, 0))  # the way there is computed again, with what was assigned on it
    experiment.wait(20)
    experiment.go_to(place)
    assert experiment.wait(20)
    np.testing.assert_array_equal(experiment.model.parameters, weights)


def test_changes_in_place_are_noticed_at_a_cells_end_as_one_step(experiment: Experiment) -> None:
    model: Any = experiment.model
    experiment.cell_begins()
    model.layers[0].kernel[0, 0] = 5
    model.layers[2].bias[...] = 1
    experiment.cell_ends()
    np.testing.assert_array_equal(seen(experiment), model.vector)
    assert experiment.note == "Changed weights."
    experiment.cell_begins()
    experiment.cell_ends()  # nothing more has changed
    experiment.undo()
    assert model.layers[0].kernel[0, 0] != 5
    assert not experiment.can_undo


def test_a_number_that_is_not_finite_is_taken_back_with_a_sentence(experiment: Experiment) -> None:
    kernel = experiment.model.layers[0].weights["kernel"]
    before = kernel.copy()
    experiment.cell_begins()
    kernel[1, 1] = np.inf
    with pytest.warns(UserWarning, match="kernel of layer 1 got a number that is not finite"):
        experiment.cell_ends()
    np.testing.assert_array_equal(kernel, before)
    assert "not finite" in experiment.note


def test_a_cell_that_trains_or_makes_another_network_is_no_change_by_hand(experiment: Experiment) -> None:
    _ = experiment.model
    experiment.cell_begins()
    experiment.step_batch()
    experiment.wait(20)
    experiment.cell_ends()
    experiment.cell_begins()
    experiment.layers = STACK[2:]
    experiment.cell_ends()
    assert experiment.undo() == "Undone: Changed layers."


def test_a_layer_of_a_network_that_has_gone_changes_nothing_here(experiment: Experiment) -> None:
    old: Any = experiment.model.layers[0]
    experiment.layers = STACK[2:]
    before = experiment.model.parameters.copy()
    old.kernel = np.ones((2, 3))
    np.testing.assert_array_equal(old.kernel, 1)
    np.testing.assert_array_equal(experiment.model.parameters, before)


def test_without_a_shell_nothing_is_registered() -> None:
    class Listener:
        def cell_begins(self) -> None: ...
        def cell_ends(self) -> None: ...

    cells, listener = NotebookCells(), Listener()
    cells.add(listener)
    cells.remove(listener)
    cells.remove(listener)


CELLS = [
    """
from mlwidgets import Experiment
shell = get_ipython()
count = lambda: [len(shell.events.callbacks[name]) for name in ("pre_run_cell", "post_run_cell")]
before = count()
experiment = Experiment("circle")
seen = []
experiment.observe(lambda change: seen.append(change["new"].parameters.copy()), "snapshot")
kernel = experiment.model.layers[0].kernel
""",
    "kernel[0, 0] = 7",
    """
experiment.wait()
assert seen[-1][0] == 7, seen
assert experiment.can_undo, experiment.note
experiment.model.layers[0].kernel *= 2
""",
    """
experiment.wait()
assert seen[-1][0] == 14, seen
experiment.undo()
assert kernel[0, 0] == 7, kernel
experiment.undo()
assert kernel[0, 0] != 7 and not experiment.can_undo
""",
    "assert count() == [number + 1 for number in before], count()\nexperiment.close()",
    "assert count() == before\nprint('all is well')",
]


def test_in_a_real_notebook_the_views_follow_every_cell() -> None:
    make: Any = new_notebook  # nbformat is untyped
    cell: Any = new_code_cell
    notebook = make(cells=[cell(code) for code in CELLS])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    assert notebook.cells[-1].outputs[0]["text"] == "all is well\n"
    assert not [cell.outputs for cell in notebook.cells[:-1] if cell.outputs]
