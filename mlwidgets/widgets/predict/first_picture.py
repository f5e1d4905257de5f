"""What stands on a page before its kernel has answered: the shipped network and a digit.

The server puts it into the page itself, so nothing here may import a widget.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.explain.network.activations import layer_pictures
from mlwidgets.explain.network.page_network import page_layers, page_weights
from mlwidgets.explain.network.written_layers import without_numbers, written_layers
from mlwidgets.explain.wording import share_text
from mlwidgets.language import current, translated
from mlwidgets.session.learned.opening import learned_experiment
from mlwidgets.session.learned.stages import learned_network
from mlwidgets.widgets.base import texts as common
from mlwidgets.widgets.base.localized import localized
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.base.wording import updates
from mlwidgets.widgets.predict import texts

if TYPE_CHECKING:
    from collections.abc import Mapping

STYLES = (
    "shell/lab_bar",
    "shell/dashboard",
    "shell/lab_header",
    "shell/lab",
    "inside/segments",
    "inside/layer_tiles",
    "predict/digit_pad",
    "predict/digit_flow",
    "predict/first_picture",
)
LABS = (
    common.COURSE_TITLE,
    common.DATA_TITLE,
    common.KERNEL_TITLE,
    common.NETWORK_TITLE,
    common.LOSS_TITLE,
    common.OPTIMIZER_TITLE,
    common.TRAIN_TITLE,
    common.PREDICT_TITLE,
    common.PLAY_TITLE,
    common.EXPORT_TITLE,
)
"""The tabs as the dashboard will show them; the browser cannot open them yet."""


def first_picture(notebook: Mapping[str, Any]) -> str:
    """Return the HTML that stands on a notebook's page until its widgets come.

    It is in the language of the page that is being served; see `mlwidgets.language.serve`.

    Parameters
    ----------
    notebook : mapping
        The notebook; only one whose metadata say ``"mlwidgets": {"first_picture": true}`` gets a picture.

    Returns
    -------
    str
        Style, elements, data and script; empty for all other notebooks.
    """
    wanted = notebook.get("metadata", {}).get("mlwidgets", {}).get("first_picture")
    return _html(current()) if wanted is True else ""


@cache
def _html(_language: str) -> str:
    """Return the HTML in the page's language: the server shows it in many."""
    tabs = "".join(
        f'<span class="mlw-bar-tab" data-title="{lab}" '
        f'aria-selected="{str(lab == common.PREDICT_TITLE).lower()}">{lab}</span>'
        for lab in LABS
    )
    # "</" would end the script early, wherever it stands.
    data = json.dumps(translated(first_state())).replace("</", "<\\/")
    # Without async a module waits for the end of the page, and so for the kernel.
    return (
        f"<style>{style(*STYLES)}</style>"
        '<div id="mlw-first"><div class="mlw-dashboard">'
        f'<div class="mlw-bar-host" inert aria-hidden="true"><div class="mlw mlw-bar">'
        f'<span class="mlw-bar-name">mlwidgets</span><div class="mlw-bar-tabs">{tabs}</div></div></div>'
        '<div class="mlw-lab mlw-predict-lab"><div class="mlw mlw-header">'
        f'<p class="mlw-header-task">{escape(str(texts.PREDICT_TRY))}</p></div>'
        '<div class="mlw-flow-view"><div></div></div></div></div>'
        f'<script type="application/json">{data}</script></div>'
        f'<script type="module" async>{localized(bundle("predict/first_picture"))}</script>'
    )


def first_state() -> dict[str, Any]:
    """Return the traits of a `DigitFlow` on the shipped network, buffers in base64, as plain JSON."""
    experiment = learned_experiment()
    try:
        data, model = experiment.dataset, experiment.model
        network = learned_network()
        stage = network.stages["all"]
        pictures = layer_pictures(experiment.trace_example())
        return {
            "frame": {
                "serial": 0,
                "told": False,
                "layers": without_data(written_layers(pictures, grey=True, names=data.class_names)),
                "plan": page_layers(model),
                "weights": _base64(page_weights(model.get_weights())),
                "shares": None,
                "names": list(data.class_names),
                "note": texts.FLOW_LEARNED.format(
                    count=network.learned_from,
                    accuracy=share_text(stage.test_accuracy),
                    updates=updates(stage.position.iteration),
                ),
            },
            "example": {
                "source": "picture",
                "title": common.TEST_EXAMPLE.format(number=0),
                "truth": int(data.y_test[0]),
                "test": 0,
                "x": _base64(np.asarray(data.x_test[0], "<f4").tobytes()),
            },
            "test_count": len(data.x_test),
            "stages": texts.STAGES,
            "stage": "all",
        }
    finally:
        experiment.close()


def without_data(layers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return layers whose numbers the page computes, without the buffers that JSON cannot hold."""
    return [
        row | {"groups": [group | {"data": None} for group in row["groups"]]}
        for row in without_numbers(layers)
    ]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
