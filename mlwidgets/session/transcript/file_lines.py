"""The line for a file that was opened: one that runs where Python can open it too, else a comment."""

from __future__ import annotations


def run_line(name: str) -> str:
    """Return the line that opens a run file; what a browser kept is no file.

    Examples
    --------
    >>> run_line("run.mlw")
    "from pathlib import Path; experiment.open_run(Path('run.mlw').read_bytes(), 'run.mlw')"
    >>> run_line("the run kept in this browser")
    "# experiment.open_run(…)  ('the run kept in this browser')"
    """
    if not name.endswith(".mlw"):
        return f"# experiment.open_run(…)  ({name!r})"
    return f"from pathlib import Path; experiment.open_run(Path({name!r}).read_bytes(), {name!r})"


def model_line(name: str) -> str:
    """Return what stands for a model that was opened: which function loads it depends on its file.

    Examples
    --------
    >>> model_line("the model file mnist.keras")
    "# experiment.open_model(…)  ('the model file mnist.keras')"
    """
    return f"# experiment.open_model(…)  ({name!r})"
