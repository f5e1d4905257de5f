"""The layers of a network written down as a page takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.explain.network.activations import LayerPicture, Tiles

_PICTURE_RANK = 3


def written_layers(
    pictures: Sequence[LayerPicture],
    *,
    grey: bool,
    names: Sequence[str] = (),
    input_names: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """Return layers as the page takes them.

    Parameters
    ----------
    pictures : sequence of LayerPicture
        From the input to the output.
    grey : bool
        Whether the first is the picture that a person sees, in grey; all else has the colours of numbers.
    names : sequence of str
        What the units of the last layer stand for; without any they are numbered.
    input_names : sequence of str
        What the numbers of the input stand for, where they are units: "bill_length_mm".
    """
    rows = [_row(picture, grey=grey and place == 0) for place, picture in enumerate(pictures)]
    for place, known in ((0, input_names), (-1, names)) if rows else ():
        for group in rows[place]["groups"]:
            group["names"] = list(known)[: group["count"]] if group["kind"] == "units" else []
    return rows


def without_numbers(layers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return layers without data and scale, for a page that computes the numbers itself."""
    empty = {"data": b"", "reach": 0.0, "table": "unsigned"}
    return [row | {"groups": [group | empty for group in row["groups"]]} for row in layers]


def _row(picture: LayerPicture, *, grey: bool) -> dict[str, Any]:
    return {
        "title": picture.title,
        "shape": " × ".join(map(str, picture.shape)),
        "size": list(picture.shape[:2]) if len(picture.shape) == _PICTURE_RANK else [],
        "activation": picture.activation,
        "groups": [_group(tiles, grey=grey) for tiles in picture.tiles],
    }


def _group(tiles: Tiles, *, grey: bool) -> dict[str, Any]:
    low, high = tiles.ends
    count, height, width = (*tiles.values.shape, 1, 1)[:3]
    numbers = tiles.shades if tiles.kind == "maps" else tiles.values.astype("<f4")
    return {
        "name": tiles.name,
        "kind": tiles.kind,
        "count": count,
        "total": tiles.total,
        "height": height,
        "width": width,
        "reach": max(-low, high),
        "table": "signed" if low < 0 else "grey" if grey else "unsigned",
        "names": [],
        "data": numbers.tobytes(),
    }
