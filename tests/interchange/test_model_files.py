"""Files of models by what is in them: whole, in a zip, one by one; and zips of which nothing is believed."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from mlwidgets.engine import Sequential
from mlwidgets.engine.layers import Dense, Input
from mlwidgets.errors import DataError
from mlwidgets.interchange.model_files import WRITERS, Parcel
from mlwidgets.interchange.tfjs import tfjs_files


def small() -> Sequential:
    return Sequential([Input((2,)), Dense(3, "tanh")], seed=4)


def zipped(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


@pytest.mark.parametrize("key", WRITERS)
def test_what_is_written_opens_under_any_name(key: str) -> None:
    model = small()
    writer = WRITERS[key]
    assert writer.write(model) == writer.write(small())  # the same model, the same bytes
    opened = Parcel().add(f"a copy (2){writer.ending}", writer.write(model))
    assert opened is not None
    assert np.allclose(opened.model.predict([[1, 2]]), model.predict([[1, 2]]), atol=1e-6)


def test_a_zip_with_a_folder_in_it() -> None:
    inside = {f"web/model/{name}": data for name, data in tfjs_files(small()).items()}
    opened = Parcel().add("web.zip", zipped({**inside, "web/index.html": b"<p>", "__MACOSX/x": b""}))
    assert opened is not None
    assert opened.model.count_params() == 9


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"../evil.bin": b"1"}, "leads out of the archive"),
        ({"/evil.bin": b"1"}, "leads out of the archive"),
        ({"bomb.bin": bytes(30 * 2**20)}, "zip bomb"),
        ({"again/model.json": b"{}"}, "needs one model.json"),
    ],
)
def test_bad_zips(more: dict[str, bytes], sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        Parcel().add("model.zip", zipped({**tfjs_files(small()), **more}))


def test_what_is_no_model() -> None:
    parcel = Parcel()
    for name, content, sentence in (
        ("holiday.zip", zipped({"a.png": b""}), "neither model.json"),
        ("notes.txt", b"hello", "not a model file"),
        ("old.h5", b"\x89HDF", "not a model file"),
        ("a.json", b"nothing", "not valid JSON"),
    ):
        with pytest.raises(DataError, match=sentence):
            parcel.add(name, content)
        assert parcel.missing == ()


def test_parts_come_in_any_order_and_a_bad_one_starts_anew() -> None:
    files = tfjs_files(small())
    (shard,) = (name for name in files if name != "model.json")
    parcel = Parcel()
    assert parcel.add(shard, files[shard][:-4]) is None
    assert list(parcel.missing) == ["model.json"]
    with pytest.raises(DataError, match="hold 32 bytes together"):
        parcel.add("model.json", files["model.json"])
    assert list(parcel.missing) == []
    assert parcel.add("model (1).json", files["model.json"]) is None
    assert list(parcel.missing) == [shard]
    assert parcel.add(shard, files[shard]) is not None
    assert list(parcel.missing) == []
