"""The form of a run file: what is wrong with one is said in a sentence, whatever it is."""

from __future__ import annotations

import hashlib
import io
import json
import tracemalloc
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mlwidgets.data import load
from mlwidgets.errors import DataError, MLWidgetsError
from mlwidgets.interchange.saved import archive
from mlwidgets.interchange.saved.arrays import read_npz, write_npz
from mlwidgets.interchange.saved.form import read_run, write_run
from mlwidgets.session import Experiment
from tests.interchange.saved.mutations import files_of, odd_array, odd_json, resealed, with_json

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS = 60
MUTATIONS, SEED = 150, 1
TOYS = b"size,weight,toy\n" + b"".join(
    b"%d,%d,%s\n" % (n, n % 7, b"car" if n % 3 else b"house") for n in range(40)
)


def saved(dataset: str, updates: int = 25, **settings: Any) -> bytes:  # noqa: ANN401 - traits
    experiment = Experiment(load(dataset), **settings)
    experiment.step_updates(updates)
    assert experiment.wait(SECONDS)
    experiment.learning_rate = 0.002
    experiment.step_updates(5)
    assert experiment.wait(SECONDS)
    content = experiment.to_bytes()
    experiment.close()
    return content


@pytest.fixture(scope="module")
def run() -> bytes:
    """Return a run on points, with moments and a change of settings."""
    return saved("circle")


@pytest.fixture(scope="module")
def toys() -> bytes:
    """Return a run on a table that is in the file."""
    experiment = Experiment(load("circle"))
    experiment.data_draft.open_file("toys.csv", TOYS)
    experiment.step_updates(3)
    assert experiment.wait(SECONDS)
    content = experiment.to_bytes(data=True)
    experiment.close()
    return content


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Nothing that a file holds may make NumPy complain."""
    with np.errstate(all="raise"):
        yield


def refused(content: bytes) -> str:
    """Return why a file is refused."""
    with pytest.raises(DataError) as caught:
        read_run(content)
    return str(caught.value)


# ---- the whole ----


def test_what_is_read_is_what_was_written(run: bytes) -> None:
    assert write_run(read_run(run)) == run


def test_it_is_a_zip_of_json_and_npz_that_numpy_reads_without_a_pickle(run: bytes) -> None:
    files = files_of(run)
    assert sorted(files) == ["history.npz", "moments.npz", "present.npz", "run.json"]
    plain = json.loads(files["run.json"])
    assert (plain["format"], plain["version"], plain["data"]["name"]) == ("mlwidgets run", 1, "circle")
    with np.load(io.BytesIO(files["present.npz"]), allow_pickle=False) as arrays:
        assert arrays["weights"].dtype == np.float32


def test_any_byte_that_is_not_what_it_was_is_noticed(run: bytes) -> None:
    rng = np.random.default_rng(0)
    for _ in range(1500):
        damaged = bytearray(run)
        damaged[rng.integers(len(run))] ^= int(rng.integers(1, 256))
        assert refused(bytes(damaged)).endswith((".", "…"))
    for at in {*range(100), *rng.integers(0, len(run), 200).tolist(), len(run) - 1}:
        assert refused(run[:at])
        assert refused(run + b"x" * (at + 1))


def test_foreign_files_are_named_as_such() -> None:
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as made:
        made.writestr("a.txt", "hello")
    for content in (b"", b"PK", b"\x89PNG\r\n", other.getvalue(), b"{}", b"x" * 10_000):
        assert "is not a run saved by mlwidgets" in refused(content)


def test_a_cut_file_is_called_cut(run: bytes) -> None:
    assert refused(run[:-1]) == "The run file is cut off or damaged at its end. Copy or download it again."


def test_a_newer_form_asks_for_a_newer_mlwidgets(run: bytes) -> None:
    plain = json.loads(files_of(run)["run.json"])
    assert "saved by a newer mlwidgets (form 2" in refused(
        with_json(run, "run.json", {**plain, "version": 2})
    )
    for version in (0, -1, None, "1", 1.0, True, [1]):
        assert "version of run.json" in refused(with_json(run, "run.json", {**plain, "version": version}))
    assert "format of run.json" in refused(with_json(run, "run.json", {**plain, "format": "other"}))


# ---- the zip ----


def zipped(files: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return files as a zip with a right seal, made by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as made:
        made.comment = archive._SEAL + b"0" * 64
        for name, content in files.items():
            made.writestr(name, content)
    content = out.getvalue()[:-64]
    return content + hashlib.sha256(content).hexdigest().encode()


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "C:\\evil", "a/../../b", "evil.py", "run.json/x"])
def test_names_that_do_not_belong_there_are_refused(run: bytes, name: str) -> None:
    assert refused(zipped({**files_of(run), name: b"x"}))


def test_a_file_twice_is_refused(run: bytes) -> None:
    files = files_of(run)
    out = io.BytesIO(zipped(files)[:-64])
    with zipfile.ZipFile(out, "a") as made, pytest.warns(UserWarning, match="Duplicate name"):
        made.writestr("run.json", b"{}")
    assert refused(out.getvalue())


def test_a_bomb_is_refused_before_it_is_unpacked(run: bytes) -> None:
    zeros = bytes(60 * 2**20)
    bombs = [
        zipped({**files_of(run), "moments.npz": zeros}),
        zipped({**files_of(run), "run.json": b"[" + b" " * (60 * 2**20) + b"]"}),
    ]
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("weights.npy", zeros)
    bombs.append(zipped({**files_of(run), "present.npz": inner.getvalue()}))
    del zeros
    tracemalloc.start()
    for bomb in bombs:
        assert refused(bomb)
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()


@pytest.mark.parametrize(
    "text",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a": NaN}', b'{"a": Infinity}', b'{"a": 1e999}',
        b"[" * 100_000, b'{"a":' * 50_000, b"1" * 5000, b'{"a": ' + b"[" * 40 + b"]" * 40 + b"}",
    ],
)  # fmt: skip
def test_json_that_is_none_is_refused(run: bytes, text: bytes) -> None:
    assert "run.json" in refused(resealed({**files_of(run), "run.json": text}))


HEADERS = (
    "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 1000), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (9999999999, 9999999999, 9999999999), }",
    "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
    "{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }",
    "{'descr': '<f8', 'fortran_order': True, 'shape': (1, 1), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': " + "(" * 5000 + ")" * 5000 + ", }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (__import__('os').getpid(),), }",
    "{'descr': '<m8', 'fortran_order': False, 'shape': (1,), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 0, 0, 0, 0, 0, 0, 0, 0, 0), }",
    "",
)


@pytest.mark.parametrize("header", HEADERS)
def test_forged_headers_of_arrays_are_refused(header: str) -> None:
    text = header.encode() + b"\n"
    forged = b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + bytes(8)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("weights.npy", forged)
    with pytest.raises(DataError, match=r"weights.npy"):
        read_npz(out.getvalue())


def test_arrays_come_back_as_they_were() -> None:
    arrays: dict[str, Any] = {
        "a": np.arange(6, dtype=np.float32).reshape(2, 3),
        "b": np.array([], np.int64),
        "c": np.array([[True]]),
        "d": np.array(["2020-01-01", "NaT"], "datetime64[s]"),
        "e": np.zeros((2, 0, 3)),
        "f": np.arange(4, dtype=">i4"),
    }
    for compressed in (False, True):
        found = read_npz(write_npz(arrays, compressed=compressed))
        assert list(found) == list(arrays)
        for name, array in arrays.items():
            assert np.array_equal(found[name], array, equal_nan=name != "c")
            assert found[name].shape == array.shape
    with pytest.raises(ValueError, match="pickle"):
        write_npz({"a": np.array([{}])})


# ---- what is in it ----


def opened(content: bytes) -> str:
    """Open a file and train on; return why it is refused, empty if it is not."""
    try:
        experiment = Experiment.from_bytes(content)
    except MLWidgetsError as error:
        return str(error)
    try:
        experiment.step_updates(2)
        assert experiment.wait(SECONDS)
        experiment.go_to(experiment.timeline.first)
        assert experiment.wait(SECONDS)
        assert "fault in mlwidgets" not in experiment.error, experiment.error
    except MLWidgetsError:
        pass
    finally:
        experiment.close()
    return ""


def test_thousands_of_odd_values_end_in_a_sentence_or_in_a_run(run: bytes, toys: bytes) -> None:
    rng = np.random.default_rng(SEED)
    reasons = set()
    for at in range(MUTATIONS):
        content = (run, toys)[at % 2]
        if at % 3 == 0:
            content = odd_array(content, rng)
        elif at % 2 and at % 5 == 0:
            content = odd_json(content, rng, "data.json")
        else:
            content = odd_json(content, rng)
        try:
            reasons.add(str(read_run(content))[:40])
        except MLWidgetsError as error:
            reasons.add(str(error)[:40])
            continue
        reasons.add(opened(content)[:40])
    assert len(reasons) > 20


def forged(content: bytes, name: str, **arrays: Any) -> bytes:  # noqa: ANN401 - arrays, or functions of them
    """Return a file with other arrays, each made of what was there."""
    files = files_of(content)
    found = {one: array.copy() for one, array in read_npz(files[name]).items()}
    for one, make in arrays.items():
        found[one] = make(found[one])
    return resealed({**files, name: write_npz(found)})


def test_wrong_shapes_and_numbers_are_refused_with_the_reason(run: bytes) -> None:
    def with_nan(array: Any) -> Any:  # noqa: ANN401 - an array
        array.flat[0] = np.nan
        return array

    assert "not finite" in opened(forged(run, "present.npz", weights=with_nan))
    assert "not finite" in opened(forged(run, "moments.npz", memory_0=with_nan))
    assert "not finite" in opened(forged(run, "history.npz", batches=with_nan))
    assert "weights in float32; the model of this run has" in opened(
        forged(run, "present.npz", weights=lambda one: one[:, :-1])
    )
    assert "memory of Adam" in opened(forged(run, "present.npz", memory_0=lambda one: one[:, :-1]))
    assert "memory_0 in present.npz" in opened(
        forged(run, "present.npz", weights=lambda one: one.astype(np.float64))
    )


def test_other_data_than_the_hash_says_are_refused(run: bytes) -> None:
    plain = json.loads(files_of(run)["run.json"])
    plain["settings"]["dataset"] = {"name": "circle", "seed": 5}
    assert "not the one that this run has learned from" in opened(with_json(run, "run.json", plain))
    plain["data"]["sha256"] = "0" * 63
    assert "64 hexadecimal digits" in opened(with_json(run, "run.json", plain))
