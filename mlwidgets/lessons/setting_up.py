"""A step's set-up put into an experiment: what is asked for is built first, and then taken as one step."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError, MLWidgetsError
from mlwidgets.language import _
from mlwidgets.lessons.size import check_network
from mlwidgets.session.consistent import changed_settings, first_settings
from mlwidgets.session.convolution.experiment import Convolution
from mlwidgets.session.learned.stages import STAGE, learned_network
from mlwidgets.session.linked import Linked
from mlwidgets.session.page_setup import PageSetup
from mlwidgets.session.saved import VERSION, read
from mlwidgets.spec.settings import as_dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.lessons.lesson import Lesson, SetUp, Step
    from mlwidgets.session import Experiment
    from mlwidgets.session.learned.stages import Stage

_USUAL_DATA = "mnist"

_WHERE = _("{number} of “{lesson}”")
_CANNOT = _("Step {where} cannot be set up, and nothing has changed: {why}")
_SET_UP = _("Set up step {where}.")
_OTHER_NETWORK = _(
    "The weights that ship with mlwidgets fit the default digits network only; this step has another "
    "network, other data or other settings."
)


def set_up(experiment: Experiment, lesson: Lesson, now: int | None, to: int) -> None:
    """Put before the learner what a step of a lesson is about, as one step that can be undone.

    Forward it is the set-up of each step on the way, put into what the learner has. Back to a step after
    which nothing has been set up, what the learner has stays. Anywhere else the step is made up from the
    last one that begins anew.

    Parameters
    ----------
    experiment : Experiment
        What the learner works on.
    lesson : Lesson
        Whose step.
    now : int or None
        The step that is open; None if the lesson is being opened.
    to : int
        The step to go to.

    Raises
    ------
    ConfigurationError
        It cannot be built. Nothing has changed then.
    """
    prepared(experiment, lesson, now, to)()


def prepared(experiment: Experiment, lesson: Lesson, now: int | None, to: int) -> Callable[[], None]:
    """Build what `set_up` puts into an experiment, and return what puts it there.

    Nothing has changed yet. Labs that look at the experiment may take seconds to follow it: whoever shows the
    step's text can do so before.
    """
    where, steps = _WHERE.format(number=to + 1, lesson=lesson.title), lesson.steps
    setups = needed(steps, now, to)
    labs = [step.setup.lab for step in steps[(now + 1 if now is not None and to > now else 0) : to + 1]]
    try:
        found, restart = configured(experiment, setups)
        page = _page(experiment, steps[to].setup, next((lab for lab in reversed(labs) if lab), ""))
    except MLWidgetsError as error:
        raise ConfigurationError(_CANNOT.format(where=where, why=error)) from error

    def put() -> None:
        before = experiment.restarts
        said = _SET_UP.format(where=where)
        experiment.take(replace(found, page=page), said, restart=restart)
        # What is replaced can be brought back; what was said of an earlier step is old.
        experiment.note = said if experiment.restarts != before else ""

    return put


def needed(steps: Sequence[Step], now: int | None, to: int) -> tuple[SetUp, ...]:
    """Return the set-ups that must be put into an experiment on the way from a step to another."""
    if now is not None and to > now:
        way = steps[now + 1 : to + 1]
    elif now is not None and not any(_changes(step.setup) for step in steps[to + 1 : now + 1]):
        return ()
    else:
        way = steps[: to + 1]
    begin = max((at for at, step in enumerate(way) if step.setup.fresh), default=0)
    return tuple(step.setup for step in way[begin:])


def _changes(setup: SetUp) -> bool:
    return bool(setup.fresh or setup.experiment or setup.stage)


def configured(experiment: Experiment, setups: Sequence[SetUp]) -> tuple[Linked, bool]:
    """Return the configuration that set-ups make of an experiment, and whether its run begins anew.

    Raises
    ------
    MLWidgetsError
        They cannot be built.
    """
    settings, setup = experiment.settings, experiment.convolution.setup
    stage: Stage | None = None
    restart = False
    for one in setups:
        given = read({"version": VERSION, **one.experiment})
        convolution = given.pop("convolution", None)
        if one.fresh:
            settings = first_settings(as_dataset(given.pop("dataset", _USUAL_DATA)), given)
            setup, stage, restart = Convolution().setup, None, True
        elif given:
            settings = changed_settings(settings, given)
        if convolution is not None:
            setup = Convolution.from_dict(convolution, setup).setup
        if one.stage:
            stage, restart = learned_network().stages[STAGE.check(one.stage)], True
            if not learned_network().suits(settings):
                raise ConfigurationError(_OTHER_NETWORK)
        elif stage is not None and not learned_network().suits(settings):
            stage = None  # a later step has another network, whose training begins at random
    check_network(settings)
    return Linked(settings, setup, experiment.page, stage, ()), restart


def _page(experiment: Experiment, setup: SetUp, lab: str) -> PageSetup:
    tab = lab or experiment.page.tab
    return PageSetup().with_(tab=tab, hidden=setup.hidden, locked=setup.locked, point=setup.point)
