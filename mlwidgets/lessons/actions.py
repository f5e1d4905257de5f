"""Actions: what `mlwidgets lesson check` does to an experiment in place of a learner.

A short list and no code: each action is a name and plain values, and is done through the experiment's own
methods, which check them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from time import monotonic
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mlwidgets.errors import ConfigurationError, SessionStateError
from mlwidgets.explain.convolution.settings import ConvolutionSettings
from mlwidgets.language import _
from mlwidgets.lessons.size import check_network
from mlwidgets.ranges import EPOCHS, Interval, check_flag, nearest, shown
from mlwidgets.session.consistent import changed_settings
from mlwidgets.session.convolution.setup import refuse_unknown as refuse_unknown_of_convolution
from mlwidgets.session.run.snapshot import Status
from mlwidgets.spec.settings import refuse_unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlwidgets.session import Experiment

SECONDS = 300.0
"""So long all actions that are done together may train."""

STEPS = Interval(name="steps", low=1, high=100_000, integer=True)


@dataclass(frozen=True)
class StandIn:
    """Whoever acts in place of a learner, and does not wait for ever.

    Attributes
    ----------
    experiment : Experiment
        What is worked on.
    until : float
        When waiting ends, on the clock of `time.monotonic`.
    """

    experiment: Experiment
    until: float

    def wait(self) -> None:
        """Wait for what is trained.

        Raises
        ------
        SessionStateError
            It takes too long; it has been stopped.
        """
        if not self.experiment.wait(max(0.0, self.until - monotonic())):
            self.experiment.pause()
            raise SessionStateError(
                _(
                    "The training was not done after {seconds:g} seconds, and was stopped. Train for fewer "
                    "epochs, on fewer examples, or with a smaller network."
                ).format(seconds=SECONDS)
            )

    def change(self, **settings: Any) -> None:  # noqa: ANN401 - settings of several types
        """Change settings, unless they make a network that is too large."""
        check_network(changed_settings(self.experiment.settings, settings))
        self.experiment.change(**settings)


@dataclass(frozen=True)
class ActionKind:
    """Something that can be done.

    Attributes
    ----------
    sentence : str
        What it does, for the author's guide.
    check : callable
        Takes the value, and raises `ConfigurationError` if it cannot be.
    do : callable
        Takes who does it, and the value.
    """

    sentence: str
    check: Callable[[Any], object]
    do: Callable[[StandIn, Any], None]


@dataclass(frozen=True)
class Action:
    """One action with its value, checked as far as that can be without an experiment."""

    name: str
    value: Any

    @property
    def trains(self) -> bool:
        """Whether it trains the network."""
        return self.name in ("train", "run")

    @property
    def controls(self) -> tuple[str, ...]:
        """The controls of a page with which a learner does the same, as far as there are some."""
        if self.name == "set":
            return tuple(self.value)
        if self.name == "convolution":
            return tuple(f"convolution.{name}" for name in self.value)
        control = {"layers": "hidden_layers", "kernel": "convolution.kernel"}.get(self.name, self.name)
        return () if self.name in ("train", "run", "reset", "test", "numbers", "picture") else (control,)


def parse_action(given: object) -> Action:
    """Return an action from what a lesson says, such as ``{"train": {"epochs": 3}}``.

    Raises
    ------
    ConfigurationError
        There is no such action, or it cannot have this value.

    Examples
    --------
    >>> parse_action({"train": {"epochs": 3}})
    Action(name='train', value={'epochs': 3})
    """
    if not isinstance(given, Mapping) or len(given) != 1:
        raise ConfigurationError(
            f"An action is a map with one name, such as {{train: {{epochs: 3}}}}; got {shown(given)}."
        )
    ((name, value),) = given.items()
    if name not in ACTIONS:
        known = tuple(ACTIONS)
        raise ConfigurationError(
            f"There is no action {shown(name)}. There are: {', '.join(known)}.{nearest(name, known)}"
        )
    ACTIONS[name].check(value)
    return Action(str(name), value)


def do_all(actions: Iterable[Action], experiment: Experiment) -> None:
    """Do what a learner would do, one action after the other.

    Raises
    ------
    MLWidgetsError
        The experiment cannot do it now, or the actions take more than `SECONDS` together.
    """
    stand_in = StandIn(experiment, monotonic() + SECONDS)
    for action in actions:
        ACTIONS[action.name].do(stand_in, action.value)


def _train(stand_in: StandIn, value: Mapping[str, int]) -> None:
    if "steps" in value:
        stand_in.experiment.step_updates(value["steps"])
        stand_in.wait()
        return
    for _epoch in range(value["epochs"]):
        stand_in.experiment.step_epoch()
        stand_in.wait()
        if stand_in.experiment.status is Status.FAILED:
            return  # it has diverged, which may be what is wanted


def _run(stand_in: StandIn, _: object) -> None:
    stand_in.experiment.run()
    stand_in.wait()


def _reset(stand_in: StandIn, _: object) -> None:
    stand_in.experiment.reset()


def _test(stand_in: StandIn, _: object) -> None:
    stand_in.experiment.ledger.measure_test()


def _change(stand_in: StandIn, value: Mapping[str, Any]) -> None:
    stand_in.change(**value)


def _one_setting(name: str) -> Callable[[StandIn, Any], None]:
    def do(stand_in: StandIn, value: object) -> None:
        stand_in.change(**{name: value})

    return do


def _kernel(stand_in: StandIn, value: object) -> None:
    stand_in.experiment.convolution.change(kernel=value)


def _numbers(stand_in: StandIn, value: object) -> None:
    stand_in.experiment.convolution.change(numbers=value, picture=None)


def _picture(stand_in: StandIn, value: str) -> None:
    stand_in.experiment.convolution.take(value)


def _convolution(stand_in: StandIn, value: Mapping[str, Any]) -> None:
    stand_in.experiment.convolution.set(**value)


def _check_train(value: object) -> None:
    if not isinstance(value, Mapping) or len(value) != 1 or not {*value} <= {"epochs", "steps"}:
        raise ConfigurationError(
            f"train must be {{epochs: …}} or {{steps: …}}, with a whole number; got {shown(value)}."
        )
    for name, number in value.items():
        {"epochs": EPOCHS, "steps": STEPS}[name].check_int(number)


def _check_map(name: str) -> Callable[[object], None]:
    def check(value: object) -> None:
        if not isinstance(value, Mapping) or not value:
            raise ConfigurationError(f"{name} must be a map of settings; got {shown(value)}.")
        if name == "set":
            refuse_unknown(value)
        else:
            refuse_unknown_of_convolution(value, tuple(asdict(ConvolutionSettings())))

    return check


def _check_grid(name: str) -> Callable[[object], None]:
    def check(value: object) -> None:
        rows = value if isinstance(value, list) and value else [None]
        if not all(isinstance(row, list) and row for row in rows):
            raise ConfigurationError(
                f"{name} must be a list of rows, such as [[0, -1], [1, 0]]; got {shown(value)}."
            )

    return check


def _check_text(name: str) -> Callable[[object], None]:
    def check(value: object) -> None:
        if not isinstance(value, str):
            raise ConfigurationError(f"{name} must be a name; got {shown(value)}.")

    return check


def _check_true(name: str) -> Callable[[object], None]:
    def check(value: object) -> None:
        if not check_flag(name, value):
            raise ConfigurationError(f"{name} must be true, or left out.")

    return check


def _check_any(_: object) -> None:
    """Leave it to the experiment."""


ACTIONS: Mapping[str, ActionKind] = MappingProxyType(
    {
        "set": ActionKind("Changes settings of the experiment, all at once.", _check_map("set"), _change),
        "train": ActionKind("Trains for some epochs, or for some steps.", _check_train, _train),
        "run": ActionKind("Trains to the last epoch, as the button Run does.", _check_true("run"), _run),
        "reset": ActionKind("Goes back to the same initial weights.", _check_true("reset"), _reset),
        "test": ActionKind("Measures the test examples, as the learner can.", _check_true("test"), _test),
        "dataset": ActionKind("Changes the data set.", _check_any, _one_setting("dataset")),
        "layers": ActionKind("Changes the stack of layers.", _check_any, _one_setting("layers")),
        "loss": ActionKind("Changes the loss.", _check_any, _one_setting("loss")),
        "optimizer": ActionKind("Changes the optimizer.", _check_any, _one_setting("optimizer")),
        "kernel": ActionKind("Changes the kernel of the convolution lab.", _check_grid("kernel"), _kernel),
        "numbers": ActionKind(
            "Changes the input of the convolution lab to numbers.", _check_grid("numbers"), _numbers
        ),
        "picture": ActionKind(
            "Changes the input of the convolution lab to a bundled picture.", _check_text("picture"), _picture
        ),
        "convolution": ActionKind(
            "Changes settings of the convolution lab: strides, padding and the others.",
            _check_map("convolution"),
            _convolution,
        ),
    }
)
"""Everything that can be done, by name."""
