"""The lock files: every dependency pinned, within the ranges of pyproject, the same in all three."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT: dict[str, Any] = PYPROJECT["project"]

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
SYSTEMS = {
    "Linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "macOS": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "Windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
RUN, DEV, BINDER = "requirements.lock", "requirements-dev.lock", "binder/requirements.txt"


def entries(name: str) -> list[Requirement]:
    """Read the requirements of a lock file, without their hashes."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split(" --hash")[0].strip() for line in text.splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def pins(name: str, python: str, system: str) -> dict[str, str]:
    """Say which version a lock file gives of each package, on one kind of machine."""
    environment = {"python_version": python, "python_full_version": f"{python}.9", **SYSTEMS[system]}
    result: dict[str, str] = {}
    for entry in entries(name):
        if entry.marker is None or entry.marker.evaluate(environment):
            (pin,) = entry.specifier
            assert pin.operator == "==", entry
            package = canonicalize_name(entry.name)
            assert package not in result, f"{name} gives {package} twice for Python {python} on {system}"
            result[package] = pin.version
    return result


def wanted(*extras: str) -> list[Requirement]:
    """Read the dependencies of pyproject and of some of its extras."""
    optional = PROJECT["optional-dependencies"]
    texts = PROJECT["dependencies"] + [text for extra in extras for text in optional[extra]]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize(
    ("name", "extras"),
    [
        (RUN, ("voila", "trees")),
        (DEV, ("voila", "trees", "hub", "nbgrader", "test", "lint", "bench")),
    ],
)
def test_every_dependency_is_pinned_within_its_range(
    name: str, extras: tuple[str, ...], python: str, system: str
) -> None:
    pinned = pins(name, python, system)
    for requirement in wanted(*extras):
        version = pinned.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is missing from {name}; run `make lock`"
        assert requirement.specifier.contains(version, prereleases=True), f"{requirement}; run `make lock`"


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_tests_run_with_the_versions_that_people_run(python: str, system: str) -> None:
    run, dev = pins(RUN, python, system), pins(DEV, python, system)
    assert {package: dev.get(package) for package in run} == run


def test_binder_runs_the_versions_that_people_run() -> None:
    assert pins(BINDER, "3.12", "Linux") == pins(RUN, "3.12", "Linux")


@pytest.mark.parametrize("name", [RUN, DEV, BINDER])
def test_every_pin_carries_hashes(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^[A-Za-z0-9].*?(?=^[A-Za-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) == len(entries(name))
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", [RUN, DEV, BINDER])
def test_a_lock_names_no_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links|file:", text) == []


def test_pytorch_is_in_no_lock() -> None:
    for name in (RUN, DEV, BINDER):
        assert "torch" not in {canonicalize_name(entry.name) for entry in entries(name)}


def test_wheels_are_built_and_tested_with_one_version_of_each_builder() -> None:
    builders = PYPROJECT["build-system"]["requires"]
    assert [Requirement(builder).name for builder in builders] == ["hatchling", "deno", "babel"]
    assert set(builders) <= set(PROJECT["optional-dependencies"]["test"])
    # Bundles that are checked with one version and built with another could differ.
    assert builders[1] in PROJECT["optional-dependencies"]["lint"]


def test_every_dependency_gives_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    names = {requirement.name for requirement in wanted(*PROJECT["optional-dependencies"])}
    listed = [
        line for line in lines if (found := re.match(r'  "([A-Za-z0-9-]+)[>=]=', line)) and found[1] in names
    ]
    assert len(listed) >= len(names)
    assert [line for line in listed if not re.search(r",\s*# \S+ \S+", line)] == []


def test_everything_that_the_package_imports_is_pinned() -> None:
    distributions = packages_distributions()
    pinned = set(pins(RUN, "3.12", "Linux"))
    for path in (ROOT / "mlwidgets").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for package in {name.partition(".")[0] for name in names} - {
                "mlwidgets",
                "distributed",  # the extra "dask": who has a cluster has it
                "kagglehub",  # the extra "kaggle": who has an account there has it
                *sys.stdlib_module_names,
            }:
                owners = {canonicalize_name(owner) for owner in distributions[package]}
                assert owners & pinned, f"{path.name} imports {package}, which is not in {RUN}"
