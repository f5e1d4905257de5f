"""What all charts share: colours with one meaning each, and a quiet layout."""

from __future__ import annotations

import plotly.graph_objects as go

# Curves take their colours from the page, which knows whether it is light or dark. These two are for what
# stands out, and for what stands back.
BLUE = "#0072B2"
GREY = "#767676"


def quiet_layout(height: int, x_title: str, y_title: str) -> go.Layout:
    """Return the layout every chart starts from; colours come from the page, light or dark.

    Plotly, which translates nothing, gets the titles in the page's language.
    """
    axis = {"automargin": True, "zeroline": False}
    return go.Layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 34, "b": 8},
        template={},  # plotly's own takes a tenth of a second to make
        font={"size": 13},
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        xaxis={**axis, "title": {"text": str(x_title)}, "fixedrange": True},
        yaxis={**axis, "title": {"text": str(y_title)}, "fixedrange": True},
    )
