"""LayerMaps without a browser: what is sent, what is refused, and that a slow page gets no queue."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest
from traitlets import TraitError

from mlwidgets.explain.network.activations import LayerPicture, Tiles
from mlwidgets.widgets.inside.layer_maps import LayerMaps
from tests.widgets.wire import Wire


def pictures(*, count: int = 3) -> list[LayerPicture]:
    """Make an input, a layer of maps and two outputs."""
    image = Tiles("", np.linspace(0, 1, 6).reshape(1, 2, 3), 1)
    maps = Tiles("", np.linspace(-2, 1, count * 4).reshape(count, 2, 2), 100)
    units = Tiles("", np.array([0.25, 0.75]), 2)
    return [
        LayerPicture("Input", (2, 3, 1), "", (image,)),
        LayerPicture("Conv2D 100 × 1 × 1", (2, 2, 100), "relu", (maps,)),
        LayerPicture("Dense 2", (2,), "softmax", (units,)),
    ]


def shown(*, visible: bool = True, shows: str = "activations") -> tuple[LayerMaps, Wire]:
    maps = LayerMaps(shows=shows)
    wire = Wire(maps)
    if visible:
        wire.arrive({"visible": True})
    maps.show(pictures(), title="Digit 7", note="It says 7.", names=("no", "yes"))
    return maps, wire


def test_a_picture_is_written_down_for_the_page() -> None:
    maps, _ = shown()
    picture = maps.frame
    assert (picture["title"], picture["note"], picture["serial"]) == ("Digit 7", "It says 7.", 1)
    image, layer, output = picture["layers"]
    assert (image["title"], image["shape"], image["size"]) == ("Input", "2 × 3 × 1", [2, 3])
    assert image["groups"][0]["table"] == "grey"
    assert image["groups"][0]["data"] == bytes([1, 52, 103, 153, 204, 255])
    (maps_group,) = layer["groups"]
    assert (maps_group["kind"], maps_group["count"], maps_group["total"]) == ("maps", 3, 100)
    assert (maps_group["table"], maps_group["reach"]) == ("signed", 2.0)
    assert (maps_group["height"], maps_group["width"], len(maps_group["data"])) == (2, 2, 12)
    (units,) = output["groups"]
    assert (units["kind"], units["names"], units["table"]) == ("units", ["no", "yes"], "unsigned")
    assert np.frombuffer(units["data"], "<f4").tolist() == [0.25, 0.75]


def test_only_the_example_itself_is_grey() -> None:
    maps, _ = shown(shows="gradients")
    assert maps.layers[0]["groups"][0]["table"] == "unsigned"
    assert maps.layers[2]["groups"][0]["names"] == ["no", "yes"]
    maps, _ = shown(shows="weights")
    assert maps.layers[2]["groups"][0]["names"] == []


def test_one_picture_is_one_message_with_its_bytes_apart() -> None:
    _, wire = shown()
    (update,) = [state for state in wire.updates() if "frame" in state]
    assert list(update) == ["frame"]
    assert [len(part) for part in wire.buffers] == [6, 12, 8]


def test_the_page_is_given_time_to_paint() -> None:
    maps, wire = shown()
    seen: list[LayerMaps] = []
    maps.on_painted(seen.append)
    assert not maps.painted
    wire.say({"kind": "painted", "serial": 99})
    assert not maps.painted  # of another picture
    wire.say({"kind": "painted", "serial": 1})
    assert maps.painted
    assert seen == [maps]


def test_nobody_is_waited_for_where_nobody_looks() -> None:
    maps, _ = shown(visible=False)
    assert maps.painted
    maps, wire = shown()
    assert not maps.painted
    wire.arrive({"visible": False})
    assert maps.painted


def test_a_tile_is_chosen_and_let_go_when_it_is_no_more() -> None:
    maps, wire = shown()
    wire.arrive({"opened": [1, 0, 2]})
    maps.reach = {"layer": 0, "channels": [0, 1], "box": [0, 0, 1, 1]}
    assert maps.opened == [1, 0, 2]
    maps.show(pictures(), title="Another")
    assert maps.opened == [1, 0, 2]
    maps.show(pictures(count=2), title="Fewer")
    assert maps.opened == []
    assert maps.reach == {}


@pytest.mark.parametrize(
    "tile", [[3, 0, 0], [1, 1, 0], [1, 0, 3], [1, 0], [-1, 0, 0], "1", None, [0.5, 0, 0]]
)
def test_a_tile_that_does_not_exist_is_refused_and_the_page_told(tile: object) -> None:
    maps, wire = shown()
    wire.messages.clear()
    wire.arrive({"opened": tile})
    assert maps.opened == []
    assert wire.updates() == [{"opened": []}]


def test_what_is_shown_is_one_of_three() -> None:
    maps, wire = shown()
    wire.arrive({"shows": "gradients"})
    assert maps.shows == "gradients"
    wire.arrive({"shows": "secrets"})
    assert maps.shows == "gradients"
    with pytest.raises(TraitError):
        LayerMaps(shows="all")


def test_the_learner_asks_for_another_example_or_for_a_tile() -> None:
    maps, wire = shown()
    asked: list[object] = []
    maps.on_step(asked.append)
    maps.on_reveal(asked.append)
    for to in ("previous", "next", "mistake", "elsewhere", None, 3):
        wire.say({"kind": "step", "to": to})
    for tile in ([0, 0, 0], [0, 0, 99], [0, 0], "000", None):
        wire.say({"kind": "reveal", "tile": tile})
    wire.say({"kind": "nonsense"})
    wire.say({})
    assert asked == ["previous", "next", "mistake", [0, 0, 0]]


def test_an_unknown_keyword_is_refused_with_advice() -> None:
    with pytest.raises(TypeError, match="Did you mean 'shows'"):
        LayerMaps(show="weights")


def test_nothing_is_left_of_a_closed_one() -> None:
    widget, wire = shown()
    widget.on_painted(lambda _: None)
    gone = weakref.ref(widget)
    widget.close()
    del widget, wire
    gc.collect()
    assert gone() is None
