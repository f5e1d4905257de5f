"""The named values of a block, asked for one by one; what is missing or wrong is noted with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.errors import ConfigurationError
from mlwidgets.lessons.format.markdown import fragment
from mlwidgets.ranges import nearest, shown

if TYPE_CHECKING:
    from mlwidgets.lessons.format.blocks import Block, Path
    from mlwidgets.lessons.format.faults import Faults
    from mlwidgets.ranges import Interval

LONGEST_TEXT = 4_000


class Fields:
    """A map of a lesson's file.

    Every question has an answer, so that reading goes on and finds all faults at once; the lesson is not used
    if there are any.

    Parameters
    ----------
    block : Block
        The block of YAML that it stands in.
    faults : Faults
        Where to note what is wrong.
    what : str
        What it is, for messages: "a task".
    path : tuple
        The keys and positions that lead to it.
    """

    def __init__(self, block: Block, faults: Faults, what: str, path: Path = ()) -> None:
        self._block, self._faults, self._path, self._what = block, faults, path, what
        values: Any = block.values
        for key in path:
            values = values[key]
        self._values: dict[str, Any] = values
        self._asked: list[str] = []

    @property
    def line(self) -> int:
        """Line of the file on which it begins."""
        return self._block.lines[self._path]

    def line_of(self, name: str, *more: str | int) -> int:
        """Line of a value, or of what comes nearest if it is not there."""
        path: Path = (*self._path, name, *more)
        while path not in self._block.lines:
            path = path[:-1]
        return self._block.lines[path]

    def lines_in(self, name: str) -> dict[Path, int]:
        """Return the lines of all that is inside a value, by what leads there from it."""
        path: Path = (*self._path, name)
        begin = len(path)
        return {
            one[begin:]: line
            for one, line in self._block.lines.items()
            if one[:begin] == path and one != path
        }

    def fault(self, name: str, message: str) -> None:
        """Note that something is wrong with a value."""
        self.fault_at(message, name)

    def fault_at(self, message: str, name: str, *more: str | int) -> None:
        """Note that something is wrong inside a value."""
        self._faults.add(self.line_of(name, *more), message)

    def has(self, name: str) -> bool:
        """Return whether it is there."""
        self._ask(name)
        return self._values.get(name) is not None

    def text(self, name: str, *, needed: bool = True, longest: int = LONGEST_TEXT) -> str:
        """Return a text; empty if it is missing."""
        value = self._get(name, needed=needed)
        if value is None:
            return ""
        if not isinstance(value, str):
            advice = f' Put it in quotes: "{value}".' if isinstance(value, (int, float)) else ""
            self.fault(name, f"{name} must be a text; got {shown(value)}.{advice}")
            return ""
        if not value.strip():
            self.fault(name, f"{name} is empty; write its text.")
        if len(value) > longest:
            self.fault(name, f"{name} has {len(value):,} characters; at most {longest:,} are allowed.")
            return ""
        return value.strip()

    def html(self, name: str, *, needed: bool = True) -> str:
        """Return a text of Markdown as safe HTML."""
        text = self.text(name, needed=needed)
        return fragment(text, self.line_of(name), self._faults)

    def flag(self, name: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._get(name, needed=False)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault(name, f"{name} must be true or false; got {shown(value)}.")
            return default
        return value

    def whole_number(self, range_: Interval, *, default: int | None = None) -> int:
        """Return a whole number in a range, by the range's own name; needed if there is no default."""
        value = self._get(range_.name, needed=default is None)
        instead = int(range_.low) if default is None else default
        if value is None:
            return instead
        try:
            return range_.check_int(value)
        except ConfigurationError as error:
            self.fault(range_.name, str(error))
            return instead

    def one_of(self, name: str, options: tuple[str, ...], *, needed: bool = True) -> str:
        """Return one of a few names; empty if it is missing or not one of them."""
        value = self._get(name, needed=needed)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)  # some names are numbers
        if value is None or (isinstance(value, str) and value in options):
            return value or ""
        self.fault(
            name, f"{name} must be one of {', '.join(options)}; got {shown(value)}.{nearest(value, options)}"
        )
        return ""

    def texts(self, name: str, *, most: int = 20) -> tuple[str, ...]:
        """Return a list of texts; empty if it is missing."""
        value = self._get(name, needed=False)
        if value is None:
            return ()
        if not isinstance(value, list) or len(value) > most or not all(isinstance(one, str) for one in value):
            self.fault(name, f"{name} must be a list of up to {most} texts; got {shown(value)}.")
            return ()
        return tuple(value)

    def htmls(self, name: str, *, most: int = 20) -> tuple[str, ...]:
        """Return a list of texts of Markdown as safe HTML."""
        return tuple(
            fragment(one, self.line_of(name, at), self._faults)
            for at, one in enumerate(self.texts(name, most=most))
        )

    def map(self, name: str, *, needed: bool = False) -> dict[str, Any]:
        """Return a map as it stands; empty if it is missing."""
        value = self._get(name, needed=needed)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.fault(name, f"{name} must be a map, such as {{name: value}}; got {shown(value)}.")
            return {}
        return value

    def values(self, name: str, *, needed: bool = True) -> list[Any]:
        """Return a list as it stands; empty if it is missing."""
        value = self._get(name, needed=needed)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(name, f"{name} must be a list; got {shown(value)}.")
            return []
        return value

    def part(self, name: str, what: str) -> Fields | None:
        """Return a map inside this one; None if it is missing or no map."""
        value = self._get(name, needed=True)
        if isinstance(value, dict):
            return Fields(self._block, self._faults, what, (*self._path, name))
        if value is not None:
            self.fault(name, f"{name} must be a map, such as {{check: diverged}}; got {shown(value)}.")
        return None

    def parts(self, name: str, what: str, *, least: int = 1, most: int = 20) -> list[Fields]:
        """Return a list of maps."""
        value = self._get(name, needed=True)
        if value is None:
            return []
        if not isinstance(value, list) or not least <= len(value) <= most:
            count = f"{len(value)} of them" if isinstance(value, list) else shown(value)
            self.fault(name, f"{name} must be a list of {least} to {most}; got {count}.")
            return []
        for at, one in enumerate(value):
            if not isinstance(one, dict):
                line = self.line_of(name, at)
                self._faults.add(line, f"Each of {name} must be {what}, written as a map; got {shown(one)}.")
        maps = [at for at, one in enumerate(value) if isinstance(one, dict)]
        return [Fields(self._block, self._faults, what, (*self._path, name, at)) for at in maps]

    def close(self) -> None:
        """Note the names that nobody has asked for."""
        known = tuple(self._asked)
        for name in self._values:
            if name not in known:
                advice = nearest(name, known) or f" It knows: {', '.join(known)}."
                self.fault(name, f"{self._what[0].upper()}{self._what[1:]} has no {shown(name)}.{advice}")

    def _ask(self, name: str) -> None:
        if name not in self._asked:
            self._asked.append(name)

    def _get(self, name: str, *, needed: bool) -> Any:  # noqa: ANN401 - what the file holds
        self._ask(name)
        value = self._values.get(name)
        if value is None and needed:
            self.fault(name, f"{self._what[0].upper()}{self._what[1:]} needs {name}.")
        return value
