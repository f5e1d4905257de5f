"""What all charts share."""

from __future__ import annotations

from mlwidgets.figures.style import BLUE, GREY, quiet_layout


def contrast(one: str, two: str) -> float:
    """Return the contrast ratio of two colours, as WCAG 2 defines it."""

    def luminance(colour: str) -> float:
        channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(one), luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_blue_and_grey_stand_out_from_light_pages() -> None:
    assert contrast(BLUE, "#ffffff") > 4.5
    assert contrast(GREY, "#ffffff") > 4.5


def test_the_layout_is_quiet() -> None:
    drawn = quiet_layout(200, "Epoch", "Loss")
    assert drawn.height == 200
    assert (drawn.xaxis.title.text, drawn.yaxis.title.text) == ("Epoch", "Loss")
    assert drawn.xaxis.fixedrange
    assert drawn.yaxis.fixedrange
    assert drawn.paper_bgcolor is None, "the page decides"
