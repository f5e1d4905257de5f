"""An experiment's present state written as a step's set-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.errors import ConfigurationError
from mlwidgets.language import _
from mlwidgets.lessons.labs import CONTROLS, CONTROLS_OF, LABS
from mlwidgets.lessons.setting_up import configured
from mlwidgets.session.consistent import first_settings
from mlwidgets.session.convolution.setup import same
from mlwidgets.session.linked import travels
from mlwidgets.spec.settings import as_dataset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.lessons.lesson import SetUp
    from mlwidgets.session import Experiment

_OWN_DATA = _("{name} is not bundled with mlwidgets and cannot travel in a lesson: choose other data first.")


def captured(experiment: Experiment, before: Sequence[SetUp]) -> dict[str, Any]:
    """Return the set-up that brings a learner to what is on the page now.

    Parameters
    ----------
    experiment : Experiment
        What is looked at. Weights that it has learned do not travel, except those that ship with mlwidgets.
    before : sequence of SetUp
        Those of the steps before it. If they lead to the same settings, the step leaves what the learner has.

    Raises
    ------
    ConfigurationError
        The data cannot travel.
    """
    page = experiment.page
    setup: dict[str, Any] = {}
    if page.tab in LABS:
        setup["lab"] = page.tab
    if not _same(experiment, before):
        setup |= _begun_anew(experiment, first=not before)
    hidden = [name for name in page.hidden if name in (*CONTROLS, *LABS)]
    locked = [name for name in page.locked if name in CONTROLS]
    setup |= {name: names for name, names in (("hidden", hidden), ("locked", locked)) if names}
    if page.point in CONTROLS_OF.get(page.tab, CONTROLS):
        setup["point"] = page.point
    return setup


def _same(experiment: Experiment, before: Sequence[SetUp]) -> bool:
    """Return whether the steps before lead to what the experiment is set to."""
    if not before:
        return False
    begin = max((at for at, setup in enumerate(before) if setup.fresh), default=0)
    found, _restart = configured(experiment, before[begin:])
    stages = [None if one is None else one.name for one in (found.stage, experiment.stage)]
    return (
        found.settings.to_dict() == experiment.settings.to_dict()
        and same(found.setup, experiment.convolution.setup)
        and stages[0] == stages[1]
    )


def _begun_anew(experiment: Experiment, *, first: bool) -> dict[str, Any]:
    """Return a set-up that begins from the defaults, and of the settings those that are not so."""
    if not travels(experiment.dataset):
        raise ConfigurationError(_OWN_DATA.format(name=experiment.dataset.name))
    whole = experiment.settings.to_dict()
    dataset = whole["dataset"]
    usual = first_settings(as_dataset(dataset), {}).to_dict()
    changed = {name: value for name, value in whole.items() if value != usual.get(name)}
    if first_settings(as_dataset(dataset), dict(changed)).to_dict() != whole:
        changed = dict(whole)  # one of them leads to others than it did here
    changed.pop("dataset", None)
    found = changed if dataset == "mnist" else {"dataset": dataset, **changed}
    if experiment.convolution.changed:
        found["convolution"] = experiment.convolution.to_dict()
    setup: dict[str, Any] = {} if first else {"fresh": True}
    if experiment.stage is not None:
        setup["stage"] = experiment.stage.name
    return {**setup, **({"experiment": found} if found else {})}
