"""A model as a program in TensorFlow.js 4, for Node and for web pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.constraints import FixedFilters
from mlwidgets.engine.initializers import GivenFilters
from mlwidgets.engine.layers import BatchNormalization
from mlwidgets.interchange.code.common.distributions import Eye, drawing
from mlwidgets.interchange.code.common.inputs import javascript_features
from mlwidgets.interchange.code.common.python_parts import title, words
from mlwidgets.interchange.code.common.source import literal, not_in, paragraphs, whole, written
from mlwidgets.interchange.code.tfjs.classes import CLASSES, CONSTRAIN, WITH_FILTERS
from mlwidgets.interchange.code.tfjs.initializers import written_afterwards
from mlwidgets.interchange.code.tfjs.layers import tfjs_parts
from mlwidgets.interchange.code.tfjs.losses import tfjs_loss, tfjs_metric, wants_one_hot
from mlwidgets.interchange.code.tfjs.optimizers import clipping, optimizer_class, remarks, tfjs_optimizer
from mlwidgets.interchange.code.tfjs.parts import Held, Part, constraint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.interchange.code.common.description import ModelDescription


def tfjs_code(description: ModelDescription) -> str:
    """Return the model as a module in TensorFlow.js.

    It reads data.json, starts from weights.json if that is there, and leaves ``loss`` and ``predictions``.

    Raises
    ------
    ConfigurationError
        A batch normalization without scale or shift is trained with global_clipnorm.
    """
    _refuse(description)
    parts = tfjs_parts(description)
    afterwards = _afterwards(parts)
    loss, loss_function = tfjs_loss(description)
    metrics = [
        tfjs_metric(description, name, own_loss=not loss.startswith("'")) for name in description.metrics
    ]
    training = description.epochs > 0
    constrained = training and any(_is_constrained(held) for part in parts for held in part.held)
    lines = paragraphs(
        _heading(description),
        [
            "import * as tf from '@tensorflow/tfjs';",
            "import {existsSync, readFileSync} from 'node:fs';",
        ],
        [
            "const load = (file) => JSON.parse(readFileSync(file, 'utf8'));",
            "const tensor = ({shape, values}) => tf.tensor(values, shape);",
        ],
        javascript_features(tuple(description.features)),
        *(_lines(text) for name, text in CLASSES.items() if any(part.own == name for part in parts)),
        _lines(WITH_FILTERS) if any("withFilters" in line for line in afterwards) else [],
        optimizer_class(description.engine_optimizer) if training else [],
        _lines(CONSTRAIN) if constrained else [],
        loss_function,
        *(function for _, function in metrics),
        _examples(description),
        _model(parts, afterwards),
        _training(description, loss, [name for name, _ in metrics], constrained=constrained),
        _evaluation(description),
    )
    return "\n".join([*lines, ""])


def _heading(description: ModelDescription) -> list[str]:
    return [
        f"// {title(description)} with TensorFlow.js: layers, loss and optimizer as in mlwidgets.",
        "//",
        "// In Node: npm install @tensorflow/tfjs, then node program.mjs, with data.json in the same folder.",
        "// In a web page: load tf by a script tag, and the files by fetch.",
    ]


def _refuse(description: ModelDescription) -> None:
    if description.engine_optimizer.global_clipnorm is None or not description.epochs:
        return
    for placed in description.stack:
        layer = placed.layer
        if isinstance(layer, BatchNormalization) and not (layer.scale and layer.center):
            raise not_in(
                "A BatchNormalization without scale or center, trained with global_clipnorm,",
                "TensorFlow.js",
                "Its layer always has both, and their gradients count. Use clipnorm instead.",
            )


def _examples(description: ModelDescription) -> list[str]:
    divisor = description.divisor
    scaled = "" if divisor == 1 else f".div({literal(divisor, 'javascript')})"
    lines = ["const data = load('data.json');"]
    for part in ("train", "test"):
        x = f"tensor(data.x_{part}){scaled}"
        if javascript_features(tuple(description.features)):
            x = f"features({x})"
        y = f"tensor(data.y_{part})"
        if wants_one_hot(description):
            y = f"tf.oneHot({y}.toInt(), {description.output_shape[-1]})"
        big = part.capitalize()
        lines.append(f"const [x{big}, y{big}] = [{x}, {y}];")
    return lines


def _model(parts: Sequence[Part], afterwards: Sequence[str]) -> list[str]:
    lines = ["const model = tf.sequential({", "  layers: ["]
    for part in parts:
        lines += written(part.call, "javascript", indent=4, end=",")
    lines += ["  ],", "});", *afterwards]
    if any(part.held for part in parts):
        loaded = "model.layers[number].setWeights(weights.map(tensor));"
        if any(_is_constrained(held) for part in parts for held in part.held):
            # setWeights would apply the constraints, before the first update.
            loaded = "weights.forEach((w, i) => model.layers[number].weights[i].read().assign(tensor(w)));"
        lines += [
            "if (existsSync('weights.json')) { // start from the weights of the lab",
            "  load('weights.json').forEach((weights, number) => {",
            f"    {loaded}",
            "  });",
            "}",
        ]
    return lines


def _training(
    description: ModelDescription, loss: str, metrics: Sequence[str], *, constrained: bool
) -> list[str]:
    measured = [f"  metrics: [{', '.join(metrics)}],"] if metrics else []
    optimizer = [
        *remarks(description.engine_optimizer),
        f"const optimizer = {tfjs_optimizer(description.engine_optimizer)};",
    ]
    if not description.epochs:
        optimizer = ["const optimizer = tf.train.sgd(0); // nothing is trained here"]
    compiled = [
        "model.compile({",
        "  optimizer,",
        f"  {'loss' if loss == 'loss' else f'loss: {loss}'},",
        *measured,
        "});",
    ]
    if not description.epochs:
        return [*optimizer, *compiled]
    shuffled = "" if description.shuffle else ", shuffle: false"
    return [
        *optimizer,
        *clipping(description.engine_optimizer),
        *compiled,
        "await model.fit(xTrain, yTrain, {",
        f"  batchSize: {description.batch_size},",
        f"  epochs: {description.epochs}{shuffled},",
        "  callbacks: {",
        *(["    onBatchEnd: constrain,"] if constrained else []),
        "    onEpochEnd: (epoch, logs) => console.log(`epoch ${epoch + 1}: loss ${logs.loss.toFixed(4)}`),",
        "  },",
        "});",
    ]


def _evaluation(description: ModelDescription) -> list[str]:
    remark = (
        ["// Without the price of large weights, which TensorFlow.js adds in training only."]
        if description.penalised
        else []
    )
    printed = [
        f"console.log(`{words(name)} ${{measured[{place}].toFixed(4)}}`);"
        for place, name in enumerate(("test loss", *description.metrics))
    ]
    return [
        *remark,
        "const measured = [model.evaluate(xTest, yTest)].flat().map((value) => value.dataSync()[0]);",
        "const predictions = model.predict(xTest);",
        *printed,
    ]


def _afterwards(parts: Sequence[Part]) -> list[str]:
    """Return the lines about weights for which layers have no setting."""
    lines: list[str] = []
    for number, part in enumerate(parts):
        for held in part.held:
            lines += _after(f"model.layers[{number}].{held.attribute}", held)
    return lines


def _after(target: str, held: Held) -> list[str]:
    if held.spec is None:
        function = "onesLike" if held.value else "zerosLike"
        missing = "scale" if held.value else "center"
        return [f"{target}.constraint = {{apply: (w) => tf.{function}(w)}}; // {missing}: false"]
    lines = []
    found = drawing(held.spec.initializer, held.spec.shape)
    if isinstance(found, Eye) and written_afterwards(found, held.spec.shape):
        times = f".mul({literal(found.gain, 'javascript')})" if found.gain != 1 else ""
        lines.append(f"{target}.write(tf.eye({', '.join(map(str, held.spec.shape))}){times});")
    if isinstance(held.spec.initializer, GivenFilters):
        lines.append(f"{target}.write(withFilters({target}.read(), {_filters(held.spec.initializer)}));")
    if isinstance(held.spec.constraint, FixedFilters):
        filters = _filters(held.spec.constraint)
        lines.append(f"{target}.constraint = {{apply: (w) => withFilters(w, {filters})}};")
    elif held.spec.constraint is not None and not held.own_constraint:
        lines.append(f"{target}.constraint = {literal(constraint(held.spec.constraint), 'javascript')};")
    return lines


def _filters(thing: GivenFilters | FixedFilters) -> str:
    return literal(dict(zip(thing.numbers, map(whole, thing.values), strict=True)), "javascript")


def _is_constrained(held: Held) -> bool:
    return held.spec is None or held.spec.constraint is not None


def _lines(text: str) -> list[str]:
    return text.strip("\n").split("\n")
