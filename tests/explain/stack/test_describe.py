"""A stack row by row: shapes, sums, what is wrong where, and repairs that help."""

from __future__ import annotations

import json
import math
import random
import re
from typing import Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import LAYERS, Dense, Input
from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.explain.stack.describe import MOST_LAYERS, WAITS, Goal, StackReport, describe_stack
from mlwidgets.explain.stack.layer_words import layer_call, same_value, shape_text
from mlwidgets.explain.stack.repairs import MOST_REPAIRS
from mlwidgets.spec import LAYER_ROWS
from mlwidgets.spec.layer_spec import new_layer

DIGITS = (28, 28, 1)
TEN = Goal((10,), 10, "sparse_categorical_crossentropy")
NUMBER = Goal((1,), 0, "mean_squared_error")
NAMES = [LAYERS.find(name).__name__ for name in LAYERS.names]


def layer(class_name: str, **config: object) -> dict[str, Any]:
    """Write a layer down."""
    return {"class_name": class_name, "config": config}


LENET = [
    layer("Conv2D", filters=6, kernel_size=5, padding="same", activation="tanh"),
    layer("AveragePooling2D"),
    layer("Conv2D", filters=16, kernel_size=5, activation="tanh"),
    layer("AveragePooling2D"),
    layer("Flatten"),
    layer("Dense", units=120, activation="tanh"),
    layer("Dense", units=84, activation="tanh"),
    layer("Dense", units=10, activation="softmax"),
]


def first_problem(*layers: Any, shape: tuple[int, ...] = DIGITS) -> tuple[int, str, list[str]]:  # noqa: ANN401
    """Return the place of the first error, the error and the labels of its repairs."""
    rows = describe_stack(shape, list(layers)).rows
    at = next(number for number, row in enumerate(rows) if row.error)
    return at, rows[at].error, [repair.label for repair in rows[at].repairs]


def repaired(report: StackReport, at: int, label: str) -> list[Any]:
    """Return the stack after a repair."""
    return next(repair.layers for repair in report.rows[at].repairs if repair.label == label)


def test_lenet_has_the_shapes_and_sums_that_its_paper_counts() -> None:
    report = describe_stack(DIGITS, LENET, goal=TEN)
    assert [row.output_shape for row in report.rows] == [
        *((28, 28, 6), (14, 14, 6), (10, 10, 16), (5, 5, 16)),
        *((400,), (120,), (84,), (10,)),
    ]
    assert [row.parameter_arithmetic for row in report.rows] == [
        "5 × 5 × 1 × 6 + 6 = 156",
        "0",
        "5 × 5 × 6 × 16 + 16 = 2,416",
        "0",
        "0",
        "400 × 120 + 120 = 48,120",
        "120 × 84 + 84 = 10,164",
        "84 × 10 + 10 = 850",
    ]
    assert [row.multiply_add_arithmetic for row in report.rows if row.multiply_adds] == [
        "28 × 28 × 5 × 5 × 1 × 6 = 117,600",
        "10 × 10 × 5 × 5 × 6 × 16 = 240,000",
        "400 × 120 = 48,000",
        "120 × 84 = 10,080",
        "84 × 10 = 840",
    ]
    assert (report.params, report.multiply_adds) == (61_706, 416_520)
    assert [row.activation for row in report.rows] == ["tanh", "", "tanh", "", "", "tanh", "tanh", "softmax"]
    assert report.possible
    assert report.problems == []
    assert report.output_shape == (10,)


def test_memory_is_that_of_a_batch_of_float32() -> None:
    report = describe_stack((4,), [layer("Dense", units=8), layer("Dense", units=3)], batch_size=10)
    model = Sequential([Input((4,)), Dense(8), Dense(3)])
    assert report.parameter_bytes == (4 * 8 + 8 + 8 * 3 + 3) * 4
    assert report.step_bytes == model.step_memory().bytes(10) > (4 + 8 + 3) * 4 * 10


def test_a_step_above_the_budget_is_told_at_its_largest_layer() -> None:
    layers = [layer("Conv2D", filters=1024, kernel_size=3), layer("BatchNormalization")]
    assert not describe_stack((28, 28, 1), layers, batch_size=2).rows[0].advice
    report = describe_stack((28, 28, 1), layers, batch_size=4000)
    told = [row.advice for row in report.rows]
    assert report.possible
    assert told.count("") == len(layers) - 1
    assert re.search(
        r"A training step of 4,000 examples would take about .* GB of memory, more than the 1 GB",
        "".join(told),
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_layer_gets_the_shapes_and_sums_that_the_engine_gives(name: str) -> None:
    for shape in ((12, 12, 4), (12, 4), (48,)):
        spec = new_layer(name, shape)
        (row,) = describe_stack(shape, [spec]).rows
        if row.error:
            continue
        model = Sequential([Input(shape), LAYERS.get(spec)])
        assert row.output_shape == model.output_shape
        assert row.params == model.count_params()
        assert model.predict(np.zeros((2, *shape))).shape[1:] == row.output_shape
        assert row.multiply_add_arithmetic.endswith(f"{row.multiply_adds:,}")
        terms = row.multiply_add_arithmetic.partition(" = ")[0].replace(",", "").split(" + ")
        assert sum(math.prod(map(int, term.split(" × "))) for term in terms) == row.multiply_adds
        return
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("spec", "shape", "count"),
    [
        (layer("Conv2D", filters=8, kernel_size=3, groups=2), (28, 28, 4), 26 * 26 * 3 * 3 * 2 * 8),
        (layer("Conv2D", filters=8, kernel_size=3, use_bias=False), (28, 28, 4), 26 * 26 * 3 * 3 * 4 * 8),
        (layer("Conv1D", filters=16, kernel_size=5), (100, 8), 96 * 5 * 8 * 16),
        (layer("DepthwiseConv2D", kernel_size=3, depth_multiplier=2), (5, 5, 2), 9 * 9 * 2 * 2),
        (layer("SeparableConv2D", filters=64, kernel_size=3), (28, 28, 32), 26 * 26 * (9 * 32 + 32 * 64)),
        (layer("Conv2DTranspose", filters=8, kernel_size=3, strides=2), (14, 14, 16), 14 * 14 * 9 * 8 * 16),
        (layer("BatchNormalization"), (4, 4, 8), 128),
        (layer("MaxPooling2D"), (4, 4, 8), 0),
        (layer("Flatten"), (4, 4, 8), 0),
    ],
    ids=lambda value: value["class_name"] if isinstance(value, dict) else None,
)
def test_multiply_adds_by_hand(spec: dict[str, Any], shape: tuple[int, ...], count: int) -> None:
    (row,) = describe_stack(shape, [spec]).rows
    assert row.multiply_adds == count


def test_an_error_stands_at_its_layer_and_those_below_wait() -> None:
    report = describe_stack(DIGITS, [LENET[0], layer("Dense", units=4), layer("Dense", units=4)], goal=TEN)
    first, second, third = report.rows
    assert first.error == ""
    assert second.error == ("Dense needs one row of numbers; got (28, 28, 6). Put a Flatten before it.")
    assert not second.waits
    assert (third.error, third.waits, third.output_shape) == (WAITS, True, None)
    assert report.problems == [f"Layer 2, Dense: {second.error}"]
    assert report.output_shape is None
    assert not report.possible


def test_a_layer_below_an_impossible_one_still_says_what_is_wrong_with_itself() -> None:
    report = describe_stack(DIGITS, [layer("Dense", units=4), layer("Dense", units=0)])
    assert report.rows[1].error == "units must be a whole number in [1, 10,000]; got 0."
    assert not report.rows[1].waits
    assert len(report.problems) == 2


REPAIRS = [
    (DIGITS, [layer("Dense", units=4)], 0, "Put a Flatten before it", ["Flatten", "Dense"]),
    ((784,), [LENET[0]], 0, "Put a Reshape before it", ["Reshape", "Conv2D"]),
    ((3072,), [LENET[0]], 0, "Put a Reshape before it", ["Reshape", "Conv2D"]),
    ((28, 28), [LENET[0]], 0, "Put a Reshape before it", ["Reshape", "Conv2D"]),
    ((28,), [layer("Conv1D", filters=2, kernel_size=3)], 0, "Put a Reshape before it", ["Reshape", "Conv1D"]),
    (
        DIGITS,
        [layer("Conv1D", filters=2, kernel_size=3)],
        0,
        "Put a Reshape before it",
        ["Reshape", "Conv1D"],
    ),
    (DIGITS, [layer("Flatten"), LENET[2]], 1, "Put it before the Flatten", ["Conv2D", "Flatten"]),
    (
        DIGITS,
        [layer("Flatten"), layer("MaxPooling2D")],
        1,
        "Put it before the Flatten",
        ["MaxPooling2D", "Flatten"],
    ),
    ((10,), [layer("Dense", units=5), layer("MaxPooling2D")], 1, "Remove this pooling", ["Dense"]),
    ((3, 3, 1), [layer("MaxPooling2D", pool_size=4)], 0, "Remove this pooling", []),
    ((3, 3, 1), [layer("MaxPooling2D", pool_size=4)], 0, "Make the window 3 × 3", ["MaxPooling2D"]),
    ((2, 8, 1), [layer("AveragePooling2D", pool_size=3)], 0, "Make the window 2 × 3", ["AveragePooling2D"]),
    ((4, 1), [layer("MaxPooling1D", pool_size=6)], 0, "Make the window 4", ["MaxPooling1D"]),
    ((3, 3, 1), [layer("Conv2D", filters=2, kernel_size=5)], 0, 'Use padding="same"', ["Conv2D"]),
    ((3, 3, 1), [layer("Conv2D", filters=2, kernel_size=5)], 0, "Make the kernel 3 × 3", ["Conv2D"]),
    ((4, 9, 1), [layer("Conv2D", filters=2, kernel_size=[5, 3])], 0, "Make the kernel 3 × 3", ["Conv2D"]),
    (
        (9, 9, 1),
        [layer("Conv2D", filters=2, kernel_size=3, dilation_rate=9)],
        0,
        "Set dilation_rate to 1",
        ["Conv2D"],
    ),
    (DIGITS, [layer("Conv2D", filters=4, kernel_size=3, groups=2)], 0, "Set groups to 1", ["Conv2D"]),
    (DIGITS, [layer("BatchNormalization", axis=4)], 0, "Set axis to -1", ["BatchNormalization"]),
    ((5,), [layer("PReLU", shared_axes=[3])], 0, "Set shared_axes to None", ["PReLU"]),
    (DIGITS, [layer("Reshape", target_shape=[5, 5])], 0, "Remove this Reshape", []),
    (DIGITS, [layer("UpSampling2D", size=64)], 0, "Set size to 2", ["UpSampling2D"]),
    (
        DIGITS,
        [layer("Conv2D", filters=4, kernel_size=3, kernel_initializer="identity")],
        0,
        'Set kernel_initializer to "glorot_uniform"',
        ["Conv2D"],
    ),
]


@pytest.mark.parametrize(("shape", "stack", "at", "label", "result"), REPAIRS)
def test_a_repair_is_offered_and_helps(
    shape: tuple[int, ...], stack: list[Any], at: int, label: str, result: list[str]
) -> None:
    report = describe_stack(shape, stack)
    assert report.rows[at].error
    after = repaired(report, at, label)
    assert [one["class_name"] for one in after] == result
    assert describe_stack(shape, after).possible
    for repair in report.rows[at].repairs:
        assert 0 <= repair.at < max(1, len(repair.layers))
        assert describe_stack(shape, repair.layers).possible
    assert len(report.rows[at].repairs) <= MOST_REPAIRS


def test_no_repair_is_offered_that_would_not_help() -> None:
    # 35 numbers are no square picture, and no kernel makes a picture of them.
    assert first_problem(LENET[0], shape=(35,))[2] == []
    assert first_problem(layer("Dense", units=10_000), layer("Dense", units=10_000), shape=(3,)) == (
        1,
        (
            "This Dense alone has 100,010,000 parameters; more than 10,000,000 would not fit into the memory "
            "of a small server. Use fewer units or filters, larger strides, or a pooling before it."
        ),
        [],
    )


@pytest.mark.parametrize(
    ("spec", "error", "labels"),
    [
        (
            layer("Dense", units=10**9),
            "units must be a whole number in [1, 10,000]; got",
            ["Set units to 10,000"],
        ),
        (layer("Dense", units=0), "units must be a whole number in [1, 10,000]; got 0", ["Set units to 1"]),
        (layer("Dense", units="many"), "units must be a whole number", ["Set units to 16"]),
        (layer("Dense"), "Dense needs a value for units.", ["Set units to 16"]),
        (
            layer("Dense", unit=8),
            "Dense has no setting 'unit'.",
            ["Rename it to units", "Remove unit and set units to 16"],
        ),
        (
            layer("Dense", units=8, name="one", dtype="float32", trainable=True, input_shape=[1]),
            "Dense has no setting 'name'.",
            ["Remove name, dtype, trainable and more"],
        ),
        (layer("Dense", units=8, activation="rleu"), "There is no activation called 'rleu'.", None),
        (layer("Dropout", rate=1.5), "rate must be a number in [0, 1); got 1.5.", ["Set rate to 0.25"]),
        (
            layer("Conv2D", filters=9, kernel_size=[0, 99]),
            "kernel_size must be",
            ["Set kernel_size to (1, 64)"],
        ),
        (
            layer("Conv2D", filters=9, kernel_size=[1, 2, 3]),
            "kernel_size must be",
            ["Set kernel_size to (1, 2)"],
        ),
        (
            layer("Conv2D", filters=9, kernel_size=3, groups=2),
            "Conv2D divides its filters",
            ["Set groups to 1"],
        ),
        (layer("Conv2D", filters=9, kernel_size=3, padding="full"), "padding must be one of", None),
        (
            layer("Dense", units=3, kernel_regularizer={"class_name": "L2", "config": {"l3": 1}}),
            "L2 has no setting 'l3'.",
            ["Set kernel_regularizer to None"],
        ),
        (
            {"class_name": "Danse", "config": {"units": 3}},
            "There is no layer called 'Danse'. Did you",
            ["Change it to Dense"],
        ),
        ({"class_name": "LSTM", "config": {"units": 3}}, "There is no layer called 'LSTM'.", []),
        (
            {"class_name": "Dense", "config": {"units": 3}, "module": "keras.layers"},
            "A layer is given by",
            [],
        ),
        ({"class_name": "Dense", "config": 3}, "A layer is given by", []),
        ({"class_name": 3}, "A layer is given by", []),
        (7, "A layer is given by", []),
        (None, "A layer is given by", []),
    ],
)
def test_settings_that_no_layer_has_are_told_and_mended(
    spec: object, error: str, labels: list[str] | None
) -> None:
    row = describe_stack((4,), [spec]).rows[0]
    assert row.error.startswith(error)
    if labels is not None:
        assert [repair.label for repair in row.repairs] == labels
    for repair in row.repairs:
        assert not describe_stack((4,), repair.layers).rows[0].error.startswith(error)


def test_too_large_a_stack_stops_at_the_layer_that_is_too_much() -> None:
    wide = layer("Dense", units=2000)
    at, error, _ = first_problem(*[wide] * 6, shape=(2000,))
    assert at == 2
    assert error.startswith("The stack up to this Dense has 12,006,000 parameters; more than 10,000,000")
    grow = layer("UpSampling2D", size=8)
    at, error, _ = first_problem(*[grow] * 60)
    assert at == 1
    assert error.startswith("This UpSampling2D alone has 3,211,264 numbers for each example; more than")
    report = describe_stack((2,), [layer("Flatten")] * (MOST_LAYERS + 5))
    assert report.error == "A stack has at most 100 layers; this one has 105."
    assert len(report.rows) == MOST_LAYERS


def test_weights_that_cannot_be_made_are_found_before_the_training() -> None:
    spec = layer("Dense", units=4, kernel_constraint={"class_name": "MaxNorm", "config": {"axis": 5}})
    error = first_problem(spec, shape=(3,))[1]
    assert error.startswith(
        "The kernel of Dense: MaxNorm measures lengths along axis 5; the weights have only 2 axes"
    )
    spec = layer("Dense", units=4, kernel_constraint={"class_name": "MaxNorm", "config": {"axis": [0, 0]}})
    assert first_problem(spec, shape=(3,))[1].startswith(
        "The kernel of Dense cannot be made: duplicate value"
    )
    spec = layer("Dense", units=4, bias_initializer="orthogonal")
    assert first_problem(spec, shape=(3,))[1].startswith(
        "The bias of Dense: Orthogonal needs a shape of at least"
    )
    given = {"class_name": "GivenFilters", "config": {"numbers": [7], "values": [[[[1.0]]]]}}
    spec = layer("Conv2D", filters=4, kernel_size=1, kernel_initializer=given)
    assert "A filter with the number 7 is given" in first_problem(spec)[1]


# ---- the end ----


def test_an_empty_stack_says_so_and_offers_an_end() -> None:
    report = describe_stack(DIGITS, [], goal=TEN)
    assert report.error == "The stack is empty. Add a layer to begin."
    assert [repair.label for repair in report.repairs] == ["End with Flatten and Dense(10, softmax)"]
    assert describe_stack(DIGITS, report.repairs[0].layers, goal=TEN).possible
    assert not report.possible
    assert describe_stack(DIGITS, []).possible  # without a goal nothing is missing


@pytest.mark.parametrize(
    ("stack", "goal", "labels"),
    [
        ([layer("Dense", units=4, activation="relu")], TEN, ["End with Dense(10, softmax)"]),
        (
            [layer("Dense", units=4, activation="softmax")],
            TEN,
            ["Give it 10 units", "End with Dense(10, softmax)"],
        ),
        ([layer("Dense", units=4)], NUMBER, ["End with Dense(1)"]),
        ([layer("Reshape", target_shape=[2, 2])], NUMBER, ["End with Flatten and Dense(1)"]),
        ([layer("Dense", units=4)], Goal((2, 3)), ["End with Dense(6) and Reshape((2, 3))"]),
        ([layer("Dense", units=4)], Goal((1,), 2, "binary_crossentropy"), ["End with Dense(1, sigmoid)"]),
    ],
)
def test_an_end_that_does_not_suit_the_data_is_told_and_repaired(
    stack: list[Any], goal: Goal, labels: list[str]
) -> None:
    report = describe_stack((4,), stack, goal=goal)
    assert report.error.startswith(f"{goal.words}, so the stack must end with")
    assert report.problems == [report.error]
    assert [repair.label for repair in report.repairs] == labels
    for repair in report.repairs:
        after = describe_stack((4,), repair.layers, goal=goal)
        assert after.possible
        assert not any(row.advice for row in after.rows)


@pytest.mark.parametrize(
    ("last", "goal", "sentence", "label"),
    [
        ("linear", TEN, "without an activation at the end the outputs can have any value.", "Use softmax"),
        ("sigmoid", TEN, "those of sigmoid do not.", "Use softmax"),
        ("tanh", TEN, "tanh gives −1 to 1.", "Use softmax"),
        ("relu", TEN, "relu gives other numbers.", "Use softmax"),
        ("tanh", Goal((10,), 10, "binary_crossentropy"), "tanh gives −1 to 1.", "Use sigmoid"),
        ("sigmoid", Goal((10,), 0, "mean_squared_error"), "sigmoid gives only 0 to 1.", "Use linear"),
    ],
)
def test_a_function_that_does_not_suit_the_loss_is_possible_and_advised_against(
    last: str, goal: Goal, sentence: str, label: str
) -> None:
    stack = [layer("Dense", units=10, activation=last), layer("Dropout", rate=0.1)]
    report = describe_stack((4,), stack, goal=goal)
    assert report.possible
    assert report.rows[0].advice.endswith(sentence)
    (repair,) = report.rows[0].repairs
    assert repair.label == label
    assert not any(row.advice for row in describe_stack((4,), repair.layers, goal=goal).rows)


@pytest.mark.parametrize(
    ("stack", "goal", "label"),
    [
        ([layer("Dense", units=1, activation="softmax")], NUMBER, "Use linear"),
        (
            [layer("Dense", units=1, activation="softmax")],
            Goal((1,), 2, "binary_crossentropy"),
            "Use sigmoid",
        ),
        ([layer("Dense", units=1), layer("Softmax")], NUMBER, "Use linear"),
        ([layer("Dense", units=1), layer("Activation", activation="softmax")], NUMBER, "Use linear"),
    ],
)
def test_a_softmax_over_one_number_is_advised_against(stack: list[Any], goal: Goal, label: str) -> None:
    report = describe_stack((4,), stack, goal=goal)
    assert report.possible
    row = next(row for row in report.rows if row.advice)
    assert row.advice == "A softmax over 1 number always gives 1, whatever comes in."
    assert [repair.label for repair in row.repairs] == [label]
    after = describe_stack((4,), row.repairs[0].layers, goal=goal)
    assert after.possible
    assert not any(row.advice for row in after.rows)


def test_a_function_is_put_after_a_layer_that_has_none_of_its_own() -> None:
    report = describe_stack((10,), [layer("LayerNormalization")], goal=TEN)
    (repair,) = report.rows[0].repairs
    assert (repair.label, repair.at) == ("Put softmax after it", 1)
    assert not any(row.advice for row in describe_stack((10,), repair.layers, goal=TEN).rows)
    for name in ("LeakyReLU", "PReLU", "ELU"):
        report = describe_stack((10,), [layer(name)], goal=TEN)
        assert report.rows[0].repairs[0].layers == [layer("Activation", activation="softmax")]
    assert describe_stack((10,), [layer("Softmax")], goal=TEN).rows[0].advice == ""


# ---- anything at all ----

GARBAGE: list[Any] = [
    *(
        None,
        True,
        7,
        -1,
        0,
        1e308,
        math.nan,
        10**400,
        "",
        "Dense",
        "<img src=x>",
        [],
        {},
        [[]],
        [1, "2", None],
    ),
    *({"class_name": None}, {"class_name": []}, {"class_name": "Dense", "config": []}, {"l2": 1}),
    {"class_name": "L2", "config": {"l2": -1}},
    {"class_name": {"class_name": {}}, "config": {"class_name": {}}},
]


def nested(depth: int) -> list[Any]:
    """Return a list in a list in a list, so many deep."""
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("layers", [*GARBAGE, nested(50), nested(5000), {"layers": []}, b"x", object()])
def test_whatever_is_no_stack_becomes_a_sentence(layers: object) -> None:
    report = describe_stack(DIGITS, layers, goal=TEN)
    assert not report.possible
    assert all(problem.endswith((".", "?")) for problem in report.problems)


@pytest.mark.parametrize("name", NAMES)
def test_whatever_stands_in_a_setting_becomes_a_sentence(name: str) -> None:
    for option in LAYER_ROWS.of(name).options:
        for value in (*GARBAGE, nested(5000), 10**9, -(10**9), [10**9, 0], [1, 2, 3, 4, 5]):
            (row,) = describe_stack(DIGITS, [layer(name, **{option.name: value})]).rows
            if row.error:
                assert row.error.endswith((".", "?"))
                assert len(row.error) < 500
            assert len(row.title) < 400
    (row,) = describe_stack(DIGITS, [{"class_name": name, "config": {5: 5, None: 1, "": 2}}]).rows
    assert row.error


def test_random_stacks_never_raise_and_every_repair_of_a_shape_helps_at_its_place() -> None:
    rng = random.Random(5)  # noqa: S311 - any stacks will do
    shapes = [(28, 28, 1), (9, 7, 3), (16, 4), (784,), (5,), (1, 1, 1)]
    for _ in range(150):
        shape = rng.choice(shapes)
        stack = [new_layer(name) for name in rng.choices(NAMES, k=rng.randint(0, 7))]
        for spec in stack:
            for option in LAYER_ROWS.of(spec["class_name"]).options:
                if rng.random() < 0.1:
                    spec["config"][option.name] = rng.choice(
                        [0, 1, 2, 5, 40, [2, 3], None, "same", "he_normal"]
                    )
        report = describe_stack(shape, stack, goal=TEN)
        broken = next((number for number, row in enumerate(report.rows) if row.error), len(stack))
        assert all(row.error for row in report.rows[broken:])
        for row in report.rows[broken : broken + 1]:
            for repair in row.repairs:
                after = describe_stack(shape, repair.layers).rows
                removed = len(after) < len(report.rows)  # and the next layer may have the same fault
                assert removed or after[broken].error != row.error, (stack, repair.label)
        if report.possible:
            model = Sequential([Input(shape), *map(LAYERS.get, stack)])
            assert model.count_params() == report.params


def test_the_given_stack_is_left_alone() -> None:
    stack = json.loads(json.dumps([*LENET[:2], layer("Dense", unit=3)]))
    before = json.dumps(stack)
    describe_stack(DIGITS, stack, goal=TEN)
    assert json.dumps(stack) == before


def test_a_wrong_input_or_batch_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ShapeError, match="Input needs a shape"):
        describe_stack((), [])
    with pytest.raises(ConfigurationError, match="batch_size must be a whole number"):
        describe_stack((3,), [], batch_size=0)


# ---- words ----


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (layer("Flatten"), "Flatten()"),
        (layer("Dense", activation="relu", units=8), 'Dense(8, activation="relu")'),
        (layer("Dense", units=8, activation="linear", use_bias=True, kernel_regularizer=None), "Dense(8)"),
        (layer("Conv2D", filters=8, kernel_size=[3, 5], strides=[2, 2]), "Conv2D(8, (3, 5), strides=2)"),
        (layer("MaxPooling2D", pool_size=[3, 3], strides=[3, 3]), "MaxPooling2D(pool_size=3)"),
        (layer("MaxPooling2D", pool_size=[2, 2], strides=[2, 2], padding="valid"), "MaxPooling2D()"),
        (layer("Reshape", target_shape=[28, 28, 1]), "Reshape((28, 28, 1))"),
        (layer("Reshape", target_shape=[5]), "Reshape((5,))"),
        (
            layer("Dense", units=8, kernel_regularizer={"class_name": "L2", "config": {"l2": 0.01}}),
            "Dense(8, kernel_regularizer=L2(l2=0.01))",
        ),
        (layer("Reshape", target_shape=list(range(40))), "Reshape(…)"),
        (layer("Danse", units=3), "Danse(units=3)"),
        ({"class_name": "Dense", "config": 3}, "Dense(3)"),
        (7, "7"),
    ],
)
def test_a_layer_is_written_as_in_keras(spec: object, words: str) -> None:
    assert layer_call(spec) == words


def test_a_config_that_the_engine_gives_is_as_short_as_the_one_it_was_made_from() -> None:
    for spec in LENET:
        full = {"class_name": spec["class_name"], "config": LAYERS.get(spec).get_config()}
        assert layer_call(full) == layer_call(spec)
    assert same_value({"class_name": "zeros", "config": {}}, "zeros")
    assert not same_value(value=True, other=1)
    assert shape_text((1,)) == "1 number"
