"""Whether the packages that mlwidgets asks for are here, in versions that fit."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
from typing import TYPE_CHECKING

from mlwidgets import __version__
from mlwidgets.server.doctor.finding import Finding, fault, good, listed, note
from mlwidgets.server.settings import PROVISIONER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packaging.requirements import Requirement

PACKAGE = "mlwidgets"
SERVING = "voila"
"""The extra without which no page is served."""

STARTERS = "jupyter_client.kernel_provisioners"
"""Where Jupyter looks for what starts a kernel."""

OPTIONAL = ("dask", "hub", "kaggle", "keras", "onnx", "trees")
"""Extras that somebody may want; the others are for developers."""


def check_packages() -> Iterator[Finding]:
    """Compare what is installed with what mlwidgets asks for.

    Yields
    ------
    Finding
    """
    yield good(f"mlwidgets {__version__} runs on Python {platform.python_version()} ({sys.executable}).")
    try:
        needed = requirements("", SERVING)
    except importlib.metadata.PackageNotFoundError:
        yield note(
            "mlwidgets runs from a folder and is not installed, so nobody knows which packages it needs. "
            "Install it there: pip install '.[voila]'"
        )
        return
    except ModuleNotFoundError:  # packaging, which reads the list, and comes with plotly
        yield fault("Packages of mlwidgets are not installed. Install them: pip install 'mlwidgets[voila]'")
        return
    problems = [problem for one in needed if (problem := wrong(one))]
    if not importlib.metadata.entry_points(group=STARTERS, name=PROVISIONER):
        problems.append(
            "mlwidgets was installed before it had the part that starts pages. Install it again: pip install "
            "--force-reinstall --no-deps mlwidgets (in a checkout: --editable .)"
        )
    yield from map(fault, problems)
    if not problems:
        found = [f"{one.name} {importlib.metadata.version(one.name)}" for one in needed]
        yield good(f"All packages that a page needs are here: {', '.join(found)}.")
    yield from _check_extras()


def _check_extras() -> Iterator[Finding]:
    here, absent = [], []
    for extra in OPTIONAL:
        wanted = [(one, wrong(one)) for one in requirements(extra) if one not in requirements("")]
        if any(problem and _version(one) is None for one, problem in wanted):
            absent.append(extra)
        elif wanted:
            here.append(extra)
            yield from (note(problem) for _, problem in wanted if problem)
    if here:
        yield good(f"Extras that are here: {listed(here)}.")
    if absent:
        names = ",".join(absent)
        yield good(
            f"Extras that are not here: {listed(absent)}. If you want them: pip install 'mlwidgets[{names}]'"
        )


def requirements(*extras: str) -> list[Requirement]:
    """Read what mlwidgets asks for on this machine.

    Parameters
    ----------
    *extras : str
        Names of extras; an empty one stands for what is needed without any.

    Returns
    -------
    list of packaging.requirements.Requirement

    Raises
    ------
    importlib.metadata.PackageNotFoundError
        If mlwidgets is not installed.
    """
    from packaging.requirements import Requirement  # noqa: PLC0415 - a tenth of a second, for this command alone

    every = [Requirement(text) for text in importlib.metadata.requires(PACKAGE) or []]
    return [
        one
        for one in every
        if any(one.marker is None or one.marker.evaluate({"extra": extra}) for extra in extras)
    ]


def wrong(requirement: Requirement) -> str:
    """Say what is wrong with a package, and what to do.

    Parameters
    ----------
    requirement : packaging.requirements.Requirement
        What is asked for.

    Returns
    -------
    str
        Empty if the package is here and fits.
    """
    found = _version(requirement)
    name, rule = requirement.name, requirement.specifier
    repair = f"Install it: pip install '{name}{rule}'"
    if found is None:
        return f"{name} is not installed. {repair}"
    if not rule.contains(found, prereleases=True):
        return f"{name} must be {rule}; here is {found}. {repair}"
    return ""


def _version(requirement: Requirement) -> str | None:
    try:
        return importlib.metadata.version(requirement.name)
    except importlib.metadata.PackageNotFoundError:
        return None
