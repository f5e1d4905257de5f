"""Ten thousand hostile messages and requests on this machine: ``python -m tests.load.hostile``.

While they come, another page asks its kernel again and again. Printed: its latency before, during and after;
memory and descriptors of the server before and after; and how long it takes to stop, told so in the midst.
"""

from __future__ import annotations

import argparse
import multiprocessing
import signal
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]

from mlwidgets.server.stopping import FORCED
from tests.last_words import without_last_words
from tests.load import attacks
from tests.load.table import say
from tests.packaging.servers import Page, Server, connect, kernels_of, notebook
from tests.server.kernel_client import V1, ask_for_states

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SERVE = [sys.executable, "-m", "mlwidgets", "serve", "--no-browser", "--port", "{port}"]

# Two pages in one: all widgets of the one that is attacked take a megabyte.
CELL = """
import os
import ipywidgets
attacked = os.environ["QUERY_STRING"] == "attacked"
ipywidgets.Image(value=bytes(10**6)) if attacked else ipywidgets.IntSlider()
"""


ENOUGH = 40  # answers for a median
SETTLED = 3.0  # seconds in which sockets close
MORE_MEMORY = 64.0  # megabytes: what four slow readers had is not all given back, and used again
MORE_DESCRIPTORS = 12  # those of a page's kernel stay while the page is away


@dataclass(frozen=True)
class Latency:
    """How long answers took, in milliseconds."""

    p50: float
    p95: float
    longest: float

    def __str__(self) -> str:
        """Write it for a person."""
        return f"{self.p50:.0f} / {self.p95:.0f} / {self.longest:.0f} ms"


@dataclass(frozen=True)
class Use:
    """What a server holds, but for its kernels."""

    megabytes: float
    descriptors: int

    @classmethod
    def of(cls, server: Server) -> Use:
        """Measure it now."""
        process = psutil.Process(server.process.pid)
        return cls(process.memory_full_info().uss / 2**20, process.num_fds())

    def __str__(self) -> str:
        """Write it for a person."""
        return f"{self.megabytes:.0f} MB, {self.descriptors} descriptors"


@dataclass(frozen=True)
class Outcome:
    """What a hostile run has done to a server."""

    latency: dict[str, Latency]
    use: dict[str, Use]
    kernels: int
    seconds_to_stop: float
    code: int
    log: str

    def harm(self) -> list[str]:
        """List what must not have happened, however busy the machine is."""
        before, after = self.use["before"], self.use["after"]
        lines = without_last_words(self.log).splitlines()
        ours = [line for line in lines if "mlwidgets/server" in line or "/tornado/" in line]
        found = {
            f"memory went from {before} to {after}": after.megabytes > before.megabytes + MORE_MEMORY,
            f"descriptors went from {before} to {after}": after.descriptors
            > before.descriptors + MORE_DESCRIPTORS,
            f"a page has {self.kernels} kernels": self.kernels != 1,
            f"its exit code is {self.code}": self.code not in {0, FORCED},
            f"a traceback: {ours[:1]}": bool(ours),
        }
        return [sentence for sentence, is_so in found.items() if is_so]


def ask(server: Server, page: Page, enough: Callable[[int], bool]) -> Latency:
    """Ask a page's kernel until it is enough, as somebody does who moves a slider."""
    connection, took = connect(server, page, V1), list[float]()
    try:
        while not enough(len(took)):
            began = time.perf_counter()
            ask_for_states(connection, V1)
            took.append(1000 * (time.perf_counter() - began))
            time.sleep(0.02)
    finally:
        connection.close()
    cuts = statistics.quantiles(took, n=20, method="inclusive")
    return Latency(cuts[9], cuts[18], max(took))


def run(
    folder: Path,
    shares: Mapping[attacks.Attack, int],
    environment: Mapping[str, str] | None = None,
    report: Callable[[str], object] = str,
) -> Outcome:
    """Let a server of our own stand all attacks, one kind after the other, then stop it in the midst.

    Parameters
    ----------
    folder : pathlib.Path
        An empty folder for the notebook and the log.
    shares : mapping
        How many of each attack.
    environment : mapping, optional
        Variables for the server: ``PYTHONPATH`` names another checkout.
    report : callable
        Gets a line of the table as soon as it is known.

    Returns
    -------
    Outcome
        What another page has felt, what the server held, and how it stopped.
    """
    spawn = multiprocessing.get_context("spawn")  # the attacker must not slow down the measuring
    command = [*SERVE, str(notebook(folder / "page.ipynb", CELL))]
    latency, use = dict[str, Latency](), dict[str, Use]()

    def note(name: str, felt: Latency) -> None:
        latency[name], use[name] = felt, Use.of(server)
        report(f"{name:18}{felt!s:28}{use[name]}")

    with Server(command, folder, environment) as server:
        other = server.get("/?other")
        note("before", ask(server, other, lambda n: n >= ENOUGH))
        for attack, count in shares.items():
            own = server.get("/?attacked")
            attacker = spawn.Process(target=attack, args=(attacks.Target(server.port, own), count))
            attacker.start()
            try:
                felt = ask(server, other, lambda n: n > 1 and not attacker.is_alive())  # noqa: B023 - used at once
            finally:
                attacker.kill()
                attacker.join()
            note(attack.__name__, felt)
            server.post(f"/voila/api/shutdown/{own.kernel_id()}", {"_xsrf": own.cookie("_xsrf")})
        time.sleep(SETTLED)
        note("after", ask(server, other, lambda n: n >= ENOUGH))
        kernels = len(kernels_of(server.process))
        target = attacks.Target(server.port, server.get("/?attacked"))
        attacker = spawn.Process(target=attacks.giants, args=(target, 1000))
        attacker.start()
        time.sleep(SETTLED)
        began = time.perf_counter()
        server.process.send_signal(signal.SIGTERM)
        code = server.process.wait(60)
        took = time.perf_counter() - began
        attacker.kill()
        attacker.join()
        return Outcome(latency, use, kernels, took, code, server.log())


def main() -> int:
    """Run it all, print what came of it, and say whether it did harm."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", default="", help="another checkout whose server is to be attacked")
    parser.add_argument(
        "--count", type=int, default=10_000, help="messages and requests (default: %(default)s)"
    )
    parser.add_argument("--only", help="one kind of attack")
    options = parser.parse_args()
    whole = sum(attacks.SHARES.values())
    shares = {
        attack: max(1, count * options.count // whole)
        for attack, count in attacks.SHARES.items()
        if options.only in {None, attack.__name__}
    }
    environment = {"PYTHONPATH": str(Path(options.source).resolve())} if options.source else None
    say(f"{sum(shares.values())} hostile messages and requests; p50 / p95 / longest answer to another page")
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder), shares, environment, say)
    say(f"stopped in the midst after {outcome.seconds_to_stop:.1f} s with code {outcome.code}")
    harm = outcome.harm()
    if outcome.latency["after"].p50 > 2 * outcome.latency["before"].p50:
        harm.append("the other page's answers still take longer")
    say("\n".join(f"HARM: {sentence}" for sentence in harm) or "no harm done")
    return 1 if harm else 0


if __name__ == "__main__":
    sys.exit(main())
