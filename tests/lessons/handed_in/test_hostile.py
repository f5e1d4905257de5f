"""Hand-ins by the hundred that are damaged, foreign or forged: a sentence each, and the others are read."""

from __future__ import annotations

import csv
import io
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets.lessons.handed_in.reading import read_hand_ins
from mlwidgets.lessons.handed_in.spread import spread_page
from mlwidgets.lessons.handed_in.table import answers_csv
from mlwidgets.lessons.progress import Progress
from mlwidgets.lessons.report import report
from mlwidgets.lessons.shelf import shipped_lessons
from tests.interchange.saved.mutations import ODD, changed, places
from tests.lessons.handed_in.hand_ins import done, hand_in, with_answer
from tests.lessons.handed_in.pages_read import assert_harmless

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LESSONS = shipped_lessons()
ROUNDS = 100


def cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def one_byte(chance: random.Random, content: bytes) -> bytes:
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]


def noise(chance: random.Random, content: bytes) -> bytes:
    return chance.choice([b"", b"PK\3\4", b"%PDF-1.7", b"<html>", content[:200]]) + chance.randbytes(300)


def odd_value(chance: random.Random, _: bytes) -> bytes:
    plain = json.loads(done(chance.randrange(100), LESSONS[:2]).to_json())
    path = chance.choice(list(places(plain)))
    return hand_in(json.dumps(changed(plain, path, chance.choice((*ODD, ...)))))


def odd_text(chance: random.Random, _: bytes) -> bytes:
    text = done(chance.randrange(100), LESSONS[:1]).to_json()
    at = chance.randrange(len(text))
    bad = chance.choice(["\0", "{", "]", '"', "NaN", "1e999", "9" * 5000, "\\ud800", "<script>", ""])
    return hand_in(text[:at] + bad + text[at + chance.randrange(3) :])


def huge(chance: random.Random, _: bytes) -> bytes:
    letters = "x" * chance.choice([999_000, 3_000_000, 10_000_000])
    progress = json.loads(done(1, LESSONS[:1]).to_json())
    (lesson,) = progress["lessons"].values()
    record = next(iter(lesson["tasks"].values()))
    record[chance.choice(["answer", "why"])] = letters
    return hand_in(chance.choice([letters, json.dumps(progress)]))


WAYS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    cut, one_byte, noise, odd_value, odd_text, huge
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_whatever_is_handed_in_the_others_are_gathered(way: Any, tmp_path: Path) -> None:  # noqa: ANN401
    chance = random.Random(way.__name__)  # noqa: S311 - no secret
    honest = hand_in(done(9, LESSONS[:2]))
    (tmp_path / "honest.mlw").write_bytes(honest)
    count = 12 if way is huge else ROUNDS
    for number in range(count):
        (tmp_path / f"odd-{number:03d}.mlw").write_bytes(way(chance, honest))
    told = read_hand_ins(sorted(tmp_path.iterdir()), LESSONS)
    assert len(told.found) + len(told.refused) == count + 1
    if way in (cut, noise, huge):
        assert len(told.found) == 1
    by_name = {one.file: one for one in told.found}
    assert sum(one.solved is True for one in by_name["honest.mlw"].results) > 5
    for file, reason in told.refused:
        assert file.startswith("odd-")
        assert 20 < len(reason) < 700
        assert reason.endswith((".", "?"))
        assert "Traceback" not in reason
    assert_harmless(spread_page(told))
    assert answers_csv(told).count("\n") > 1


@pytest.mark.parametrize("seed", range(20))
def test_forged_verdicts_are_told_and_count_for_nothing(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    forged = done(seed, LESSONS[:3], right=False)
    lies = 0
    for lesson in LESSONS[:3]:
        for task in lesson.tasks:
            if chance.random() < 0.5:
                lies += 1
                forged = with_answer(
                    forged, lesson.name, task.name, solved=True, tries=1, why="<b>Right.</b>",
                    evidence={"solved": True, "holds": True, task.kind: {"value": 1}},
                )  # fmt: skip
    (tmp_path / "forged.mlw").write_bytes(hand_in(forged))
    told = read_hand_ins([tmp_path / "forged.mlw"], LESSONS)
    assert not any(one.solved for one in told.found[0].results)
    sentences = [said for _, said in told.remarks]
    assert len(sentences) == lies > 0
    assert all("its answer does not solve it" in said for said in sentences)
    assert "✓" not in spread_page(told)
    rows = csv.DictReader(io.StringIO(answers_csv(told)))
    assert {row["solved"] for row in rows} <= {"", "0"}
    assert "✓" not in report(forged, LESSONS)


def test_numbers_that_were_chosen_are_told(tmp_path: Path) -> None:
    lesson = next(one for one in LESSONS if any(task.kind == "compute" for task in one.tasks))
    task = next(task for task in lesson.tasks if task.kind == "compute")
    honest = done(5, [lesson])
    chosen = with_answer(honest, lesson.name, task.name, answer_seed=7, answer=task.model_answer(7, None))  # type: ignore[arg-type]
    again = with_answer(honest, lesson.name, task.name, draws=10**6, answer_seed=7)
    for name, progress in {"chosen": chosen, "honest": honest, "often": again}.items():
        (tmp_path / f"{name}.mlw").write_bytes(hand_in(progress))
    told = read_hand_ins(sorted(tmp_path.iterdir()), LESSONS)
    said = [file for file, sentence in told.remarks if "not drawn from its own seed" in sentence]
    assert said == ["chosen.mlw", "often.mlw"]
    assert f"{lesson.name}/{task.name}" in next(said for _, said in told.remarks)


def test_copies_and_unknown_lessons_are_told(tmp_path: Path) -> None:
    (tmp_path / "ada.mlw").write_bytes(hand_in(done(1, LESSONS[:1])))
    (tmp_path / "bob.mlw").write_bytes(hand_in(done(1, LESSONS[:1])))
    (tmp_path / "cem.mlw").write_bytes(hand_in(Progress.begin(2).with_step("<b>mine\x1b</b>", 0)))
    told = read_hand_ins(sorted(tmp_path.iterdir()), LESSONS)
    assert [file for file, _ in told.remarks] == ["cem.mlw", "bob.mlw"]
    assert "\x1b" not in told.remarks[0][1]
    assert "those of ada.mlw" in told.remarks[1][1]
    assert_harmless(spread_page(told))
