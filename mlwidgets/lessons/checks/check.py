"""A check: a named judgement of what a learner has done, made of what was measured and of a rule.

The two halves are apart on purpose. `Check.evidence` looks at the live experiment and returns plain numbers;
`Check.judge` looks at nothing but these. So a hand-in is judged again from its numbers, by the same rule.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mlwidgets.errors import DataError, MLWidgetsError
from mlwidgets.language import _
from mlwidgets.lessons.checks.parameters import parse
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.lessons.checks.parameters import Parameter
    from mlwidgets.session import Experiment

_LONGEST = 200
"""Characters of a text; the names of columns and data sets are shorter."""

_PROBLEM, _LONGEST_SENTENCE = "problem", 1_000

UNTRAINED = _("Nothing has been trained yet: press Run.")


@dataclass(frozen=True)
class Finding:
    """What a check says.

    Attributes
    ----------
    holds : bool
        Whether it is so.
    why : str
        In a sentence or two, with the learner's own numbers: what was found, the rule, what to try.
    """

    holds: bool
    why: str


class Evidence:
    """The numbers of a judgement, read with care: a hand-in may hold anything.

    Parameters
    ----------
    values : object
        What `Check.evidence` returned, or what somebody says that it returned.
    """

    def __init__(self, values: object) -> None:
        if not isinstance(values, Mapping):
            raise _damaged("its numbers by name", values)
        self._values = values

    def number(self, name: str) -> float:
        """Return a finite number."""
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _damaged(f"a number {name}", value)
        try:
            number = float(value)
        except OverflowError:  # a whole number of hundreds of digits
            raise _damaged(f"a number {name}", value) from None
        if not math.isfinite(number):
            raise _damaged(f"a number {name}", value)
        return number

    def number_or_none(self, name: str) -> float | None:
        """Return a finite number, or None where there was none."""
        return None if self._values.get(name) is None else self.number(name)

    def count(self, name: str) -> int:
        """Return a whole number, 0 or more."""
        number = self.number(name)
        if number < 0 or number != int(number):
            raise _damaged(f"a whole number {name}", number)
        return int(number)

    def flag(self, name: str) -> bool:
        """Return True or False."""
        value = self._values.get(name)
        if not isinstance(value, bool):
            raise _damaged(f"a True or False {name}", value)
        return value

    def text(self, name: str) -> str:
        """Return a short text, such as a name."""
        value = self._values.get(name)
        if not isinstance(value, str) or len(value) > _LONGEST:
            raise _damaged(f"a text {name}", value)
        return value

    def counts(self, name: str) -> tuple[int, ...]:
        """Return a list of whole numbers, each 0 or more."""
        return tuple(Evidence({name: one}).count(name) for one in self._list(name))

    @property
    def problem(self) -> str:
        """Why there was nothing to look at, in a sentence; empty if there was."""
        said = self._values.get(_PROBLEM, "")
        if not isinstance(said, str) or len(said) > _LONGEST_SENTENCE:
            raise _damaged("a sentence under problem", said)
        return said

    def part(self, name: str) -> Evidence:
        """Return what is nested under a name."""
        return Evidence(self._values.get(name))

    def parts(self, name: str) -> tuple[Evidence, ...]:
        """Return a list of such."""
        return tuple(Evidence(one) for one in self._list(name))

    def raw(self, name: str) -> Any:  # noqa: ANN401 - whoever asks checks it
        """Return what stands under a name, whatever that is."""
        return self._values.get(name)

    def _list(self, name: str) -> list[Any]:
        value = self._values.get(name)
        if not isinstance(value, (list, tuple)):
            raise _damaged(f"a list {name}", value)
        return list(value)


def _damaged(wanted: str, got: object) -> DataError:
    return DataError(f"The evidence of this task is incomplete: it must hold {wanted}; got {shown(got)}.")


@dataclass(frozen=True)
class Check:
    """A judgement that a lesson can name.

    Attributes
    ----------
    name : str
        What a lesson calls it.
    sentence : str
        What it looks at, for the author's guide.
    look : callable
        Takes the experiment; returns plain JSON values.
    rule : callable
        Takes `Evidence` and the parameters; returns the finding.
    parameters : tuple of Parameter
        What can be said under `with:`.
    any_of : tuple of str
        Parameters of which at least one has to be given.
    """

    name: str
    sentence: str
    look: Callable[[Experiment], dict[str, Any]]
    rule: Callable[..., Finding]
    parameters: tuple[Parameter, ...] = ()
    any_of: tuple[str, ...] = ()

    def parse(self, given: object) -> dict[str, Any]:
        """Return parameters, checked; `ConfigurationError` says what is wrong with them."""
        return parse(f"The check {self.name}", self.parameters, given, any_of=self.any_of)

    def evidence(self, experiment: Experiment) -> dict[str, Any]:
        """Return everything that the judgement needs, and nothing else, as plain JSON values.

        Where the experiment cannot be looked at, since its data are too few to be divided, say, the reason is
        all there is.
        """
        try:
            with experiment.lock:  # or the settings could be of one moment and the numbers of the next
                return self.look(experiment)
        except MLWidgetsError as error:
            return {_PROBLEM: str(error)}

    def judge(self, evidence: object, /, **parameters: Any) -> Finding:  # noqa: ANN401 - of several types
        """Judge evidence, live or handed in; what is damaged does not hold, and is told in a sentence.

        Parameters
        ----------
        evidence : object
            What `evidence` returned, perhaps long ago and on another machine.
        **parameters
            As `parse` returned them.
        """
        try:
            seen = Evidence(evidence)
            problem = seen.problem
            return Finding(holds=False, why=problem) if problem else self.rule(seen, **parameters)
        except MLWidgetsError as error:  # a hand-in may hold a kernel, say, that cannot be
            return Finding(holds=False, why=str(error))
