"""Sections that open and close: what is in them is made once, and freed with them."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import ipywidgets
import pytest
from ipywidgets.widgets.widget import _instances

from mlwidgets.errors import DataError
from mlwidgets.session import Experiment
from mlwidgets.widgets.base.view import View
from mlwidgets.widgets.controls.disclosure import Disclosure, Section
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator


@pytest.fixture
def experiment() -> Generator[Experiment]:
    made = Experiment()
    yield made
    made.close()


class Inner(View):
    """Counts the changes it has seen."""

    def __init__(self, experiment: Experiment) -> None:
        self.seen = 0
        super().__init__(experiment, [ipywidgets.Label("inside")])
        self.watch(experiment, "epochs", self._count)

    def _count(self, _: object) -> None:
        self.seen += 1


def test_a_heading_knows_whether_it_is_open() -> None:
    heading = Disclosure("Inside", text="What is in there.")
    Wire(heading).arrive({"opened": True})
    assert heading.opened
    Wire(heading).arrive({"opened": "perhaps"})
    assert heading.opened is True
    with pytest.raises(TypeError, match="Did you mean 'opened'"):
        Disclosure("Inside", open=True)


def test_a_view_is_made_when_it_is_first_opened_and_taken_off_the_page_when_closed(
    experiment: Experiment,
) -> None:
    made: list[View] = []

    def make() -> View:
        made.append(Inner(experiment))
        return made[-1]

    section = Section(experiment, "Inside", make)
    assert section.content is None
    for _ in range(2):
        assert list(section.children) == [section.head]
        Wire(section.head).arrive({"opened": True})
        assert list(section.children) == [section.head, *made]
        section.head.opened = False
    assert len(made) == 1
    section.close()


@pytest.mark.parametrize("left_open", [True, False])
def test_closing_frees_the_view_whether_it_is_on_the_page_or_not(
    experiment: Experiment, *, left_open: bool
) -> None:
    gc.collect()
    before = set(_instances)
    section = Section(experiment, "Inside", lambda: Inner(experiment))
    section.head.opened = True
    section.head.opened = left_open
    trace = weakref.ref(section)
    section.close()
    assert set(_instances) == before
    del section
    gc.collect()
    assert trace() is None


def test_a_section_that_no_longer_watches_leaves_its_view_alone(experiment: Experiment) -> None:
    section = Section(experiment, "Inside", lambda: Inner(experiment))
    section.head.opened = True
    inner = section.content
    assert isinstance(inner, Inner)
    experiment.epochs = 3
    section.head.opened = False
    section.unwatch()
    experiment.epochs = 4
    assert inner.seen == 1
    section.close()


def test_what_goes_wrong_in_the_view_goes_wrong_in_the_section(experiment: Experiment) -> None:
    section = Section(experiment, "Inside", lambda: Inner(experiment))
    section.head.opened = True
    assert section.content is not None
    section.content.fault = "Too large; got 9."
    assert section.fault == "Too large; got 9."
    section.close()


def test_a_view_that_cannot_be_made_is_a_sentence(experiment: Experiment) -> None:
    def refuse() -> View:
        raise DataError("There is nothing to see.")

    section = Section(experiment, "Inside", refuse)
    section.head.opened = True
    assert section.fault == "There is nothing to see."
    assert section.children == (section.head,)
    section.close()
