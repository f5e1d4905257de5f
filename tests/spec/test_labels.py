"""What settings are called: each is marked for translators, and none is left over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlwidgets.language import Text
from mlwidgets.spec import ALL_ROWS
from mlwidgets.spec.labels import LABELS, label_of
from mlwidgets.spec.settings import SETTING_OPTIONS

if TYPE_CHECKING:
    from mlwidgets.spec import Option

OPTIONS = [
    *SETTING_OPTIONS.values(),
    *(option for rows in ALL_ROWS for row in rows for option in row.options),
]


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_setting_has_a_label_that_can_be_translated(option: Option) -> None:
    assert isinstance(option.label, Text)


def test_no_label_is_left_over() -> None:
    named_so = {option.name for option in OPTIONS if option.label is LABELS.get(option.name)}
    assert set(LABELS) == named_so


@pytest.mark.parametrize("name", LABELS)
def test_a_label_is_the_name_in_plain_letters(name: str) -> None:
    assert label_of(name) == name.replace("_", " ").capitalize()
