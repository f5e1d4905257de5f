"""A row: what one class of the engine is in the library of one language.

The engine has Keras' names and defaults (`tests/oracles/test_model_code_keras.py` compares them all).
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlwidgets.engine.configurable import snake_case
from mlwidgets.errors import ConfigurationError
from mlwidgets.interchange.code.common.text import Call, whole
from mlwidgets.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlwidgets.engine.configurable import Configurable
    from mlwidgets.engine.constraints import FixedFilters
    from mlwidgets.engine.initializers import GivenFilters


@dataclass(frozen=True)
class Row:
    """What a class of the engine is in one library.

    Attributes
    ----------
    name : str or callable
        What is called there; the class's own name after `prefix` if empty.
    first : tuple of (str or callable), optional
        The arguments without a name; the settings that have no default if not given.
    named : mapping of str to (str or callable), or to a tuple of one and the library's own default
        The arguments with a name. One that is at the library's default is left out.
    rest : bool
        Whether all other settings that are not at their default follow under their own names.
    comment : str or callable
        What is said about it.
    refused : callable, optional
        Returns a sentence if this one cannot be written, or "".
    """

    name: str | Callable[[Any], str] = ""
    first: tuple[Any, ...] | None = None
    named: Mapping[str, Any] = field(default_factory=dict)
    rest: bool = False
    comment: str | Callable[[Any], str] = ""
    refused: Callable[[Any], str] | None = None

    def call(
        self,
        thing: Any,  # noqa: ANN401 - an object of the engine, or a layer at its place in the stack
        *,
        prefix: str = "",
        convert: Callable[[str, object], object] = lambda _, value: value,
    ) -> Call:
        """Return the call that makes it, or raise the sentence with which it is refused.

        `prefix` comes before the class's own name; `convert` gets a setting's name ("" if there is none) and
        its value, and returns how the library takes it.
        """
        if problem := self.refused(thing) if self.refused else "":
            raise ConfigurationError(problem)
        own: Configurable = getattr(thing, "layer", thing)

        def value(source: Any) -> object:  # noqa: ANN401 - a name or a callable
            if callable(source):
                return convert("", source(thing))
            return convert(source, getattr(own, source))

        sources = required(type(own)) if self.first is None else self.first
        named: dict[str, object] = {}
        for name, wanted in self.named.items():
            source, *usual = wanted if isinstance(wanted, tuple) else (wanted,)
            made = value(source)
            if [made] != usual:
                named[name] = made
        if self.rest:
            left_out = {*sources, *self.named}
            also = (one for one in sources if isinstance(one, str))
            named |= {one: value(one) for one in changed(own, *also) if one not in left_out}
        name = self.name(thing) if callable(self.name) else self.name
        remark = self.comment(thing) if callable(self.comment) else self.comment
        positional = tuple(value(source) for source in sources)
        return Call(name or f"{prefix}{type(own).__name__}", positional, named, remark)


def required(kind: type[Configurable]) -> tuple[str, ...]:
    """Return the names of the settings that have no default."""
    signature = inspect.signature(kind).parameters.values()
    return tuple(one.name for one in signature if one.default is inspect.Parameter.empty)


def changed(thing: Configurable, *also: str) -> dict[str, Any]:
    """Return the settings of an object that are required, wanted `also`, or not at their default."""
    given = {*required(type(thing)), *also} & set(type(thing).parameter_names())
    # A default may depend on a setting, as strides do on pool_size: those are kept.
    usual = type(thing).from_config({name: thing.get_config()[name] for name in given}).get_config()
    return {
        name: getattr(thing, name)
        for name, value in thing.get_config().items()
        if name in given or value != usual[name]
    }


def name_of(thing: Configurable) -> str:
    """Return the Keras name of an object: "he_normal"."""
    return snake_case(type(thing).__name__)


def filters(thing: GivenFilters | FixedFilters) -> dict[int, object]:
    """Return the filters made by hand by their number."""
    return dict(zip(thing.numbers, map(whole, thing.values), strict=True))


def not_in(what: str, language: str, advice: str) -> ConfigurationError:
    """Return the error that something cannot be written in a language."""
    said = _("{what} cannot be written in {language}. {advice}")
    return ConfigurationError(said.format(what=what, language=language, advice=advice))
