"""The recipe for JupyterHub: its sums, its names, and what its image is made of."""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
RECIPE = ROOT / "docs" / "jupyterhub"
README = (RECIPE / "README.md").read_text(encoding="utf-8")
TEXT = (RECIPE / "values.yaml").read_text(encoding="utf-8")
VALUES: dict[str, Any] = yaml.safe_load(TEXT)
LEARNER: dict[str, Any] = VALUES["singleuser"]

BYTES = {"M": 1e6, "G": 1e9}


def amount(text: str) -> float:
    """Read a number of bytes as Kubernetes does."""
    return float(text[:-1]) * BYTES[text[-1]]


def test_the_sums_are_right() -> None:
    rows = re.findall(r"^\| (\d+) \| ([\d.]+) GB \| (\d+) \|$", README, re.MULTILINE)
    assert len(rows) > 2
    for learners, gigabytes, cores in (map(float, row) for row in rows):
        assert gigabytes * 1e9 == pytest.approx(learners * amount(LEARNER["memory"]["guarantee"]))
        assert cores == pytest.approx(learners * LEARNER["cpu"]["guarantee"])


def test_the_values_that_the_text_names_are_those_of_the_file() -> None:
    guarantee, limit = (amount(LEARNER["memory"][name]) for name in ("guarantee", "limit"))
    assert f"keeps {guarantee / 1e6:.0f} MB for each learner and stops at {limit / 1e9:.0f} GB" in README
    assert LEARNER["cpu"]["guarantee"] == 1 / 5  # "a fifth of a core for each"
    assert f"{VALUES['cull']['timeout'] // 60} minutes" in TEXT


def test_three_values_in_capitals_are_to_be_replaced() -> None:
    capitals = re.findall(r": \"?([A-Z][A-Z-]+)\b", TEXT)
    assert capitals == ["PASSWORD-OF-THE-CLASS", "REGISTRY", "TAG"]


def test_the_page_is_in_the_image() -> None:
    address = "/voila/render/"
    assert LEARNER["defaultUrl"].startswith(address)
    assert (ROOT / LEARNER["defaultUrl"].removeprefix(address)).is_file()
    assert LEARNER["storage"] == {"type": "none"}  # a volume would be mounted over the repository


def test_the_image_has_what_a_hub_starts() -> None:
    # repo2docker puts it beside what our list of packages brings; its major version must be the hub's.
    files = importlib.metadata.files("jupyter-repo2docker") or []
    (environment,) = (
        file.read_text("utf-8") for file in files if file.match("buildpacks/conda/environment.yml")
    )
    assert re.search(r"jupyterhub-singleuser==[56]\.", environment)
