"""The floors of the package: who may import whom, read from the source of every module."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "mlwidgets"
LINES_AT_MOST = 400

# What a floor may import when it runs, from bottom to top: other floors, then packages of others.
# A name that only an annotation needs may come from any floor below.
MAY_IMPORT: dict[str, tuple[set[str], set[str]]] = {
    "errors": (set(), set()),
    "language": ({"errors"}, set()),
    "ranges": ({"errors", "language"}, set()),
    "turns": (set(), set()),
    "engine": ({"errors", "language", "ranges"}, {"numpy", "threadpoolctl"}),
    "data": ({"errors", "language", "ranges"}, {"numpy", "PIL"}),
    "spec": ({"errors", "language", "ranges", "engine", "data"}, set()),
    "explain": ({"errors", "language", "ranges", "engine", "data", "spec"}, {"numpy"}),
    "interchange": ({"errors", "language", "ranges", "engine", "data", "spec", "explain"}, {"numpy"}),
    "figures": ({"errors", "language", "ranges", "explain"}, {"numpy", "plotly"}),
    "session": (
        {"errors", "language", "ranges", "turns", "engine", "data", "spec", "explain", "interchange"},
        {"numpy", "traitlets"},
    ),
    # Below the widgets: the course's page is one of their rooms.
    "lessons": (
        {"errors", "language", "ranges", "engine", "data", "spec", "explain", "interchange", "session"},
        {"numpy", "traitlets"},
    ),
    "widgets": (
        {
            "errors",
            "language",
            "ranges",
            "engine",
            "data",
            "spec",
            "explain",
            "interchange",
            "figures",
            "session",
            "lessons",
        },
        {"numpy", "traitlets", "plotly", "ipywidgets", "anywidget", "IPython"},
    ),
    # The doors, and the names that `import mlwidgets` gives.
    "server": ({"errors", "language", "turns"}, {"voila", "jupyter_server", "tornado", "traitlets"}),
    "cli": ({"errors", "server", "session", "lessons", "__init__"}, set()),
    "__main__": ({"cli"}, set()),
    "__init__": ({"data", "engine", "spec", "session", "widgets", "lessons", "interchange"}, set()),
}
HEIGHT = {floor: height for height, floor in enumerate(MAY_IMPORT)}

# Single modules that may do more than their floor.
EXCEPTIONS: dict[str, tuple[set[str], set[str]]] = {
    "session/race/dask_cluster.py": (set(), {"distributed"}),  # an optional extra
    "session/baselines/trees.py": (set(), {"xgboost"}),  # another one
    "interchange/code/common/templates.py": (set(), {"jinja2"}),
    "data/tables/reading/database.py": (set(), {"duckdb"}),
    "interchange/keras/weights.py": (set(), {"h5py"}),  # an optional extra
    "data/tables/kaggle.py": (set(), {"kagglehub"}),  # an optional extra
    # A lesson's file is text of somebody else: Markdown, YAML and formulas are read in one place.
    "lessons/format/blocks.py": (set(), {"yaml"}),
    "lessons/format/unreadable.py": (set(), {"yaml"}),
    "lessons/format/formulas.py": (set(), {"latex2mathml"}),
    "lessons/format/writing.py": (set(), {"yaml"}),
    "lessons/format/markdown.py": (set(), {"markdown_it", "mdit_py_plugins"}),
    "lessons/format/steps.py": (set(), {"markdown_it"}),
    # A page's kernel is a fork of a process that knows everything.
    "server/page_exporter.py": (set(), {"jinja2"}),
    "server/warm/child.py": (set(), {"ipykernel", "numpy"}),
    "server/warm/preload.py": ({"widgets", "__init__"}, {"ipywidgets"}),
    "server/warm/provisioner.py": (set(), {"jupyter_client"}),
    "interchange/onnx/protobuf.py": (set(), {"onnx"}),  # an optional extra
    "server/doctor/packages.py": ({"__init__"}, {"packaging"}),  # the version; a part of plotly
    "server/doctor/jupyter_files.py": (set(), {"jupyter_core"}),
    "server/doctor/front_end.py": (set(), {"jupyter_core"}),
    "server/doctor/page.py": (set(), {"jupyter_client", "IPython"}),
    "server/heartbeat.py": (set(), {"jupyter_client"}),  # Jupyter Server brings it
    "server/capacity.py": (set(), {"psutil"}),
    "server/report.py": (set(), {"psutil"}),
    "server/stopping.py": (set(), {"psutil"}),
    "server/voila_app.py": (set(), {"jupyter_core", "jupyter_events"}),  # parts of jupyter_server
}


@dataclass(frozen=True)
class Arrow:
    """One import: the module that asks, what it asks for, and whether only for an annotation."""

    module: str
    target: str
    line: int
    typing_only: bool

    @property
    def floor(self) -> str:
        """Name of the floor on which the module stands."""
        return Path(self.module).parts[0].removesuffix(".py")


def all_modules() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def arrows(source: str, module: str) -> Iterator[Arrow]:
    """Read the imports of one module."""
    tree = ast.parse(source)
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}
        for statement in node.body
        for inner in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno}: write the whole name of the module"
            # `from mlwidgets import engine` asks for a floor, not for the package's front.
            targets = (
                [f"mlwidgets.{alias.name}" for alias in node.names]
                if node.module == "mlwidgets"
                else [node.module or ""]
            )
        else:
            continue
        for target in targets:
            yield Arrow(module, target, node.lineno, node in typing_only)


def fault(arrow: Arrow) -> str | None:
    """Say what is wrong with an import, if anything is."""
    package, _, rest = arrow.target.partition(".")
    if package in sys.stdlib_module_names:
        return None
    floors, packages = (
        mine | more
        for mine, more in zip(
            MAY_IMPORT[arrow.floor], EXCEPTIONS.get(arrow.module, (set(), set())), strict=True
        )
    )
    where = f"mlwidgets/{arrow.module}:{arrow.line}"
    if package != "mlwidgets":
        allowed = package in packages
        return None if allowed else f"{where}: {arrow.floor} may not import {package}"
    target = rest.partition(".")[0]
    target = target if target in MAY_IMPORT else "__init__"
    if target == arrow.floor or target in floors:
        return None
    if arrow.typing_only and (HEIGHT[target] < HEIGHT[arrow.floor] or arrow.floor == "__init__"):
        return None
    return f"{where}: {arrow.floor} may not import {target}"


def test_every_module_stands_on_a_known_floor() -> None:
    floors = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in all_modules()}
    assert floors <= set(MAY_IMPORT), "add the new floor to the table on purpose"


def test_no_module_imports_upwards_or_sideways() -> None:
    faults = [
        problem
        for path in all_modules()
        for arrow in arrows(path.read_text(encoding="utf-8"), path.relative_to(PACKAGE).as_posix())
        if (problem := fault(arrow))
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("engine/network.py", "import ipywidgets"),
        ("engine/network.py", "from mlwidgets.session import Experiment"),
        ("engine/network.py", "import mlwidgets.widgets.training.train_lab"),
        ("explain/confusion.py", "import plotly.graph_objects as go"),
        ("figures/curves.py", "from mlwidgets.session.run.snapshot import Snapshot"),
        ("figures/curves.py", "if TYPE_CHECKING:\n    from mlwidgets.session import Experiment"),
        ("session/runner.py", "from mlwidgets import widgets"),
        ("session/runner.py", "def late():\n    import anywidget"),
        ("widgets/train_lab.py", "import mlwidgets"),
        ("lessons/course.py", "from mlwidgets.widgets import Dashboard"),
        ("lessons/session.py", "import yaml"),
    ],
)
def test_a_wrong_arrow_is_seen(module: str, line: str) -> None:
    assert [fault(arrow) for arrow in arrows(line, module)] != [None]


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("engine/network.py", "import numpy.typing as npt"),
        ("figures/curves.py", "if TYPE_CHECKING:\n    from mlwidgets.engine.arrays import Array"),
        ("lessons/format/blocks.py", "import yaml"),
        ("__init__.py", "if TYPE_CHECKING:\n    from mlwidgets.widgets import Dashboard"),
    ],
)
def test_a_right_arrow_is_let_through(module: str, line: str) -> None:
    assert [fault(arrow) for arrow in arrows(line, module)] == [None]


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """Return the groups of modules that import each other in a circle, by Tarjan's algorithm."""
    found: list[list[str]] = []
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_: list[str] = []

    def visit(module: str) -> None:
        order[module] = lowest[module] = len(order)
        open_.append(module)
        for target in sorted(imports[module]):
            if target not in order:
                visit(target)
            if target in open_:
                lowest[module] = min(lowest[module], lowest[target])
        if lowest[module] == order[module]:
            at = open_.index(module)
            group = open_[at:]
            del open_[at:]
            if len(group) > 1 or module in imports[module]:
                found.append(sorted(group))

    for module in sorted(imports):
        if module not in order:
            visit(module)
    return found


def module_imports() -> dict[str, set[str]]:
    """For each module the modules that it names in an import, those for annotations among them."""
    names = {
        ".".join(("mlwidgets", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): path
        for path in all_modules()
    }
    found: dict[str, set[str]] = {}
    for name, path in names.items():
        found[name] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found[name] |= {alias.name for alias in node.names} & names.keys()
            elif isinstance(node, ast.ImportFrom):
                # `from mlwidgets.engine import layers` names a module, `import Sequential` the package.
                wanted = {f"{node.module}.{alias.name}" for alias in node.names}
                found[name] |= {one if one in names else str(node.module) for one in wanted} & names.keys()
    return found


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert circles(module_imports()) == []


def test_circles_are_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"d"}, "e": {"a"}}) == [["b", "c"], ["d"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_one_file_alone_knows_the_figure_widget() -> None:
    # Each FigureWidget of plotly sends its own 5 MB of script; ours shares one.
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in all_modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.alias) and node.name.split(".")[-1] in {"FigureWidget", "basewidget"})
        or (isinstance(node, ast.Attribute) and node.attr == "FigureWidget")
        or (isinstance(node, ast.ImportFrom) and (node.module or "").endswith("basewidget"))
    }
    assert users <= {"widgets/charts/figure.py"}


def test_modules_are_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in all_modules()}
    assert {str(path): lines for path, lines in lengths.items() if lines > LINES_AT_MOST} == {}


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = "{'plotly', 'voila', 'ipywidgets', 'anywidget', 'IPython', 'PIL', 'tornado'}"
    code = f"import sys, mlwidgets; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
