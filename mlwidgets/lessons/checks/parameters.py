"""Parameters of checks and questions: what an author may write under `with:`, and how it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import check_flag, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.engine.configurable import Registry
    from mlwidgets.ranges import Interval


class Range(Protocol):
    """What a value is checked with: `Interval` and `OneOf` of `mlwidgets.ranges`, and those below."""

    @property
    def name(self) -> str:
        """The parameter's name, as in its message."""

    def check(self, value: object) -> Any:  # noqa: ANN401 - a number, a text, a tuple
        """Return the value as it is used, or raise `ConfigurationError`."""


@dataclass(frozen=True, kw_only=True)
class Flag:
    """True or False."""

    name: str

    def check(self, value: object) -> bool:
        """Return `value`, or raise `ConfigurationError`."""
        return check_flag(self.name, value)


@dataclass(frozen=True, kw_only=True)
class WholeNumbers:
    """A list of whole numbers, such as a shape; a single number is a list of one.

    Parameters
    ----------
    name : str
        The parameter's name.
    each : Interval
        What each of the numbers may be.
    fewest, most : int
        How many there may be.

    Examples
    --------
    >>> from mlwidgets.ranges import Interval
    >>> side = Interval(name="each number of shape", low=1, high=99, integer=True)
    >>> WholeNumbers(name="shape", each=side, most=3).check([3, 3])
    (3, 3)
    """

    name: str
    each: Interval
    fewest: int = 1
    most: int = 4

    def check(self, value: object) -> tuple[int, ...]:
        """Return the numbers as a tuple, or raise `ConfigurationError`."""
        numbers = value if isinstance(value, (list, tuple)) else (value,)
        if not self.fewest <= len(numbers) <= self.most:
            example = ", ".join("3" for _ in range(self.fewest))
            raise ConfigurationError(
                f"{self.name} must be a list of {self.fewest} to {self.most} whole numbers, such as "
                f"[{example}]; got {shown(value)}."
            )
        return tuple(self.each.check_int(number) for number in numbers)


@dataclass(frozen=True, kw_only=True)
class ClassName:
    """The name of a class of the engine, spelt in either way: "Adam" or "adam".

    Parameters
    ----------
    name : str
        The parameter's name.
    registry : Registry
        Where the classes are found.
    """

    name: str
    registry: Registry[Any]

    def check(self, value: object) -> str:
        """Return the class's name as a config has it, or raise `ConfigurationError`."""
        return self.registry.find(self.registry.canonical(value)).__name__


@dataclass(frozen=True, kw_only=True)
class NameAmong:
    """One of names that are only known when somebody asks, such as those of the data sets.

    Parameters
    ----------
    name : str
        The parameter's name.
    options : callable
        Returns them.
    """

    name: str
    options: Callable[[], tuple[str, ...]]

    def check(self, value: object) -> str:
        """Return `value`, or raise `ConfigurationError` with the nearest name as advice."""
        known = self.options()
        if isinstance(value, str) and value in known:
            return value
        raise ConfigurationError(
            f"{self.name} must be one of {', '.join(map(repr, known))}; got "
            f"{shown(value)}.{nearest(value, known)}"
        )


@dataclass(frozen=True)
class Parameter:
    """One thing that an author may say under `with:`.

    Attributes
    ----------
    range : Range
        Its name, and what it may be.
    sentence : str
        What it means, for the author's guide.
    required : bool
        Whether it has to be given.
    default : object
        What it is if it is not given; None: then it is left out.
    """

    range: Range
    sentence: str
    required: bool = False
    default: Any = None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.range.name


def parse(
    what: str, parameters: Sequence[Parameter], given: object, *, any_of: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return parameters as they are used: checked, with their defaults, without those that are left out.

    Parameters
    ----------
    what : str
        Whose parameters they are, as a message calls it: ``"The check updates"``.
    parameters : sequence of Parameter
        Those that there are.
    given : object
        What an author wrote; it must be a mapping.
    any_of : tuple of str
        At least one of these must be given.

    Raises
    ------
    ConfigurationError
        A name is unknown, a value is missing or out of its range, or a lower limit lies above an upper one.
    """
    known = tuple(one.name for one in parameters)
    if not isinstance(given, Mapping):
        raise ConfigurationError(
            f"{what} is given its parameters by their names, as in {{{_example(parameters)}}}; got "
            f"{shown(given)}."
        )
    for name in given:
        if name not in known:
            listed = f"It knows: {', '.join(known)}." if known else "It has none."
            raise ConfigurationError(f"{what} has no parameter {shown(name)}. {listed}{nearest(name, known)}")
    checked: dict[str, Any] = {}
    for one in parameters:
        if one.name in given:
            checked[one.name] = _checked(what, one, given[one.name])
        elif one.required:
            raise ConfigurationError(f"{what} needs a value for {one.name}: {one.sentence}")
        elif one.default is not None:
            checked[one.name] = one.default
    if any_of and not any(name in checked for name in any_of):
        raise ConfigurationError(f"{what} needs at least one of {', '.join(any_of)}; got none of them.")
    _check_order(what, checked)
    return checked


def _check_order(what: str, checked: Mapping[str, Any]) -> None:
    """Raise if no number could lie within the limits."""
    low, most, below = (checked.get(name) for name in ("at_least", "at_most", "below"))
    if low is None:
        return
    if (most is not None and low > most) or (below is not None and low >= below):
        upper, end = ("at_most", most) if most is not None and low > most else ("below", below)
        raise ConfigurationError(
            f"{what} can never hold: at_least must be smaller than {upper}; got at_least {low:g} and "
            f"{upper} {end:g}."
        )


def _checked(what: str, one: Parameter, value: object) -> Any:  # noqa: ANN401 - as its range returns it
    try:
        return one.range.check(value)
    except ConfigurationError as error:
        raise ConfigurationError(f"{what}: {error}") from None


def _example(parameters: Sequence[Parameter]) -> str:
    return f"{parameters[0].name}: …" if parameters else ""
