"""Settings for a Jupyter server: written where asked for, beside those of others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.server import jupyter_config, settings

if TYPE_CHECKING:
    from pathlib import Path


def place(prefix: Path, text: str) -> Path:
    """Put a settings file below a prefix."""
    path = prefix / jupyter_config.CONFIG_FILE
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_settings_and_the_template_are_written(tmp_path: Path) -> None:
    config, template = jupyter_config.write(tmp_path)
    assert json.loads(config.read_text(encoding="utf-8")) == settings.jupyter_settings()
    assert template == tmp_path / "share" / "jupyter" / "voila" / "templates" / settings.TEMPLATE
    assert {path.name for path in template.iterdir()} == {"conf.json", "index.html.j2"}


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    path, _ = jupyter_config.write(tmp_path)
    once = path.read_bytes()
    jupyter_config.write(tmp_path)
    assert path.read_bytes() == once


def test_settings_of_others_stay(tmp_path: Path) -> None:
    path = place(tmp_path, json.dumps({"ServerApp": {"port": 80, "tornado_settings": {"headers": {}}}}))
    jupyter_config.write(tmp_path)
    server = json.loads(path.read_text(encoding="utf-8"))["ServerApp"]
    assert server["port"] == 80
    ours = settings.jupyter_settings()["ServerApp"]["tornado_settings"]
    assert isinstance(ours, dict)
    assert server["tornado_settings"] == {"headers": {}, **ours}


@pytest.mark.parametrize("text", ["not JSON", "[]", ""])
def test_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path, text: str) -> None:
    path = place(tmp_path, text)
    with pytest.raises(ConfigurationError, match="must hold a JSON object"):
        jupyter_config.write(tmp_path)
    assert path.read_text(encoding="utf-8") == text
