"""The command line: ``mlwidgets serve``, ``export``, ``gather``, ``lesson`` and the others."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mlwidgets import __version__
from mlwidgets.errors import ConfigurationError, MissingDependencyError, MLWidgetsError
from mlwidgets.lessons import commands as lesson_commands
from mlwidgets.lessons import gather_command
from mlwidgets.server import address, capacity, pages
from mlwidgets.server.address import Address

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_WELL = 1
USAGE_ERROR = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands after ``mlwidgets`` on the command line; by default, what was typed.

    Returns
    -------
    int
        Exit code: 0 if all went well, 1 if the doctor or the check of a lesson found a fault, 2 with one
        sentence on the error stream if the command could not be done.
    """
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options) or 0)
    except MLWidgetsError as error:
        sys.stderr.write(f"mlwidgets: {error}\n")
        return USAGE_ERROR
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mlwidgets", description="Learn machine learning by touching it, in the browser."
    )
    parser.add_argument("--version", action="version", version=f"mlwidgets {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="serve a page from this machine")
    serve.add_argument(
        "page",
        nargs="?",
        default=pages.PAGES[0],
        help=f"{' or '.join(pages.PAGES)}, or the path of a notebook of your own (default: %(default)s)",
    )
    _add_port(serve)
    _add_ip(serve)
    serve.add_argument(
        "--base-url",
        default="/",
        metavar="PATH",
        help="path that a proxy gives the page, such as /user/ada/proxy/8866/ (default: %(default)s)",
    )
    serve.add_argument(
        "--proxy",
        default="",
        metavar="HOST",
        help="name of a proxy to be trusted, as in the browser's address bar, such as hub.example.org",
    )
    serve.add_argument(
        "--learners",
        metavar="N",
        help="how many may be here at once, while others wait in a queue (default: as many as memory and "
        "cores allow)",
    )
    serve.add_argument(
        "--lessons",
        metavar="FOLDER",
        help="a folder with lessons of your own, text files that stand in the course after ours",
    )
    serve.add_argument("--no-browser", action="store_true", help="do not open the browser")
    serve.set_defaults(command=_serve)

    export = commands.add_parser("export", help="write the network of a run file for another program")
    export.add_argument("run", metavar="RUN.mlw", help="a run file, saved on the page or by Experiment.save")
    export.add_argument(
        "--to",
        required=True,
        metavar="FORMAT",
        help="tfjs, web, keras or onnx for the network itself; keras-code, pytorch, tensorflowjs, numpy or "
        "notebook for a program",
    )
    export.add_argument(
        "--out", required=True, metavar="PATH", help="a file for keras and onnx, a folder for all others"
    )
    export.add_argument("--force", action="store_true", help="replace what is there")
    export.set_defaults(command=_export)

    gather_command.add_to(commands)
    lesson_commands.add_to(commands)

    config = commands.add_parser(
        "jupyter-config", help="write our settings for a Jupyter server that serves our pages, as on Binder"
    )
    place = config.add_mutually_exclusive_group(required=True)
    place.add_argument(
        "--sys-prefix", dest="prefix", action="store_const", const=sys.prefix, help="for this Python"
    )
    place.add_argument("--prefix", help="for the environment in this folder")
    config.set_defaults(command=_jupyter_config)

    doctor = commands.add_parser("doctor", help="check whether this machine can serve pages")
    _add_port(doctor)
    _add_ip(doctor)
    doctor.set_defaults(command=_doctor)
    return parser


def _add_port(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port",
        default=str(address.DEFAULT_PORT),
        help="port of this machine (default: %(default)s)",
    )


def _add_ip(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--ip",
        default=address.HOST,
        help="address of this machine to listen at, 0.0.0.0 for all of them; other machines then need the "
        "token that is printed (default: %(default)s, for this machine alone)",
    )


def _serve(options: argparse.Namespace) -> None:
    place = Address(
        address.parse_port(options.port),
        address.parse_ip(options.ip),
        address.parse_base_url(options.base_url),
        address.parse_proxy(options.proxy),
    )
    ours = options.page in pages.PAGES
    notebook = pages.page_notebook(options.page) if ours else Path(options.page)
    if not notebook.is_file():
        raise ConfigurationError(
            f"There is no notebook {notebook}. Give the path of an .ipynb file, or a name: "
            f"{', '.join(pages.PAGES)}."
        )
    pages.check_notebook(notebook)
    _check_that_voila_is_installed()
    if options.lessons is not None:
        lesson_commands.offer(options.lessons)
    room = capacity.of_this_machine(options.learners)
    address.check_port_is_free(place)
    sys.stdout.write(f"Starting {place.url} (Ctrl-C stops it)\n")
    sys.stdout.write(f"{room.reason}\nFor the teacher: {place.teacher_url}\n")
    sys.stdout.flush()
    from mlwidgets.server import voila_app  # noqa: PLC0415 - half a second that other commands need not wait

    voila_app.run(notebook, place, open_browser=not options.no_browser, learners=room.learners)


def _check_that_voila_is_installed() -> None:
    missing = [name for name in ("voila", "ipykernel") if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingDependencyError(
            f"Serving a page needs {' and '.join(missing)}, which this Python does not have. "
            "Install what is missing: pip install 'mlwidgets[voila]'"
        )


def _export(options: argparse.Namespace) -> None:
    # Engine, data and writers: half a second that other commands need not wait.
    from mlwidgets.session import Experiment  # noqa: PLC0415
    from mlwidgets.session.export.formats import FORMAT, FORMATS  # noqa: PLC0415
    from mlwidgets.session.export.writing import checked_path, export  # noqa: PLC0415

    form = FORMATS[FORMAT.check(options.to)]
    checked_path(options.out, force=options.force, folder=not form.suffix)  # before the run is opened
    experiment = Experiment.load(options.run)
    try:
        written = export(experiment, form.name, options.out, force=options.force)
    finally:
        experiment.close()
    sys.stdout.write(f"Wrote {written} ({form.title})\n")


def _jupyter_config(options: argparse.Namespace) -> None:
    from mlwidgets.server import jupyter_config  # noqa: PLC0415 - only this command needs it

    try:
        for path in jupyter_config.write(Path(options.prefix)):
            sys.stdout.write(f"Wrote {path}\n")
    except OSError as error:
        raise ConfigurationError(
            f"The settings could not be written below {options.prefix}: {error.strerror}. Name a folder "
            "that you may write to."
        ) from error


def _doctor(options: argparse.Namespace) -> int:
    from mlwidgets.server.doctor.examination import examine  # noqa: PLC0415 - only this command needs it
    from mlwidgets.server.doctor.finding import State  # noqa: PLC0415 - the same

    faults = 0
    for finding in examine(Address(address.parse_port(options.port), address.parse_ip(options.ip))):
        sys.stdout.write(f"{finding}\n")
        sys.stdout.flush()  # building the dashboard takes seconds
        faults += finding.state is State.FAULT
    if faults:
        sys.stdout.write(f"\nPages cannot be served here yet: {faults} fault{'s'[: faults > 1]}.\n")
        return NOT_WELL
    sys.stdout.write("\nPages can be served here: mlwidgets serve\n")
    return 0
