"""Takes the pictures of ``docs/lessons/misconceptions.md``: ``make misconceptions``.

Each shows a lesson at the step that refutes a misconception: somebody has given the answer that states it,
has done what the text asks for, and reads the reply beside the numbers of the lab.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import expect, sync_playwright

from mlwidgets import lessons
from mlwidgets.lessons.progress import Progress
from mlwidgets.lessons.tasks.choose import Choose
from mlwidgets.lessons.tasks.common import shuffled
from mlwidgets.lessons.tasks.predict import Predict
from tests.browser.hands import Mouse
from tests.browser.harness import Visit, launch_chromium
from tests.browser.lesson_actions import TRAINING
from tests.browser.lesson_walk import Learner, page_of
from tests.browser.server import ROOT, VoilaServer, write_notebook

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, ViewportSize

    from tests.browser.lesson_actions import Bench

PICTURES = ROOT / "docs" / "lessons" / "pictures"
SEED = 7
WINDOW: ViewportSize = {"width": 1280, "height": 720}
WIDTH = 1024  # pixels of a picture: about as wide as a page of text is shown
MOST_BYTES = 60_000


def _nothing(_: Bench) -> None:
    """Do nothing but what the task's model answer does."""


@dataclass(frozen=True)
class Refutation:
    """Where a misconception is refuted.

    Attributes
    ----------
    picture : str
        Its file's name, without the ending.
    lesson : str
        The lesson's name.
    step : str
        The title of its step.
    belief : int or str
        The answer that states the misconception: its place in the lesson's file, or what is typed.
    look : callable
        Does in the lab what the step's text asks for.
    """

    picture: str
    lesson: str
    step: str
    belief: int | str
    look: Callable[[Bench], None] = _nothing


def _sobel_flipped(bench: Bench) -> None:
    bench.hands.pick(bench.menu("Kernel"), "Sobel x")
    bench.unfold("More settings")
    bench.hands.pick(bench.menu("Operation"), "Convolution (rotated kernel)")
    bench.unfold("Show the code")
    bench.hands.pick(bench.menu("Language"), "Keras")
    bench.lab.get_by_text("kernel[::-1, ::-1]").scroll_into_view_if_needed()


def _run(bench: Bench) -> None:
    bench.hands.press(bench.button("Run"))
    bench.comes_to(100)  # as many as the steps here are set up with


def _wrong_label(bench: Bench) -> None:
    _run(bench)
    bench.hands.turn_to(bench.lab.get_by_role("tab", name="Your examples"))
    bench.hands.select(bench.lab.locator(".mlw-lens-rows [role=option]"), 0)
    label = bench.lab.get_by_label("What if its label were", exact=True)
    bench.hands.pick(label, label.locator("option:not(:checked)").last.inner_text())
    expect(bench.button("Train with this label")).to_be_visible()


def _eight_times_as_sure(bench: Bench) -> None:
    bench.hands.turn_to(bench.lab.get_by_role("tab", name="Your examples"))
    bench.hands.pick(bench.menu("Examples"), "validation")
    slider = bench.lab.get_by_role("slider", name=re.compile("^Loss is not accuracy"))
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("^8 times"))


def _adams_cards(bench: Bench) -> None:
    bench.hands.turn_to(bench.lab.get_by_role("tab", name="Step by step"))
    bench.hands.pick(bench.menu("Look at"), "a batch")
    bench.hands.pick(bench.menu("Optimizer"), "Adam")
    bench.visit.comes_to_rest()
    bench.hands.press(bench.button("Steepest"))
    expect(bench.lab.get_by_text("g = −0.1242").last).to_be_visible()
    bench.lab.locator(".mlw-step-card").last.scroll_into_view_if_needed()


def _diverges(bench: Bench) -> None:
    bench.hands.press(bench.button("Diverges"))
    _play(bench)


def _two_minima(bench: Bench) -> None:
    bench.hands.pick(bench.menu("Curve"), "Two minima")
    bench.hands.press(bench.button("Good"))
    _play(bench)


def _play(bench: Bench) -> None:
    """Let the ball roll until it has come to its last step."""
    bench.hands.press(bench.button("Play"))
    expect(bench.button("Pause")).to_be_visible()
    expect(bench.button("Play")).to_be_visible(timeout=TRAINING)


def _one_epoch(bench: Bench) -> None:
    bench.hands.press(bench.button("Step epoch"))
    bench.comes_to(1)


def _open_the_test_set(bench: Bench) -> None:
    for _ in range(9):
        done, _ = bench.epochs()
        bench.hands.press(bench.button("Step epoch"))
        bench.comes_to(done + 1)
    bench.hands.press(bench.button("Open the test set"))


def _another_seed(bench: Bench) -> None:
    bench.hands.turn_to(bench.lab.get_by_role("tab", name="Prepare"))
    bench.hands.enter(bench.field("Seed"), "1")
    expect(bench.lab.get_by_text("4225").or_(bench.lab.get_by_text("4,225")).first).to_be_visible()


def _mistakes(bench: Bench) -> None:
    bench.hands.turn_to(bench.lab.get_by_role("tab", name="Mistakes"))
    bench.hands.press(bench.lab.locator(".mlw-confusion-cell[data-row='1'][data-column='0']"))


REFUTATIONS = (
    Refutation("convolution-flattens", "3-convolution", "A grid stays a grid", 1),
    Refutation("networks-flip", "3-convolution", "Do networks flip the kernel?", 1, _sobel_flipped),
    Refutation("hidden-is-secret", "4-neural-networks", "What is hidden?", 1, _run),
    Refutation("more-layers-help", "4-neural-networks", "Do more layers help?", 0),
    Refutation("bad-example-thrown-away", "5-loss", "Who pulls hardest?", 0, _wrong_label),
    Refutation("loss-is-accuracy", "5-loss", "The same answers, another loss", 1, _eight_times_as_sure),
    Refutation("lower-loss-higher-accuracy", "5-loss", "A lower loss, and fewer right answers", 0),
    Refutation("optimizer-computes-gradient", "6-optimizers", "Who computes the gradient?", 0, _adams_cards),
    Refutation("adam-needs-no-rate", "6-optimizers", "Does Adam need a learning rate?", 0),
    Refutation("larger-rate-is-faster", "7-gradient-descent", "Faster with longer steps?", 0, _diverges),
    Refutation("epoch-is-one-update", "8-training-and-testing", "What is an epoch?", "1", _one_epoch),
    Refutation(
        "local-minimum-is-lowest", "7-gradient-descent", "The bottom of which valley?", 0, _two_minima
    ),
    Refutation("tuning-on-the-test-set", "8-training-and-testing", "Open it once", 0, _open_the_test_set),
    Refutation("scaling-before-the-split", "2-data-sets", "Why not scale first?", 2, _another_seed),
    Refutation("softmax-is-certainty", "8-training-and-testing", "Sure, and wrong", 0, _mistakes),
    Refutation("training-accuracy-counts", "8-training-and-testing", "One hundred percent", 0),
)
"""The sixteen, in the order of the table."""


def main() -> None:
    """Take the pictures that are named, or all of them."""
    wanted = sys.argv[1:]
    chosen = [one for one in REFUTATIONS if not wanted or one.picture in wanted]
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = launch_chromium(playwright)
        server = VoilaServer(write_notebook(page_of(SEED), folder / "page.ipynb"), folder)
        try:
            for one in chosen:  # a page each: no step of a lesson finds what another one has left
                visit = Visit.start(browser, server)
                visit.page.set_viewport_size(WINDOW)
                _go_there(visit, one)
                print(_picture(visit.page, one))  # noqa: T201 - a script
                visit.close()
        finally:
            server.stop()
            browser.close()


def _go_there(visit: Visit, one: Refutation) -> None:
    """Go to the step, do what it asks for, and give the answer that states the misconception."""
    learner = Learner(visit, Mouse(visit.page), SEED)
    lesson = lessons.named(one.lesson)
    learner.open(lesson)
    heading = learner.column.locator(".mlw-lesson-heading")
    for step in lesson.steps:
        expect(heading).to_have_text(step.title)
        visit.comes_to_rest()
        if step.title == one.step:
            break
        learner.hands.press(learner.column.get_by_role("button", name="Next", exact=True))
    else:
        raise LookupError(f"Lesson {one.lesson} has no step {one.step!r}.")
    task = step.task
    if isinstance(task, Predict):
        _choose(learner, one, len(task.answers))
        learner.check("waiting")
        for action in task.model:
            learner.bench.do(action)
    one.look(learner.bench)
    visit.comes_to_rest()
    if isinstance(task, Choose | Predict):
        _choose(learner, one, len(task.answers))
    else:
        learner.hands.write(learner.task.get_by_role("textbox", name="Your answer"), str(one.belief))
    learner.check("wrong")
    visit.comes_to_rest()


def _choose(learner: Learner, one: Refutation, count: int) -> None:
    step = next(step for step in lessons.named(one.lesson).steps if step.title == one.step)
    assert step.task is not None
    seed = Progress.begin(SEED).record(one.lesson, step.task.name).seed
    assert isinstance(one.belief, int)
    learner.hands.choose(learner.radios, shuffled(step.task.name, seed, count).index(one.belief))


def _picture(page: Page, one: Refutation) -> str:
    """Save the lesson and the lab beside it, and say how large the file is."""
    page.mouse.move(0, 0)
    path = PICTURES / f"{one.picture}.webp"
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    image = image.resize((WIDTH, image.height * WIDTH // image.width), Image.Resampling.LANCZOS)
    for quality in range(90, 30, -5):
        image.save(path, quality=quality, method=6)
        if path.stat().st_size <= MOST_BYTES:
            break
    return f"{path.relative_to(ROOT)}, {image.width} × {image.height}, {path.stat().st_size / 1e3:.0f} kB"


if __name__ == "__main__":
    main()
