"""Values on their way to a German page and back: what is shown, kept, and read again by a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mlwidgets import language
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.wording import english_number_text, number_text
from mlwidgets.language import _
from mlwidgets.ranges import Interval
from mlwidgets.widgets.base.base_widget import BaseWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

TRAIN = _("Train")


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    language.use("de")
    yield
    language.use(None)


def test_a_number_is_written_once() -> None:
    shown = [number_text(value, 3) for value in (0.5, 1234.5, 4207.06, 123456.7)]
    assert shown == ["0,5", "1.234", "4.207", "123.457"]


def test_what_is_read_again_is_english() -> None:
    assert [english_number_text(value) for value in (0.5, 123456.7)] == ["0.5", "123,457"]


def test_a_range_is_told_with_the_marks_of_the_language() -> None:
    with pytest.raises(ConfigurationError, match=r"\[1; 100\.000\]"):
        Interval(name="batch_size", low=1, high=100_000, integer=True).check(0)
    with pytest.raises(ConfigurationError, match=r"\[0; 0,9\]"):
        Interval(name="noise", low=0, high=0.9).check(2)


def test_a_message_of_our_own_is_translated_like_a_state(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setattr("ipywidgets.Widget.send", lambda _self, content, _buffers=None: sent.append(content))
    widget = BaseWidget()
    widget.send({"labels": [TRAIN, "mnist"]})
    widget.close()
    assert [type(one) for one in sent[0]["labels"]] == [str, str]
    assert sent == [{"labels": ["Trainieren", "mnist"]}]


def test_an_address_with_too_many_fields_asks_for_no_language() -> None:
    many = "&".join(f"a{at}=1" for at in range(101))
    assert language.asked_for(f"{many}&lang=de", "") == "en"
    assert language.asked_for(many, "de") == "de"
