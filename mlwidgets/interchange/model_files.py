"""Files of models, whichever library's: written by a key, and opened by what is in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mlwidgets.data.archives import ArchiveLimits, member_bytes, open_zip, safe_members, zip_bytes
from mlwidgets.errors import DataError
from mlwidgets.interchange.formats.plain_json import read_json
from mlwidgets.interchange.keras import keras_bytes, keras_remarks, model_from_bytes
from mlwidgets.interchange.keras.naming import CONFIG
from mlwidgets.interchange.onnx import onnx_bytes, open_onnx
from mlwidgets.interchange.tfjs import model_from_files, tfjs_files, tfjs_remarks
from mlwidgets.interchange.tfjs.manifest import Manifest
from mlwidgets.interchange.tfjs.writing import MODEL_FILE
from mlwidgets.language import _
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlwidgets.engine import Sequential

LIMITS = ArchiveLimits(members=2000, total=2**30)
"""A model in a zip: its shards have 4 MB each."""


@dataclass(frozen=True)
class Writer:
    """What writes a model into one file.

    Attributes
    ----------
    ending : str
        How the file's name ends.
    write : callable
        Takes a model, returns the file's content.
    remarks : callable
        Takes a model, returns what has to be said about its file.
    """

    ending: str
    write: Callable[[Sequential], bytes]
    remarks: Callable[[Sequential], tuple[str, ...]]


def tfjs_zip(model: Sequential) -> bytes:
    """Return the files of TensorFlow.js in one zip."""
    return zip_bytes(tfjs_files(model))


def _nothing(_model: Sequential) -> tuple[str, ...]:
    return ()


WRITERS: Mapping[str, Writer] = {
    "tfjs": Writer("-tfjs.zip", tfjs_zip, tfjs_remarks),
    "keras": Writer(".keras", keras_bytes, keras_remarks),
    "onnx": Writer(".onnx", onnx_bytes, _nothing),
}
"""By the key of each library."""


@dataclass(frozen=True)
class OpenedModel:
    """A model from a file.

    Attributes
    ----------
    model : Sequential
        The model.
    notes : tuple of str
        What is otherwise here than in the file, in a sentence each.
    """

    model: Sequential
    notes: tuple[str, ...] = ()


@dataclass
class Parcel:
    """Files of one model that arrive one by one: a `model.json` waits for the weight files that it names."""

    _waiting: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, content: bytes) -> OpenedModel | None:
        """Take one more file; return the model when it is complete.

        Parameters
        ----------
        name : str
            What the file is called. What it is, is told by its content.
        content : bytes
            A `.keras`, an `.onnx`, a zip with a model.json and its weights, a model.json, or one of its
            weight files.

        Raises
        ------
        DataError, ConfigurationError, ShapeError, MissingDependencyError
            It is none of these, damaged, or has something that mlwidgets does not have.
        """
        ending = PurePosixPath(name.lower()).suffix
        if content.startswith(b"PK") and ending != ".bin":
            self._waiting = {}
            return OpenedModel(_from_zip(content))
        if ending == ".json":
            plain = read_json(content, name)
            if "modelTopology" not in plain:
                raise DataError(
                    _(
                        "{name} has no modelTopology: it is not the {model_file} of a TensorFlow.js "
                        "model. Choose another."
                    ).format(name=name, model_file=MODEL_FILE)
                )
            self._waiting = {
                **{one: held for one, held in self._waiting.items() if one != MODEL_FILE},
                MODEL_FILE: content,
            }
            return self._complete()
        if ending == ".bin":
            self._waiting[name] = content
            return self._complete()
        if ending == ".onnx":
            self._waiting = {}
            opened = open_onnx(content)
            return OpenedModel(opened.model, opened.notes)
        raise DataError(
            _(
                "{name} is not a model file that mlwidgets knows. It opens .keras, .onnx, a zip with "
                "{model_file} and its weight files, or {model_file} and its .bin files one after "
                "another."
            ).format(name=shown(name), model_file=MODEL_FILE)
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the files that are still needed; empty if nothing waits."""
        if not self._waiting:
            return ()
        if MODEL_FILE not in self._waiting:
            return (MODEL_FILE,)
        plain = read_json(self._waiting[MODEL_FILE], MODEL_FILE)
        paths = Manifest.read(plain.get("weightsManifest"), PurePosixPath()).paths
        names = [PurePosixPath(path).name for path in paths]
        return tuple(name for name in names if name not in self._waiting)

    def _complete(self) -> OpenedModel | None:
        try:
            if self.missing:
                return None
            model = model_from_files(self._waiting)
        except Exception:
            self._waiting = {}
            raise
        self._waiting = {}
        return OpenedModel(model)


def _from_zip(content: bytes) -> Sequential:
    with open_zip(content) as archive:
        members = safe_members(archive, LIMITS)
        names = [PurePosixPath(member.filename).name for member in members]
        if CONFIG in [member.filename for member in members]:
            return model_from_bytes(content)
        if MODEL_FILE not in names:
            raise DataError(
                _(
                    "The zip has neither {model_file}, as a TensorFlow.js model, nor {config}, as a "
                    ".keras file. Pack {model_file} together with its weight files."
                ).format(model_file=MODEL_FILE, config=CONFIG)
            )
        return model_from_files({member.filename: member_bytes(archive, member) for member in members})
