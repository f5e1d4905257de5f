"""What lies in the repository, and the few facts that stand in two places."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
import yaml

import mlwidgets
from mlwidgets.server.pages import PAGES

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
REPOSITORY: str = PROJECT["urls"]["Repository"]

TOP_LEVEL = {
    # the package, its notebooks, its tests, its Binder
    "mlwidgets",
    "apps",
    "tests",
    "binder",
    "pyproject.toml",
    # its commands and pinned versions
    "Makefile",
    "deno.json",
    "requirements.lock",
    "requirements-dev.lock",
    ".ci",
    ".gitignore",
    # words and pictures for people
    "docs",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "CITATION.cff",
    "LICENSE",
    ".github",
}


def committed() -> list[str]:
    """Paths of all files that git knows."""
    listing = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - git is wherever it is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in listing.stdout.split("\0") if name and (ROOT / name).exists()]


needs_git = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")


@needs_git
def test_only_known_things_lie_at_the_top() -> None:
    assert {name.split("/")[0] for name in committed()} <= TOP_LEVEL


@needs_git
def test_no_file_names_a_folder_of_one_machine() -> None:
    # Spelled in parts, so that this file passes its own test.
    private = re.compile("|".join(("/" + "root/", "/home" + "/[a-z]", "/Us" + "ers/[a-z]", "file:/" + "//")))
    faults = []
    for name in committed():
        try:
            text = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        faults += [f"{name}: {found.group()}" for found in private.finditer(text)]
    assert faults == []


def test_notebooks_hold_one_code_cell_and_no_output() -> None:
    notebooks = sorted((ROOT / "apps").glob("*.ipynb"))
    assert [path.stem for path in notebooks] == list(PAGES)
    for path in notebooks:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        assert len(code) == 1, path
        assert code[0]["outputs"] == [], path
        assert code[0]["execution_count"] is None, path


def test_the_binder_link_of_the_readme_is_the_repository_of_pyproject() -> None:
    links = [link for link in re.findall(r"https://[^\s)\"]+", README) if "/v2/gh/" in link]
    owner_and_name = urlsplit(REPOSITORY).path.strip("/")
    page = quote("voila/render/apps/dashboard.ipynb", safe="")
    assert links
    assert set(links) == {f"https://mybinder.org/v2/gh/{owner_and_name}/main?urlpath={page}"}


def test_the_binder_link_opens_a_notebook_that_is_there() -> None:
    link = next(link for link in re.findall(r"https://[^\s)\"]+", README) if "/v2/gh/" in link)
    (page,) = parse_qs(urlsplit(link).query)["urlpath"]
    assert (ROOT / page.removeprefix("voila/render/")).is_file()


def test_the_readme_names_both_commands() -> None:
    for command in ("make run", "make test"):
        assert command in README


def test_files_that_the_readme_points_to_are_there() -> None:
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", README) if "://" not in target]
    assert [target for target in targets if not (ROOT / target.split("#")[0]).exists()] == []


def test_the_version_is_the_same_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == mlwidgets.__version__
    assert citation["repository-code"] == REPOSITORY
    assert citation["license"] == PROJECT["license"]


def test_the_changelog_has_a_place_for_what_comes_next() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
