"""A model as a web page: `web_app_files` returns all files of a small static site."""

from __future__ import annotations

import base64
import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from mlwidgets.errors import ConfigurationError, SessionStateError
from mlwidgets.interchange.tfjs import tfjs_files
from mlwidgets.interchange.web.page_files import fixed_files
from mlwidgets.interchange.web.predict import predict_files
from mlwidgets.interchange.web.reading import reading_of, training_of
from mlwidgets.interchange.web.texts import ASK, NO_SCRIPT, README
from mlwidgets.language import _, current
from mlwidgets.ranges import is_text, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlwidgets.engine import Sequential
    from mlwidgets.engine.losses import Loss
    from mlwidgets.engine.optimizers import Optimizer
    from mlwidgets.interchange.web.examples import Examples
    from mlwidgets.interchange.web.inputs import Inputs

LONGEST_TITLE = 120

SCRIPTS = ("tensorflow.js", "data.js", "page.js")
"""In the order in which the page loads them; each from its own folder, or from the page itself."""

_LINKED = "\n".join(f'<script src="{name}"></script>' for name in SCRIPTS)

_POLICY = (
    "default-src 'none'; script-src {allowed}; style-src {allowed}; img-src blob: data:; "
    "base-uri 'none'; form-action 'none'"
)
"""The page may ask nobody for anything: there is no connect-src."""

_HTML = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
{style}
</head>
<body>
<main class="mlw mlw-page" id="page">
<noscript>{off}</noscript>
</main>
{scripts}
</body>
</html>
"""


def web_app_files(
    model: Sequential,
    inputs: Inputs,
    *,
    loss: Loss,
    optimizer: Optimizer,
    title: str,
    examples: Examples | None = None,
    batch_size: int = 32,
) -> dict[str, bytes]:
    """Return the files of a static site on which a visitor uses the model and teaches it.

    Parameters
    ----------
    model : Sequential
        The network, with its weights as they are.
    inputs : Inputs
        What a visitor gives.
    loss : Loss
        What the page minimizes when it goes on training.
    optimizer : Optimizer
        How; where TensorFlow.js has no such optimizer, the page says so and takes Adam.
    title : str
        Of the page.
    examples : Examples, optional
        What the page brings along to train on.
    batch_size : int
        Examples for one update of the weights, at most.

    Returns
    -------
    dict of str to bytes
        By their names: ``index.html`` and what it loads; ``model.json`` and its weights, TensorFlow.js' own
        format; ``inputs.json``; ``labels.txt``; ``predict.mjs``, which predicts in Node; ``README.txt``.

    Raises
    ------
    ConfigurationError
        TensorFlow.js has no such layer, or the title is no text.
    SessionStateError
        The weights are not all finite.
    """
    title = checked_title(title)
    if not all(np.isfinite(weights).all() for weights in model.get_weights()):
        raise SessionStateError(
            _(
                "Some weights are infinite or not a number, and no page could predict with them. Go "
                "back to an earlier moment of the run, or reset it."
            )
        )
    saved = tfjs_files(model)
    reading = reading_of(inputs, model, loss)
    described = {**inputs.to_dict(), "reading": reading}
    data = {
        "title": title,
        "inputs": inputs.to_dict(),
        "reading": reading,
        "training": training_of(loss, optimizer, batch_size),
        "examples": None if examples is None else examples.to_dict(),
        **_model_data(saved),
    }
    return {
        "index.html": _html_with(title).encode(),
        **fixed_files(),
        "data.js": f"window.mlwidgetsPage = {_json(data)};\n".encode(),
        **saved,
        "inputs.json": _json(described, indent=1).encode(),
        "labels.txt": "".join(f"{' '.join(name.split())}\n" for name in inputs.class_names).encode(),
        **predict_files(inputs, examples),
        "README.txt": README.format(title=title, ask=ASK[inputs.kind]).encode(),
    }


def one_document(files: Mapping[str, bytes]) -> str:
    """Return the page as one document that holds its scripts and styles, for a frame without an address.

    Parameters
    ----------
    files : mapping of str to bytes
        What `web_app_files` returned.
    """
    scripts = (files[name].decode() for name in SCRIPTS)
    data = json.loads(files["data.js"].decode().removeprefix("window.mlwidgetsPage = ").rstrip(";\n"))
    return _html_with(
        data["title"],
        style=f"<style>{files['style.css'].decode()}</style>",
        scripts="\n".join(f"<script>{_inside_script(text)}</script>" for text in scripts),
        allowed="'unsafe-inline'",
    )


def _inside_script(text: str) -> str:
    """Return a script as it may stand in HTML: "</script" would end it there, even inside a text."""
    return re.sub(r"</(?=script)", r"<\\/", text, flags=re.IGNORECASE)


def checked_title(title: object) -> str:
    """Return a page's title without line breaks, or raise `ConfigurationError`."""
    text = " ".join(str(title).split()) if is_text(title) else ""
    if not text or len(text) > LONGEST_TITLE:
        raise ConfigurationError(
            _("The title of the page must be a text of 1 to {longest_title} characters; got {title}.").format(
                longest_title=LONGEST_TITLE, title=shown(title)
            )
        )
    return text


def _html_with(
    title: str,
    style: str = '<link rel="stylesheet" href="style.css">',
    scripts: str = _LINKED,
    allowed: str = "'self'",
) -> str:
    """Return index.html; `allowed` says where its scripts and styles may be from."""
    policy = _POLICY.format(allowed=allowed)
    return _HTML.format(
        title=escape(title),
        style=style,
        scripts=scripts,
        policy=policy,
        language=current(),
        off=escape(str(NO_SCRIPT)),
    )


def _model_data(saved: Mapping[str, bytes]) -> dict[str, Any]:
    """Return model.json and the bytes of its shards, in their order, in base64."""
    model = json.loads(saved["model.json"])
    paths = [path for group in model["weightsManifest"] for path in group["paths"]]
    weights = b"".join(saved[path] for path in paths)
    return {"model": model, "weights": base64.b64encode(weights).decode("ascii")}


def _json(plain: dict[str, Any], indent: int | None = None) -> str:
    """Return JSON that may stand in a script, and in HTML."""
    separators = (",", ":") if indent is None else None
    text = json.dumps(plain, allow_nan=False, indent=indent, separators=separators)
    return text.replace("<", "\\u003c")
