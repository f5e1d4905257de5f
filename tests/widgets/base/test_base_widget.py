"""What every small widget promises: strict keywords, refusals, no leak, no network."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import ipywidgets
import pytest

from mlwidgets.session.run.hands import HANDS
from mlwidgets.widgets.base.boundary import handle
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.predict.digit_pad import DigitPad
from mlwidgets.widgets.shell.lab_header import LabHeader
from mlwidgets.widgets.training.run_panel import RunPanel
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from mlwidgets.widgets.base.base_widget import BaseWidget

WIDGETS = [DigitPad, LabHeader, NumberControl, RunPanel]
each_widget = pytest.mark.parametrize("widget_class", WIDGETS)


@each_widget
def test_an_unknown_keyword_is_a_type_error_that_lists_the_known_ones(widget_class: type[BaseWidget]) -> None:
    with pytest.raises(
        TypeError, match=rf"{widget_class.__name__} has no argument 'hue'\. It takes .*layout"
    ):
        widget_class(hue="red")


@pytest.mark.parametrize("message", [None, 3, "stop", ["kind"], [], 10**400])
def test_a_message_that_is_no_object_is_heard_by_nobody(message: object) -> None:
    """So no widget has to look: `content.get` of its callbacks finds an object."""
    heard: list[object] = []
    widget = DigitPad()
    widget.on_msg(lambda *arguments: heard.append(arguments[1]))
    for content in (message, {"kind": "stop"}):
        Wire(widget).say(content)
    assert heard == [{"kind": "stop"}]


def test_training_gives_way_while_a_message_is_answered() -> None:
    seen: list[bool] = []
    widget = DigitPad()
    widget.on_msg(lambda *_: seen.append(HANDS.busy))
    handle(widget, {"content": {"data": {"method": "custom", "content": {}}}, "buffers": []})
    assert seen == [True]
    assert not HANDS.busy


def test_a_misspelt_keyword_is_corrected() -> None:
    with pytest.raises(TypeError, match=r"no argument 'minimun'\. Did you mean 'minimum'\?"):
        NumberControl(minimun=3)


@each_widget
def test_every_public_trait_of_its_own_is_an_argument(widget_class: type[BaseWidget]) -> None:
    own = set(widget_class.class_own_traits(sync=True)) - {"_esm", "_css"}
    probe = widget_class()
    again = widget_class(**{name: getattr(probe, name) for name in own})
    assert {name: getattr(again, name) for name in own} == {name: getattr(probe, name) for name in own}


@each_widget
def test_layout_is_taken_as_in_every_widget(widget_class: type[BaseWidget]) -> None:
    assert widget_class(layout=ipywidgets.Layout(width="50%")).layout.width == "50%"


@each_widget
def test_script_and_style_are_sent_and_need_no_network(widget_class: type[BaseWidget]) -> None:
    state = widget_class().get_state()
    assert "as default" in state["_esm"]
    assert "--mlw-accent" in state["_css"]
    for text in (state["_esm"], state["_css"]):
        assert "http" not in text
        assert "innerHTML" not in text


@each_widget
def test_nothing_is_left_alive_after_close(widget_class: type[BaseWidget]) -> None:
    before = set(ipywidgets.widgets.widget._instances)
    widget = widget_class()
    ghost = weakref.ref(widget)
    widget.layout.close()
    widget.close()
    assert set(ipywidgets.widgets.widget._instances) == before
    del widget
    gc.collect()
    assert ghost() is None


@each_widget
def test_an_unknown_name_from_the_page_changes_nothing(widget_class: type[BaseWidget]) -> None:
    widget = widget_class()
    before = widget.get_state()
    Wire(widget).arrive({"nonsense": 1, "__class__": "x"})
    assert widget.get_state() == before


def test_a_number_larger_than_any_float_is_refused_like_any_other() -> None:
    control = NumberControl(3.0, minimum=0.0, maximum=10.0)
    Wire(control).arrive({"value": 10**400})
    assert control.value == 3.0
    bar = RunPanel()
    Wire(bar).arrive({"value": 10**400})
    assert bar.value == 0.0
