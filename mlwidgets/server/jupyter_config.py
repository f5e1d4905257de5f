"""Give the Jupyter server of an environment the settings under which our pages are served.

Nobody's own Jupyter is touched by installing the package. This runs only where somebody asks for it, as
``binder/postBuild`` does.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Literal

from mlwidgets.errors import ConfigurationError
from mlwidgets.server import settings

# Not a file in jupyter_server_config.d: Jupyter reads nothing but the list of extensions there.
CONFIG_FILE = Path("etc", "jupyter", "jupyter_server_config.json")
TEMPLATES = Path("voila", "templates", settings.TEMPLATE)


def write(prefix: Path) -> list[Path]:
    """Write the settings and our page template below an environment's prefix.

    Other settings in the same file stay as they are, and writing twice changes nothing.

    Parameters
    ----------
    prefix : pathlib.Path
        Root of a Python environment, as in ``sys.prefix``.

    Returns
    -------
    list of pathlib.Path
        What was written.

    Raises
    ------
    ConfigurationError
        If a settings file is there and cannot be read.
    """
    config_file = prefix / CONFIG_FILE
    merged = _merged(_read(config_file), settings.jupyter_settings())
    config_file.parent.mkdir(parents=True, exist_ok=True)
    config_file.write_text(json.dumps(merged, indent=2) + "\n", encoding="utf-8")

    template = prefix / "share" / "jupyter" / TEMPLATES
    shutil.copytree(settings.JUPYTER_DATA / TEMPLATES, template, dirs_exist_ok=True)
    return [config_file, template]


def state(prefix: Path) -> Literal["none", "old", "current"]:
    """Say what `write` would find below an environment's prefix.

    Parameters
    ----------
    prefix : pathlib.Path
        Root of a Python environment, as in ``sys.prefix``.

    Returns
    -------
    str
        "none" if our settings have never been written there, "old" if other ones have, "current" if `write`
        would change nothing.

    Raises
    ------
    ConfigurationError
        If a settings file is there and cannot be read.
    """
    found = _read(prefix / CONFIG_FILE)
    template = prefix / "share" / "jupyter" / TEMPLATES
    if not template.is_dir():
        return "none"
    ours = settings.JUPYTER_DATA / TEMPLATES
    same = found == _merged(found, settings.jupyter_settings()) and all(
        (template / path.name).is_file() and (template / path.name).read_bytes() == path.read_bytes()
        for path in ours.iterdir()
        if path.is_file()
    )
    return "current" if same else "old"


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ConfigurationError(
            f"{path} must hold a JSON object; it does not. Correct it or move it away, then try again."
        )
    return found


def _merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    result = dict(old)
    for key, value in new.items():
        both = isinstance(value, dict) and isinstance(old.get(key), dict)
        result[key] = _merged(old[key], value) if both else value
    return result
