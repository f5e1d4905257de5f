"""What the programs of a network look like: readable, with nothing that the library does by itself."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.engine import Sequential, schedules
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.errors import ConfigurationError, ShapeError
from mlwidgets.interchange.code import LANGUAGES, ModelDescription, model_code
from tests.interchange.model_code_cases import all_cases, dense, made, normalized_case
from tests.interchange.model_code_running import writable

if TYPE_CHECKING:
    from collections.abc import Sequence

DIGITS: dict[str, Any] = {
    "input_shape": (28, 28, 1),
    "layers": [
        made("Conv2D", filters=8, kernel_size=3, strides=2, padding="same", activation="relu"),
        made("MaxPooling2D"),
        made("Flatten"),
        dense(10, "softmax"),
    ],
    "loss": "sparse_categorical_crossentropy",
    "optimizer": "adam",
    "settings": {"learning_rate": 0.002},
    "metrics": ["accuracy"],
    "dataset": "mnist",
    "divisor": 255.0,
    "epochs": 20,
}
KERAS = '''\
"""MNIST learned with Keras: layers, loss and optimizer as in mlwidgets.

Needs Keras 3 with PyTorch, JAX or TensorFlow, and data.npz in the same folder.
"""

from pathlib import Path

import keras
import numpy as np
from keras import layers


def prepare(pictures):
    """Return what the network is given for pictures: their pixels, from 0 to 1."""
    return pictures.astype("float32") / 255


keras.utils.set_random_seed(0)

data = np.load("data.npz")
x_train, y_train = prepare(data["x_train"]), data["y_train"]
x_validation, y_validation = prepare(data["x_validation"]), data["y_validation"]

model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(8, 3, strides=2, padding="same", activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]
)
model.summary()
if Path("weights.npz").exists():  # start from the weights of the lab
    weights = np.load("weights.npz")
    model.set_weights([weights[name] for name in weights.files])

# In the loss, Keras takes a probability below 1e-7 as 1e-7; the lab does not.
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.002),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(x_train, y_train, batch_size=32, epochs=20)

loss, accuracy = model.evaluate(x_validation, y_validation, verbose=0)
predictions = model.predict(x_validation, verbose=0)
print(f"validation loss {loss:.4f}, accuracy {accuracy:.4f}")

# The very last step: set this to True once everything is decided. A test set that
# was looked at while the network was still being changed flatters it.
MEASURE_TEST = False
if MEASURE_TEST:
    x_test, y_test = prepare(data["x_test"]), data["y_test"]
    test_loss, test_accuracy = model.evaluate(x_test, y_test, verbose=0)
    print(f"test loss {test_loss:.4f}, accuracy {test_accuracy:.4f}")
'''
PYTORCH = '''\
model = nn.Sequential(
    # Keras' "same": the odd cell comes at the end.
    nn.ZeroPad2d((0, 1, 0, 1)),
    nn.Conv2d(1, 8, 3, stride=2),
    nn.ReLU(),
    nn.MaxPool2d(2),
    # nn.Flatten lays the channels one after another, Keras side by side: a kernel taken
    # from Keras has its rows in another order.
    nn.Flatten(),
    nn.Linear(392, 10),
)

model.apply(start)
if Path("weights.npz").exists():  # start from the weights of the lab
    weights = np.load("weights.npz")
    model.load_state_dict(
        {name: torch.from_numpy(weights[name]) for name in weights.files}
    )

loss_function = nn.CrossEntropyLoss()  # contains the softmax
# PyTorch adds eps to √v̂, Keras to √v, which is smaller in the first steps: those
# differ a little where gradients are small.
optimizer = torch.optim.Adam(model.parameters(), lr=0.002, eps=1e-7)
batches = DataLoader(TensorDataset(x_train, y_train), batch_size=32, shuffle=True)
for epoch in range(20):
    model.train()
    total = 0.0
    for x, y in batches:
        loss = loss_function(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    print(f"epoch {epoch + 1}: loss {total / len(x_train):.4f}")


@torch.no_grad()
def measure(x, y):
    """Return what the network predicts for examples, the loss, and more."""
    model.eval()
    outputs = model(x)
    predictions = outputs.softmax(1)
    loss = loss_function(outputs, y)
    accuracy = (predictions.argmax(1) == y).float().mean()
    return predictions, loss.item(), accuracy.item()


predictions, loss, accuracy = measure(x_validation, y_validation)
print(f"validation loss {loss:.4f}, accuracy {accuracy:.4f}")

# The very last step: set this to True once everything is decided. A test set that
# was looked at while the network was still being changed flatters it.
MEASURE_TEST = False
if MEASURE_TEST:
    x_test, y_test = tensors(prepare(data["x_test"]), data["y_test"])
    _, test_loss, test_accuracy = measure(x_test, y_test)
    print(f"test loss {test_loss:.4f}, accuracy {test_accuracy:.4f}")
'''
JAVASCRIPT = """\
const model = tf.sequential({
  layers: [
    tf.layers.conv2d({
      inputShape: [28, 28, 1],
      filters: 8,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: 'glorotUniform',
    }),
    tf.layers.maxPooling2d({poolSize: 2}),
    tf.layers.flatten({}),
    tf.layers.dense({
      units: 10,
      activation: 'softmax',
      kernelInitializer: 'glorotUniform',
    }),
  ],
});
"""
NUMPY = """\
model = [
    Conv2D(
        glorot_uniform(stream(0), 3, 3, 1, 8),
        np.zeros(8),
        size=(3, 3),
        strides=(2, 2),
        padding=((0, 1), (0, 1)),
    ),
    ReLU(),
    MaxPooling2D(size=(2, 2), strides=(2, 2)),
    Flatten(),
    Dense(glorot_uniform(stream(3), 392, 10), np.zeros(10)),
]
"""


def code(language: str, **changes: object) -> str:
    return model_code(ModelDescription(**(DIGITS | changes)), language)


def small(layers: Sequence[dict[str, Any]], language: str, **changes: Any) -> str:  # noqa: ANN401 - fields
    settings: dict[str, Any] = {"input_shape": (3,), "loss": "mse", "optimizer": "sgd"} | changes
    return model_code(ModelDescription(layers=layers, **settings), language)


def functions_of(program: str, *wanted: str) -> dict[str, Any]:
    """Return functions of a program by their names."""
    found: list[ast.stmt] = [
        one for one in ast.parse(program).body if isinstance(one, ast.FunctionDef) and one.name in wanted
    ]
    names: dict[str, Any] = {"np": np}
    exec(compile(ast.Module(found, []), "program", "exec"), names)  # noqa: S102 - our own program
    return names


class TestTexts:
    def test_keras(self) -> None:
        assert code("keras") == KERAS

    def test_pytorch(self) -> None:
        assert code("pytorch").endswith(PYTORCH)
        assert "movedim(-1, 1)" in code("pytorch")

    def test_tensorflowjs(self) -> None:
        program = code("tensorflowjs")
        assert JAVASCRIPT in program
        assert "const optimizer = tf.train.adam(0.002);" in program
        assert "loss: 'sparseCategoricalCrossentropy'," in program
        assert "epochs: 20," in program

    def test_numpy(self) -> None:
        program = code("numpy")
        assert NUMPY in program
        assert "w -= size * m[i] / (np.sqrt(v[i]) + 1e-7)" in program
        # Only NumPy, and only what this stack needs.
        assert set(re.findall(r"^(?:import|from) (\w+)", program, re.MULTILINE)) == {
            "functools",
            "pathlib",
            "numpy",
        }
        classes = re.findall(r"^class (\w+)", program, re.MULTILINE)
        assert classes == ["Layer", "Dense", "Windowed", "Conv2D", "MaxPooling2D", "Flatten", "ReLU"]
        assert len(program.splitlines()) < 240

    def test_what_a_library_takes_by_itself_is_left_out(self) -> None:
        assert "layers.Dense(2)," in small([dense(2)], "keras")
        assert 'optimizer="sgd",' in small([dense(2)], "keras")
        assert "nn.Linear(3, 2)," in small([dense(2)], "pytorch")
        program = small([dense(2)], "tensorflowjs", optimizer="adam")
        assert "tf.train.adam(0.001);" in program
        assert "units: 2, kernelInitializer: 'glorotUniform'" in program

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_without_epochs_nothing_is_trained(self, language: str) -> None:
        program = code(language, epochs=0)
        assert program.count("\n") < code(language).count("\n")
        for word in ("model.fit", "backward()", "optimizer.step", "for epoch", "DataLoader"):
            assert word not in program
        assert "MNIST predicted with" in program

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_a_name_from_a_file_cannot_end_the_comment(self, language: str) -> None:
        program = code(language, dataset='my "data"\n"""; import os # \\')
        first = program.splitlines()[0]
        assert first.startswith(('"""My data import os learned with', "// My data import os learned with"))
        if language != "tensorflowjs":
            ast.parse(program)

    def test_every_program_in_python_is_python_with_short_lines(self) -> None:
        for language in ("keras", "pytorch", "numpy"):
            for one in writable([*all_cases(), normalized_case()], language):
                program = model_code(one.description, language)
                ast.parse(program)
                assert "#?" not in program
                assert program == program.rstrip() + "\n"
                long = [line for line in program.splitlines() if len(line) > 110 and "Filters" not in line]
                assert long == [], one.name

    def test_every_program_in_javascript_has_short_lines_and_matching_brackets(self) -> None:
        for one in writable([*all_cases(), normalized_case()], "tensorflowjs"):
            program = model_code(one.description, "tensorflowjs")
            assert "#?" not in program
            assert all(program.count(a) == program.count(b) for a, b in ("()", "[]", "{}")), one.name
            long = [line for line in program.splitlines() if len(line) > 110 and "Filters" not in line]
            assert long == [], one.name


class TestDifferencesBetweenLibraries:
    def test_pytorch_takes_the_share_of_the_new(self) -> None:
        program = small([made("BatchNormalization", momentum=0.9), dense(1)], "pytorch")
        assert "nn.BatchNorm1d(3, eps=0.001, momentum=0.1)," in program
        assert "1 − Keras's" in program

    def test_pytorch_has_an_rmsprop_of_its_own(self) -> None:
        program = small([dense(1)], "pytorch", optimizer="rmsprop")
        assert "class RMSprop(torch.optim.Optimizer)" in program
        assert '(state["v"] + 1e-7).sqrt()' in program

    def test_pytorch_pads_alike_only_where_both_ends_are_alike(self) -> None:
        shape = (8, 8, 1)
        for size, strides, wanted in ((3, 1, 'padding="same"'), (5, 2, "nn.ZeroPad2d((1, 2, 1, 2))")):
            layer = made("Conv2D", filters=2, kernel_size=size, strides=strides, padding="same")
            program = small([layer, made("Flatten"), dense(1)], "pytorch", input_shape=shape)
            assert wanted in program
        layer = made("Conv2D", filters=2, kernel_size=3, strides=2, padding="same")
        assert "stride=2, padding=1" in small(
            [layer, made("Flatten"), dense(1)], "pytorch", input_shape=(7, 7, 1)
        )

    def test_keras_refuses_strides_with_dilation(self) -> None:
        layer = made("Conv2D", filters=2, kernel_size=3, strides=2, dilation_rate=2)
        with pytest.raises(ConfigurationError, match="not both"):
            small([layer, made("Flatten"), dense(1)], "keras", input_shape=(9, 9, 1))

    def test_tensorflowjs_is_told_to_constrain(self) -> None:
        program = small([dense(2, kernel_constraint="non_neg")], "tensorflowjs")
        assert "kernelConstraint: tf.constraints.nonNeg()" in program
        assert "onBatchEnd: constrain," in program

    @pytest.mark.parametrize("optimizer", ["adadelta", "adamw"])
    def test_tensorflowjs_gets_optimizers_that_it_lacks(self, optimizer: str) -> None:
        program = small([dense(2)], "tensorflowjs", optimizer=optimizer)
        assert "extends tf.Optimizer" in program

    def test_numpy_names_what_is_smoothed(self) -> None:
        loss = made("CategoricalCrossentropy", label_smoothing=0.1)
        program = small([dense(2, "softmax")], "numpy", loss=loss)
        assert "y = y * 0.9 + 0.05  # label smoothing" in program


class TestDescription:
    def test_of_a_compiled_model(self) -> None:
        model = Sequential([Input((4,)), Dense(2, "tanh"), Dense(1)], seed=3)
        model.compile("adam", "huber")
        description = ModelDescription.of(model, epochs=2, metrics=["mean_absolute_error"])
        assert description.seed == 3
        assert description.output_shape == (1,)
        assert 'loss="huber"' in model_code(description, "keras")
        assert 'optimizer="adam"' in model_code(description, "keras")

    @pytest.mark.parametrize(
        ("changes", "error", "words"),
        [
            ({"layers": []}, ConfigurationError, "at least one layer"),
            ({"layers": [dense(3), made("Conv2D", filters=1, kernel_size=1)]}, ShapeError, "Flatten|flat"),
            ({"optimizer": "adma"}, ConfigurationError, "Did you mean 'adam"),
            ({"settings": {"speed": 1}}, ConfigurationError, "has no setting 'speed'"),
            ({"loss": "cross"}, ConfigurationError, "There is no loss called 'cross'"),
            ({"batch_size": 0}, ConfigurationError, "batch_size"),
            ({"epochs": -1}, ConfigurationError, "epochs"),
            ({"divisor": 0}, ConfigurationError, "divisor"),
            ({"metrics": ["f1_score"]}, ConfigurationError, "each metric must be one of"),
            ({"features": ["x1", "x2"]}, ConfigurationError, "must be \\(2,\\)"),
            ({"shuffle": "no"}, ConfigurationError, "shuffle must be True or False"),
            ({"loss": "mse", "metrics": ["accuracy"]}, ConfigurationError, "needs a loss for classes"),
        ],
    )
    def test_what_cannot_be_is_told_in_a_sentence(
        self, changes: dict[str, Any], error: type[Exception], words: str
    ) -> None:
        with pytest.raises(error, match=words):
            ModelDescription(**(DIGITS | changes))

    def test_an_unknown_language_is_told(self) -> None:
        with pytest.raises(ConfigurationError, match="language must be one of 'keras'"):
            model_code(ModelDescription(**DIGITS), "fortran")

    def test_it_is_plain_and_can_be_changed(self) -> None:
        description = ModelDescription(**DIGITS)
        assert replace(description, epochs=3).epochs == 3
        assert replace(description, epochs=3).stack[0].output_shape == (14, 14, 8)


class TestClassWeights:
    """Keras and PyTorch have them; the other programs say that they cannot have them."""

    def test_keras_and_pytorch_get_them(self) -> None:
        weights = {0: 1.0, 1: 5.0}
        assert "epochs=20, class_weight={0: 1.0, 1: 5.0})" in code("keras", class_weight=weights)
        program = code("pytorch", class_weight=weights)
        assert "class_weights = torch.tensor([1.0, 5.0, 1.0, 1.0" in program
        assert 'nn.CrossEntropyLoss(reduction="none")' in program
        assert all("class_weight" not in code(language) for language in ("keras", "pytorch"))

    @pytest.mark.parametrize("language", ["tensorflowjs", "numpy"])
    def test_the_others_say_so(self, language: str) -> None:
        with pytest.raises(ConfigurationError, match=r"remove the class weights\."):
            code(language, class_weight={0: 1.0})
        code(language, class_weight={0: 1.0}, epochs=0)  # what is not trained needs none

    def test_pytorch_says_where_it_cannot(self) -> None:
        with pytest.raises(ConfigurationError, match="after a sigmoid or a softmax"):
            small([dense(1, "tanh")], "pytorch", loss="hinge", class_weight={-1: 2.0})


class TestSchedules:
    SCHEDULE = made("CosineDecay", initial_learning_rate=0.1, decay_steps=50)

    def test_keras_has_some_of_its_own(self) -> None:
        program = code("keras", settings={"learning_rate": self.SCHEDULE})
        assert "learning_rate=keras.optimizers.schedules.CosineDecay(0.1, 50)" in program

    def test_pytorch_gets_a_function_of_the_step(self) -> None:
        program = code("pytorch", settings={"learning_rate": self.SCHEDULE})
        assert "return half_wave(0.1, 0.0, min(1, step / 50))" in program
        assert "LambdaLR(optimizer, rate_at)" in program
        assert "schedule.step()" in program

    def test_what_keras_has_not_is_told(self) -> None:
        schedule = made("OneCycle", maximal_learning_rate=0.1, total_steps=50)
        with pytest.raises(ConfigurationError, match="OneCycle cannot be written in Keras"):
            code("keras", settings={"learning_rate": schedule})

    @pytest.mark.parametrize(
        "schedule",
        [
            made("Constant", learning_rate=0.3),
            made("PiecewiseConstantDecay", boundaries=[2, 5], values=[0.1, 0.05, 0.01]),
            made("ExponentialDecay", initial_learning_rate=0.1, decay_steps=3, decay_rate=0.5),
            made(
                "ExponentialDecay", initial_learning_rate=0.1, decay_steps=3, decay_rate=0.5, staircase=True
            ),
            made("PolynomialDecay", initial_learning_rate=0.1, decay_steps=6, power=2.0),
            made("PolynomialDecay", initial_learning_rate=0.1, decay_steps=4, cycle=True),
            made("CosineDecay", initial_learning_rate=0.0, decay_steps=6, warmup_target=0.1, warmup_steps=3),
            made("CosineDecay", initial_learning_rate=0.1, decay_steps=6, alpha=0.2),
            made(
                "WarmUp",
                schedule=made("PolynomialDecay", initial_learning_rate=0.2, decay_steps=5),
                warmup_steps=3,
            ),
            made("OneCycle", maximal_learning_rate=0.3, total_steps=11),
        ],
        ids=lambda schedule: schedule["class_name"],
    )
    def test_the_function_gives_the_engines_rates(self, schedule: dict[str, Any]) -> None:
        program = code("pytorch", settings={"learning_rate": schedule})
        names = functions_of(program, "half_wave", "rate_at")
        ours = schedules.get(schedule)
        assert [names["rate_at"](step) for step in range(15)] == pytest.approx(
            [ours(step) for step in range(15)]
        )


class TestFaultsFound:
    """Each was once written so that the program failed, or predicted something else."""

    @pytest.mark.parametrize(
        ("padding", "written"),
        [
            (((0, 1), (0, 1)), "(((0, 1), (0, 1)))"),
            (((1, 1), (2, 2)), "((1, 2))"),
            (((1, 1), (1, 1)), "(1)"),
            ((2, 1), "((2, 1))"),
        ],
    )
    def test_keras_reads_a_short_padding_otherwise(self, padding: object, written: str) -> None:
        layers = [made("ZeroPadding2D", padding=padding), made("Flatten"), dense(1)]
        assert f"layers.ZeroPadding2D{written}," in small(layers, "keras", input_shape=(3, 3, 1))

    def test_a_square_shape_stays_two_numbers(self) -> None:
        layers = [made("Reshape", target_shape=[2, 2]), made("Flatten"), dense(1)]
        assert "layers.Reshape((2, 2))," in small(layers, "keras", input_shape=(4,))

    def test_keras_takes_a_price_of_its_own_where_none_is_given(self) -> None:
        program = small([dense(1, kernel_regularizer=made("L2", l2=0.0))], "keras")
        assert "kernel_regularizer=keras.regularizers.L2(l2=0.0)" in program

    def test_keras_finds_no_constant_by_its_name_alone(self) -> None:
        program = small([dense(1, kernel_initializer=made("Constant", value=0.0))], "keras")
        assert "kernel_initializer=keras.initializers.Constant(0.0)" in program

    def test_pytorch_draws_a_truncated_normal_without_spread(self) -> None:
        layer = dense(1, kernel_initializer=made("TruncatedNormal", mean=0.3, stddev=0.0))
        assert "nn.init.normal_(model[0].weight, 0.3, 0)" in small([layer], "pytorch")

    def test_shared_axes_stay_a_list(self) -> None:
        layers = [made("PReLU", shared_axes=[2, 2]), made("Flatten"), dense(1)]
        assert "shared_axes=(2, 2)" in small(layers, "keras", input_shape=(4, 4, 1))

    @pytest.mark.parametrize("language", ["keras", "pytorch"])
    def test_without_weights_nothing_is_trained(self, language: str) -> None:
        program = small([made("Flatten")], language, epochs=3)
        assert "fit(" not in program
        assert "optimizer.step" not in program

    def test_keras_is_told_about_tiny_probabilities(self) -> None:
        assert "below 1e-7" in code("keras")
        assert "below 1e-7" not in small([dense(2)], "keras")

    @pytest.mark.parametrize("language", ["keras", "pytorch"])
    def test_the_test_examples_stay_closed(self, language: str) -> None:
        program = code(language)
        opened = program.index("MEASURE_TEST = False")
        assert program.index("x_test") > opened
        assert "x_train, y_train" in code(language, measured_on="train")
        assert "validation" not in code(language, measured_on="train")


ROWS = {
    "kind": "row",
    "steps": {
        "columns": [
            {
                "name": 'a "price"',
                "kind": "number",
                "fill": 2.0,
                "offset": 1.0,
                "divisor": 2.0,
                "missing_input": True,
            },
            {
                "name": "colour",
                "kind": "category",
                "levels": ["red", "blue"],
                "encode": "one_hot",
                "fill": 1,
                "offset": 0.0,
                "divisor": 1.0,
                "missing_level": False,
            },
            {
                "name": "day",
                "kind": "date",
                "fill": 3.0,
                "offset": 0.0,
                "divisor": 10.0,
                "missing_input": False,
            },
            {
                "name": "size",
                "kind": "category",
                "levels": ["S", "M", "L"],
                "encode": "ordinal",
                "fill": 1,
                "offset": 1.0,
                "divisor": 2.0,
                "missing_level": False,
            },
        ]
    },
    "class_names": ["no", "yes"],
    "target": {"names": ["bought"], "offset": 0.0, "divisor": 1.0},
}
"""As `Inputs.to_dict` writes it."""


@pytest.mark.parametrize("language", ["keras", "pytorch"])
def test_a_program_prepares_raw_rows_itself(language: str) -> None:
    program = small([dense(1)], language, input_shape=(6,), inputs=ROWS)
    names = functions_of(
        program, "date_input", "number_input", "one_hot_input", "ordinal_input", "places_of", "prepare"
    )
    rows = [
        {'a "price"': 5, "colour": "red", "day": "1970-01-21", "size": "L"},
        {'a "price"': None, "colour": None, "day": "", "size": "XXL"},
        {"colour": "green", "size": None},
    ]
    wanted = [[2, 0, 1, 0, 2, 0.5], [0.5, 1, 0, 1, 0.3, 0], [0.5, 1, 0, 0, 0.3, 0]]
    np.testing.assert_allclose(names["prepare"](rows), wanted, rtol=1e-6)
    assert "prepare([row])" in program
