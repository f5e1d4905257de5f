"""Messages that no page of ours would send, made at random from what each widget listens to.

By hand, for as long as you like: ``python -m tests.widgets.hostility MESSAGES_A_CLASS SEED``.
"""

from __future__ import annotations

import ast
import inspect
import json
import logging
import sys
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

from jupyter_client.session import json_packer

from mlwidgets.widgets.base.lifetime import whole

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from types import ModuleType

    import ipywidgets

DEEP: list[Any] = json.loads("[" * 500 + "]" * 500)
NUMBERS: list[Any] = [0, -1, 3, 2**53 + 1, 10**400, -(10**400), 1e308, 0.5, float("nan"), float("inf")]
TEXTS = [
    "",
    "a",
    "a" * 50_000,
    "\x00",
    "\ud800",
    "<b>",
    "1e999",
    "../../etc/passwd",
    "__class__",
    "IPY_MODEL_",
]
BOXES: list[Any] = [[], [[]], [None] * 3, [1, "a", None], list(range(3000)), [10**400], DEEP]
OBJECTS: list[Any] = [{}, {"": None}, {"kind": "x"}, {"value": 10**400}, {"id": None}, {"layers": DEEP}]
VALUES = [None, True, False, *NUMBERS, *TEXTS, *BOXES, *OBJECTS]
OF_TYPE = {
    "str": TEXTS,
    "int": NUMBERS,
    "float": NUMBERS,
    "list": BOXES,
    "dict": OBJECTS,
    "bool": [True, False],
}
FORMS: list[Any] = [None, 3, "x", [], {}, {"method": "custom"}, {"method": ["update"]}, {"method": "x"}]
PLACES: list[Any] = [[["value"]], [["nonsense"]], [[]], [[0]], None, "x", [["a", "b"]], [[10**400]], 3]


@cache
def patterns(module: ModuleType) -> list[dict[str, list[Any]]]:
    """Return the messages that a module's `match` statements look for: what may stand at each key."""
    found = []
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.MatchMapping):
            keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
            found.append({str(key): _values(one) for key, one in zip(keys, node.patterns, strict=True)})
    return found


def _values(pattern: ast.pattern) -> list[Any]:
    if isinstance(pattern, ast.MatchOr):
        return [value for one in pattern.patterns for value in _values(one)]
    if isinstance(pattern, ast.MatchValue) and isinstance(pattern.value, ast.Constant):
        return [pattern.value.value] * 20  # nearly always right, or nobody would hear the rest
    name = pattern.cls.id if isinstance(pattern, ast.MatchClass) and isinstance(pattern.cls, ast.Name) else ""
    return OF_TYPE.get(name, []) * 2


class Stranger:
    """Somebody who sends to a widget whatever comes to mind.

    Parameters
    ----------
    rng : random.Random
        Where all of it comes from.
    """

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def message(self, widget: ipywidgets.Widget) -> dict[str, Any]:
        """Return a message as Jupyter would hand it over."""
        rng, data = self.rng, self._data(widget)
        if isinstance(data, dict) and rng.random() < 0.05:
            data["buffer_paths"] = rng.choice(PLACES)
        buffers = [memoryview(rng.randbytes(rng.choice([0, 3, 784])))] if rng.random() < 0.2 else []
        return {"content": {"data": data}, "buffers": buffers}

    def _data(self, widget: ipywidgets.Widget) -> object:
        lot = self.rng.random()
        if lot < 0.03:
            return self.rng.choice(FORMS)
        if lot < 0.05:
            return {"method": "update", "state": self.rng.choice(VALUES)}
        if lot < 0.5:
            return {"method": "custom", "content": self._content(type(widget))}
        name = self.rng.choice([*widget.keys, "nonsense", "self"])
        now = widget.get_state(name)[name] if name in widget.keys else None
        return {"method": "update", "state": {name: self._altered(now)}}

    def _content(self, kind: type[Any]) -> object:
        modules = [
            sys.modules[one.__module__] for one in kind.__mro__ if one.__module__.startswith("mlwidgets")
        ]
        known = [one for module in modules for one in patterns(module)]
        if not known or self.rng.random() < 0.15:
            return self.rng.choice([*VALUES, {"event": "click"}, {"event": ["click"]}])
        content = {
            key: self.rng.choice([*values, *VALUES[:1]]) for key, values in self.rng.choice(known).items()
        }
        if self.rng.random() < 0.3:
            content[self.rng.choice([*content, "kind"])] = self.rng.choice(VALUES)
        return content

    def _altered(self, value: Any, level: int = 0) -> object:  # noqa: ANN401 - JSON of any shape
        """Return something else than a value, or the value with something else in one place."""
        rng = self.rng
        if level > 3 or rng.random() < 0.4:
            return rng.choice(VALUES)
        if isinstance(value, dict) and value:
            return {**value, (key := rng.choice([*value])): self._altered(value[key], level + 1)}
        if isinstance(value, list | tuple) and value:
            place = rng.randrange(len(value))
            return [*value[:place], self._altered(value[place], level + 1), *value[place + 1 :]]
        if isinstance(value, bool | int | float):
            return rng.choice([value + 1, -value, value * 1_000_000, str(value), [value], not value])
        return rng.choice([f"{value}x", f"{value}\n", str(value).upper(), [value]])


class Faults(logging.Handler):
    """Everything that is written down with a traceback, or as an error."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record."""
        if record.exc_info or record.levelno >= logging.ERROR:
            self.found.append(self.format(record))


def parts_by_class(view: ipywidgets.Widget) -> dict[type[Any], list[ipywidgets.Widget]]:
    """Return all that a view is made of and that a page can speak to, by class."""
    kinds = defaultdict(list)
    for part in whole(view):
        if part.comm is not None:
            kinds[type(part)].append(part)
    return kinds


def send_hostile(view: ipywidgets.Widget, rng: random.Random, messages: int) -> Iterator[str]:
    """Send so many messages to widgets of each class in a view, and yield what goes wrong."""
    stranger, faults = Stranger(rng), Faults()
    for name in ("", "traitlets"):
        logging.getLogger(name).addHandler(faults)
    try:
        for kind, parts in parts_by_class(view).items():
            for _ in range(messages if kind.__module__.startswith("mlwidgets") else messages // 4):
                part = rng.choice(parts)
                if part.comm is None:
                    continue
                part.comm.publish_msg = strictly
                message = stranger.message(part)
                words = f"{kind.__name__}: {message['content']!r:.300}"
                part.comm.handle_msg(message)  # a comm writes down whatever is raised
                yield from (f"{words}\n{fault}" for fault in dict.fromkeys(faults.found))
                faults.found.clear()
    finally:
        for name in ("", "traitlets"):
            logging.getLogger(name).removeHandler(faults)


def strictly(_kind: str, *, data: object = None, **_rest: object) -> None:
    """Send nothing, but only if it could be sent."""
    json_packer(data)


def main() -> None:
    """Try every lab, and print what goes wrong."""
    import random  # noqa: PLC0415

    from mlwidgets.widgets.shell.dashboard import LABS, Dashboard  # noqa: PLC0415

    messages, seed = (int(one) for one in sys.argv[1:])
    makers: list[Any] = [*(lab for _, lab in LABS), Dashboard]
    for make in makers:
        view = make(None)
        for fault in send_hostile(view, random.Random(seed), messages):  # noqa: S311
            print(fault)  # noqa: T201
        view.close()


if __name__ == "__main__":
    main()
