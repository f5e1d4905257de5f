"""A model from the files of TensorFlow.js."""

from __future__ import annotations

import os
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from mlwidgets.errors import DataError
from mlwidgets.interchange.files import as_path, read_file
from mlwidgets.interchange.formats.build import built, compile_as_said
from mlwidgets.interchange.formats.fields import as_mapping, get
from mlwidgets.interchange.formats.format import TFJS
from mlwidgets.interchange.formats.plain_json import MOST_BYTES, read_json
from mlwidgets.interchange.formats.reading import read_stack
from mlwidgets.interchange.tfjs.manifest import Manifest
from mlwidgets.interchange.tfjs.training import read_training
from mlwidgets.interchange.tfjs.writing import MODEL_FILE
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine import Sequential


LARGEST_SHARD = 2**30
"""Bytes; TensorFlow.js' own have 4 MB."""


def model_from_files(files: Mapping[str, bytes]) -> Sequential:
    """Return the model that files in TensorFlow.js' layers format hold.

    Read are models of one layer after another, saved by TensorFlow.js (`model.save`), by its converter from
    Keras, or by `tfjs_files`; also with weights that were quantized, which are turned back into float32.

    Parameters
    ----------
    files : mapping of str to bytes
        "model.json" and its shards by name. Folders in front of the names do not matter.

    Returns
    -------
    Sequential
        Built, with the weights; compiled if the file says how it was trained and the engine has that.

    Raises
    ------
    DataError, ConfigurationError, ShapeError
        A file is missing or damaged, or the model has a layer or a setting that mlwidgets does not have.
    """
    name, plain = _model_file(files)
    if plain.get("format") == "graph-model":
        raise DataError(
            _(
                "{name} holds a graph of operations, not layers. Convert the model again with "
                "--output_format=tfjs_layers_model."
            ).format(name=name)
        )
    topology = as_mapping(get(plain, "modelTopology", name), "modelTopology")
    wrapped = topology.get("model_config")
    manifest = Manifest.read(plain.get("weightsManifest"), PurePosixPath(name).parent)
    stack = read_stack(topology if wrapped is None else wrapped, TFJS, manifest.shapes)
    arrays = manifest.arrays_of(stack.layers, files)
    model = built(stack, arrays)
    compile_as_said(model, read_training(plain.get("trainingConfig", topology.get("training_config"))))
    return model


def load_tfjs(folder: str | os.PathLike[str]) -> Sequential:
    """Return the model whose `model.json` and shards lie in a folder; see `model_from_files`.

    Raises
    ------
    DataError
        There is no model.json; or see `model_from_files`.
    """
    home = as_path(folder)
    # os.path says no where pathlib raises: of a name that is too long.
    at = home / MODEL_FILE if os.path.isdir(home) else home  # noqa: PTH112
    if not os.path.isfile(at):  # noqa: PTH113
        raise DataError(
            _("There is no {model_file} in {home}. Give the folder that holds it.").format(
                model_file=MODEL_FILE, home=shown(str(home))
            )
        )
    raw = read_file(at, most=MOST_BYTES)
    manifest = Manifest.read(read_json(raw, at.name).get("weightsManifest"), PurePosixPath())
    shards = {path: at.parent / path for path in manifest.paths}
    there = {path: place for path, place in shards.items() if place.is_file()}
    return model_from_files(
        {
            MODEL_FILE: raw,
            **{path: read_file(place, most=LARGEST_SHARD) for path, place in there.items()},
        }
    )


def _model_file(files: Mapping[str, bytes]) -> tuple[str, dict[str, Any]]:
    """Return the one file that describes the model, whatever it is called."""
    names = [name for name in files if PurePosixPath(name).name == MODEL_FILE]
    names = names or [name for name in files if name.lower().endswith(".json")]
    if len(names) != 1:
        got = shown(", ".join(sorted(files)) or str(_("no files")), 200)
        raise DataError(
            _(
                "A TensorFlow.js model needs one {model_file} together with its weight files; got {got}."
            ).format(model_file=MODEL_FILE, got=got)
        )
    return names[0], read_json(files[names[0]], PurePosixPath(names[0]).name)
