"""A model from a file of Keras 3."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mlwidgets.data.archives import ArchiveLimits, member_bytes, open_zip, safe_members
from mlwidgets.errors import DataError
from mlwidgets.interchange.files import read_file
from mlwidgets.interchange.formats.build import built, compile_as_said
from mlwidgets.interchange.formats.format import KERAS
from mlwidgets.interchange.formats.plain_json import read_json
from mlwidgets.interchange.formats.reading import read_stack
from mlwidgets.interchange.keras.naming import CONFIG, METADATA, WEIGHTS, group_name
from mlwidgets.interchange.keras.training import read_training
from mlwidgets.interchange.keras.weights import arrays_of
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    import os

    from mlwidgets.engine import Sequential

LIMITS = ArchiveLimits(members=1000, total=2**30)
"""Keras packs three files, without compression."""


def model_from_bytes(raw: bytes) -> Sequential:
    """Return the model that the contents of a `.keras` file (v3) hold.

    Read are models of one layer after another: a Sequential, or a functional model with one input and one
    output.

    Returns
    -------
    Sequential
        Built, with the weights; compiled if the file is and the engine has loss and optimizer.

    Raises
    ------
    MissingDependencyError
        h5py is not installed; Keras itself is not needed.
    DataError, ConfigurationError, ShapeError
        The file is damaged or of another kind, or the model has a layer or a setting that mlwidgets does not
        have.
    """
    files = _unpacked(raw)
    version = read_json(files[METADATA], METADATA).get("keras_version")
    if not isinstance(version, str) or not version.startswith("3."):
        raise DataError(
            _(
                "The file is of Keras {version}; mlwidgets reads those of Keras 3. Open it in Keras "
                "3 and save it again."
            ).format(version=shown(version))
        )
    config = read_json(files[CONFIG], CONFIG)
    stack = read_stack(config, KERAS)
    taken: Counter[str] = Counter()
    groups = {group_name(layer.class_name, taken): layer.weights for layer in stack.layers}
    model = built(stack, arrays_of(files[WEIGHTS], groups))
    compile_as_said(model, read_training(config.get("compile_config")))
    return model


def load_keras(path: str | os.PathLike[str]) -> Sequential:
    """Return the model of a `.keras` file; see `model_from_bytes`.

    Raises
    ------
    DataError
        There is no such file; or see `model_from_bytes`.
    """
    return model_from_bytes(read_file(path, most=LIMITS.total))


def _unpacked(raw: bytes) -> dict[str, bytes]:
    """Return the three files, after a look at what the archive claims to hold."""
    with open_zip(raw) as archive:
        members = {member.filename: member for member in safe_members(archive, LIMITS)}
        for name in (METADATA, CONFIG, WEIGHTS):
            if name not in members:
                raise DataError(
                    _(
                        "The archive has no {name}: it is not a .keras file of Keras 3. Save the "
                        'model with model.save("model.keras").'
                    ).format(name=name)
                )
        return {name: member_bytes(archive, members[name]) for name in (METADATA, CONFIG, WEIGHTS)}
