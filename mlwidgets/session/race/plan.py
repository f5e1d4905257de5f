"""What a race is made of: who enters, how many seeds, how long, and with which learning rates."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal, Self, cast

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.wording import number_text
from mlwidgets.language import _
from mlwidgets.ranges import LEARNING_RATE, Interval, OneOf, shown
from mlwidgets.spec.optimizer_spec import OptimizerSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.spec.settings import Settings

MOST_ENTRANTS = 8
"""More curves than this could not be told apart."""

SEEDS = Interval(name="seeds", low=1, high=10, integer=True)
RACE_EPOCHS = Interval(name="epochs", low=1, high=200, integer=True)
UPDATES = Interval(name="updates", low=1, high=200_000, integer=True)

RATES = OneOf(name="rates", options=("own", "equal", "tuned"))
Rates = Literal["own", "equal", "tuned"]

_LONGEST_NAME = 40


@dataclass(frozen=True)
class Entrant:
    """One optimizer in a race.

    Attributes
    ----------
    name : str
        What it is called in the race.
    optimizer : OptimizerSpec
        With all its settings. Given as a spec, its Keras name or a dict.
    """

    name: str
    optimizer: OptimizerSpec

    def __post_init__(self) -> None:
        if not isinstance(self.name, str):
            raise ConfigurationError(f"The name of an optimizer in a race is a text; got {shown(self.name)}.")
        object.__setattr__(self, "optimizer", OptimizerSpec.of(self.optimizer))

    @classmethod
    def of(cls, value: object) -> Self:
        """Return an entrant as it is, or one for an optimizer: a spec, its Keras name or a dict."""
        if isinstance(value, cls):
            return value
        spec = OptimizerSpec.of(value)
        return cls(title_of(spec), spec)


_MOMENTUM = _("{title} with momentum {momentum}")
_NESTEROV = _("{title} with Nesterov momentum {momentum}")


def title_of(spec: OptimizerSpec) -> str:
    """Return what an optimizer is called in a race: "SGD with momentum 0.9"."""
    title, momentum = spec.row.shown_title, spec.config.get("momentum")
    if momentum:
        said = _NESTEROV if spec.config.get("nesterov") else _MOMENTUM
        return said.format(title=title, momentum=number_text(float(momentum), 3))
    return title


def usual_entrants() -> tuple[Entrant, ...]:
    """Return who races unless somebody else is entered: SGD, SGD with momentum, and Adam.

    Momentum makes steps about 1 / (1 − 0.9) = 10 times as long, so SGD has a tenth of its rate with it.
    """
    sgd = OptimizerSpec.of("sgd")
    return tuple(
        Entrant.of(one)
        for one in (sgd, sgd.with_(momentum=0.9, learning_rate=sgd.learning_rate / 10), "adam")
    )


@dataclass(frozen=True)
class RacePlan:
    """A race as it is planned; checked when it is made.

    Attributes
    ----------
    entrants : tuple of Entrant
        One to eight. Given as optimizers (specs, names, dicts), they get names; the same one twice gets
        a number.
    seeds : int
        How many starts each entrant runs from, 1 to 10: the experiment's seed and those that follow it.
    epochs : int
        Passes over the training examples, for each run.
    updates : int or None
        Updates for each run instead of epochs.
    rates : {"own", "equal", "tuned"}
        Learning rates: each optimizer's own, one for all, or for each the best of a few that are tried
        before the race.
    learning_rate : float
        The one for all, if they are equal.
    """

    entrants: tuple[Entrant, ...]
    seeds: int = 3
    epochs: int = 5
    updates: int | None = None
    rates: Rates = "own"
    learning_rate: float = 0.01

    def __post_init__(self) -> None:
        put = object.__setattr__
        if not isinstance(self.entrants, (list, tuple)):
            raise ConfigurationError(f"entrants must be a list of optimizers; got {shown(self.entrants)}.")
        if not 1 <= len(self.entrants) <= MOST_ENTRANTS:
            raise ConfigurationError(
                _("A race has 1 to {most} optimizers; got {count}. Add or remove some.").format(
                    most=MOST_ENTRANTS, count=len(self.entrants)
                )
            )
        put(self, "entrants", _told_apart([Entrant.of(one) for one in self.entrants]))
        put(self, "seeds", SEEDS.check_int(self.seeds))
        put(self, "epochs", RACE_EPOCHS.check_int(self.epochs))
        if self.updates is not None:
            put(self, "updates", UPDATES.check_int(self.updates))
        put(self, "rates", cast("Rates", RATES.check(self.rates)))
        put(self, "learning_rate", LEARNING_RATE.check(self.learning_rate))

    def with_(self, **changes: Any) -> Self:  # noqa: ANN401 - fields of several types
        """Return the plan with something else in it, checked."""
        known = [one.name for one in fields(self)]
        for name in changes:
            if name not in known:
                raise ConfigurationError(f"A race has no setting {shown(name)}; it has {', '.join(known)}.")
        return replace(self, **changes)

    def updates_of(self, settings: Settings, examples: int) -> int:
        """Return how many updates each run makes, with so many training examples."""
        whole = -(-examples // settings.batch_size) * self.epochs
        return self.updates or min(whole, int(UPDATES.high))

    def seeds_of(self, settings: Settings) -> list[int]:
        """Return the seeds of the race; the one after them is that of the trials."""
        return [(settings.seed + number) % 2**32 for number in range(self.seeds)]


def _told_apart(entrants: Sequence[Entrant]) -> tuple[Entrant, ...]:
    """Give entrants of the same name different ones."""
    found: list[Entrant] = []
    for entrant in entrants:
        name, number = entrant.name.strip()[:_LONGEST_NAME] or title_of(entrant.optimizer), 2
        base = name
        while any(name == other.name for other in found):
            name, number = f"{base} ({number})", number + 1
        found.append(replace(entrant, name=name))
    return tuple(found)
