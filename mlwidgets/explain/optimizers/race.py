"""A race: the surface, who races, from where, and for how many updates; a frozen value, checked once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.optimizers.paths import MOST_RACERS, STEPS
from mlwidgets.explain.optimizers.surfaces import SURFACES, surface_named
from mlwidgets.language import ENGLISH, _, current
from mlwidgets.spec import OptimizerSpec

if TYPE_CHECKING:
    from mlwidgets.explain.optimizers.surfaces import Point, Surface


@dataclass(frozen=True)
class Racer:
    """An optimizer in a race.

    Attributes
    ----------
    number : int
        From 0 to `MOST_RACERS` − 1: its colour, dash and mark, which it keeps.
    spec : OptimizerSpec
        The optimizer with all its settings.
    """

    number: int
    spec: OptimizerSpec

    @property
    def label(self) -> str:
        """The optimizer with what differs from its defaults, without the learning rate.

        Examples
        --------
        >>> Racer(0, OptimizerSpec.of("sgd").with_(momentum=0.9)).label
        'SGD with momentum 0.9'
        """
        return self.numbered(1)

    def numbered(self, alike: int) -> str:
        """Return the label of one that is not the first of its kind.

        Examples
        --------
        >>> Racer(0, OptimizerSpec.of("sgd").with_(momentum=0.9)).numbered(2)
        'SGD 2 with momentum 0.9'
        """
        parts = []
        for option in self.spec.row.options:
            value = self.spec.config[option.name]
            if option.name == "learning_rate" or value == option.default:
                continue
            word = str(option.label) if option.label.startswith("Nesterov") else _within(option.label)
            parts.append(
                word if value is True else _("{setting} {value:g}").format(setting=word, value=value)
            )
        title = str(self.spec.row.shown_title)
        title = title if alike == 1 else f"{title} {alike}"
        return _("{title} with {settings}").format(title=title, settings=", ".join(parts)) if parts else title

    @property
    def rate(self) -> str:
        """The learning rate, or the schedule that sets it.

        Examples
        --------
        >>> Racer(0, OptimizerSpec.of("sgd")).rate
        'η = 0.1'
        """
        title = self.spec.schedule_title
        return f"η: {_within(title)}" if title else _("η = {rate:g}").format(rate=self.spec.learning_rate)


@dataclass(frozen=True)
class Race:
    """Who races where.

    Attributes
    ----------
    surface : Surface
        Where.
    racers : tuple of Racer
        Who, `MOST_RACERS` at most; there may be none.
    start : (float, float)
        Where all of them begin.
    steps : int
        How many updates each makes.
    """

    surface: Surface
    racers: tuple[Racer, ...]
    start: Point
    steps: int

    def __post_init__(self) -> None:
        """Check everything once."""
        STEPS.check_int(self.steps)
        object.__setattr__(self, "start", self.surface.check_start(self.start))

    @classmethod
    def first(cls) -> Self:
        """Return a race that shows something: four optimizers in the valley of Rosenbrock."""
        surface = SURFACES["rosenbrock"]
        return cls(surface, usual_racers(surface), surface.start, 600)

    def racer(self, number: int) -> Racer:
        """Return a racer by its number.

        Raises
        ------
        ConfigurationError
            There is none.
        """
        for one in self.racers:
            if one.number == number:
                return one
        raise ConfigurationError(
            _("There is no racer {number}: it has been removed. Choose another one.").format(number=number)
        )

    def on(self, surface: Surface | str) -> Self:
        """Return the race on another surface, from a start that suits it.

        Racers that nobody has changed get the learning rates that suit it, too.
        """
        place = surface_named(surface) if isinstance(surface, str) else surface
        unchanged = self.racers == usual_racers(self.surface)
        racers = usual_racers(place) if unchanged else self.racers
        return replace(self, surface=place, racers=racers, start=place.start)

    def starting_at(self, point: object) -> Self:
        """Return the race from another start.

        Raises
        ------
        ConfigurationError
            It is not on the surface.
        """
        return replace(self, start=self.surface.check_start(point))

    def lasting(self, steps: object) -> Self:
        """Return the race with another number of updates.

        Raises
        ------
        ConfigurationError
            It is none of `STEPS`.
        """
        return replace(self, steps=STEPS.check_int(steps))

    def with_racer(self, spec: OptimizerSpec) -> Self:
        """Return the race with one more racer, the last one.

        Raises
        ------
        ConfigurationError
            There are `MOST_RACERS` already.
        """
        free = sorted(set(range(MOST_RACERS)) - {one.number for one in self.racers})
        if not free:
            raise ConfigurationError(
                _("At most {most} optimizers can race. Remove one, then add another.").format(
                    most=MOST_RACERS
                )
            )
        return replace(self, racers=(*self.racers, Racer(free[0], spec)))

    def without(self, number: int) -> Self:
        """Return the race without one of its racers."""
        gone = self.racer(number)
        return replace(self, racers=tuple(one for one in self.racers if one is not gone))

    def changed(self, number: int, spec: OptimizerSpec) -> Self:
        """Return the race in which a racer has other settings, or is another optimizer."""
        old = self.racer(number)
        return replace(self, racers=tuple(Racer(number, spec) if one is old else one for one in self.racers))


def usual_racers(surface: Surface) -> tuple[Racer, ...]:
    """Return the racers to begin with: SGD without and with momentum, RMSprop and Adam."""
    sgd, rmsprop, adam = surface.rates
    chosen = (
        OptimizerSpec.of("sgd").with_(learning_rate=sgd),
        OptimizerSpec.of("sgd").with_(learning_rate=sgd, momentum=0.9),
        OptimizerSpec.of("rmsprop").with_(learning_rate=rmsprop),
        OptimizerSpec.of("adam").with_(learning_rate=adam),
    )
    return tuple(Racer(number, spec) for number, spec in enumerate(chosen))


def _within(label: str) -> str:
    """Return a label as it stands within a line: in English small, unless it is a name such as AMSGrad."""
    if current() == ENGLISH and label[1:2].islower():
        return label[:1].lower() + label[1:]
    return str(label)
