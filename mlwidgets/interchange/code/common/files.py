"""The files beside a program: the data, and the weights to start from."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.engine.checks import check_finite, checked_examples, checked_targets
from mlwidgets.errors import ShapeError
from mlwidgets.interchange.code.common.programs import LANGUAGE, LANGUAGES
from mlwidgets.interchange.code.tfjs.layers import tfjs_weights
from mlwidgets.interchange.code.torch.layers import torch_weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from mlwidgets.engine.arrays import AnyArray, Array
    from mlwidgets.interchange.code.common.description import ModelDescription

BYTE = 255


def data_file(
    description: ModelDescription,
    parts: Mapping[str, tuple[npt.ArrayLike, npt.ArrayLike]],
    *,
    language: str,
) -> bytes:
    """Return the contents of data.npz, or of data.json for TensorFlow.js.

    Parameters
    ----------
    description : ModelDescription
        Its `divisor`, `features` and loss say in which form the numbers are needed.
    parts : mapping of str to (array, array)
        Examples and targets of "train", of "validation" where the program measures on those, and of "test".
        Examples as the data set holds them: points where there are features, else what the network takes,
        shape (n, …). Targets as the loss takes them.
    language : str
        Of the program that will read it.

    Raises
    ------
    DataError, ShapeError
        Examples or targets do not fit the network.

    Notes
    -----
    With a divisor of 255 pictures are stored as whole numbers. Targets have the shape of the network's
    output, or are class numbers `(n,)`.
    """
    arrays: dict[str, AnyArray] = {}
    for part, (x, y) in parts.items():
        examples = checked_examples(x, (2,) if description.features else tuple(description.input_shape))
        check_finite(examples, f"{part} examples")
        arrays[f"x_{part}"] = _examples(examples, description.divisor)
        arrays[f"y_{part}"] = _targets(checked_targets(y, examples), description)
    if _in_json(language):
        return _json({name: _tensor(array) for name, array in arrays.items()})
    return _npz(arrays)


def weights_file(description: ModelDescription, weights: Sequence[Array], *, language: str) -> bytes:
    """Return the contents of weights.npz, or of weights.json for TensorFlow.js.

    Parameters
    ----------
    description : ModelDescription
        The network.
    weights : sequence of ndarray
        All its weights, as `Sequential.get_weights` gives them.
    language : str
        Of the program that will read it: PyTorch has names, axes and an order of its own.

    Raises
    ------
    ShapeError
        The weights are not those of this network.
    """
    named = _named(description, weights)
    if _in_json(language):
        layers = [[_tensor(array) for array in arrays] for arrays in tfjs_weights(description, named)]
        return _json(layers)
    if language == "pytorch":
        return _npz(torch_weights(description, named))
    return _npz(
        {
            f"{placed.number:02d}_{placed.layer.default_name}_{name}": array
            for placed, arrays in zip(description.stack, named, strict=True)
            for name, array in arrays.items()
        }
    )


def suitable_divisor(x: npt.ArrayLike) -> float:
    """Return 255 for pictures whose pixels are whole numbers divided by 255, and 1 for everything else.

    Examples
    --------
    >>> suitable_divisor([[0.0, 0.2, 1.0]]), suitable_divisor([[0.0, 0.21]])
    (255.0, 1.0)
    """
    values = np.asarray(x, dtype=np.float32)
    if not values.size or values.min() < 0 or values.max() > 1 or np.array_equal(values, np.rint(values)):
        return 1.0
    back = np.rint(values * BYTE).astype(np.float32) / np.float32(BYTE)
    return float(BYTE) if np.array_equal(back, values) else 1.0


def _in_json(language: str) -> bool:
    return LANGUAGES[LANGUAGE.check(language)].data.endswith(".json")


def _examples(x: AnyArray, divisor: float) -> AnyArray:
    if divisor == 1:
        return x.astype(np.float32)
    multiplied = x.astype(np.float64) * divisor
    whole = np.rint(multiplied)
    if whole.min() >= 0 and whole.max() <= BYTE and np.abs(whole - multiplied).max() < 1e-3:  # noqa: PLR2004 - rounding
        return whole.astype(np.uint8)
    return multiplied.astype(np.float32)


def _targets(y: AnyArray, description: ModelDescription) -> AnyArray:
    prepared = description.engine_loss.prepare(y, description.output_shape, np.float32)
    if description.sparse:
        return prepared.astype(np.int64)
    return y.astype(np.float32).reshape(-1, *description.output_shape)


def _named(description: ModelDescription, weights: Sequence[Array]) -> list[dict[str, Array]]:
    """Return the weights by layer and name."""
    specs = [placed.specs for placed in description.stack]
    wanted = [spec.shape for layer in specs for spec in layer.values()]
    got = [np.shape(array) for array in weights]
    if wanted != got:
        raise ShapeError(
            f"The network has weights of the shapes {wanted}; got {got}. Give those of the same network."
        )
    arrays = iter(weights)
    return [{name: np.asarray(next(arrays), np.float32) for name in layer} for layer in specs]


def _npz(arrays: dict[str, AnyArray]) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def _tensor(array: AnyArray) -> dict[str, Any]:
    flat = array.ravel()
    if flat.dtype.kind == "f" and np.array_equal(flat, np.rint(flat)):
        flat = flat.astype(np.int64)
    # As text and back: only as many digits as tell a float32 from its neighbours.
    values = flat.tolist() if flat.dtype.kind in "iu" else [float(text) for text in flat.astype(str)]
    return {"shape": list(array.shape), "values": values}


def _json(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()
