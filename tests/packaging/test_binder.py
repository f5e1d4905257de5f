"""The Binder folder: what Binder would make of it, and the Jupyter server it would run."""

from __future__ import annotations

import json
import re
import socket
import ssl
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mlwidgets.server.page_kernels import PageKernels
from tests.packaging.servers import Server, connect, kernels_of, notebook, wait_until
from tests.server.kernel_client import LATE, ask_for_states

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
BINDER = ROOT / "binder"

# Every name that repo2docker's documentation gives to a configuration file.
READ_BY_REPO2DOCKER = {
    "environment.yml",
    "Pipfile",
    "Pipfile.lock",
    "requirements.txt",
    "setup.py",
    "Project.toml",
    "REQUIRE",
    "install.R",
    "apt.txt",
    "DESCRIPTION",
    "manifest.xml",
    "postBuild",
    "start",
    "runtime.txt",
    "default.nix",
    "Dockerfile",
}


@pytest.fixture(scope="module")
def dockerfile() -> str:
    """Ask what repo2docker would have Docker do with the repository."""
    program = Path(sys.executable).parent / "jupyter-repo2docker"
    # Some versions refuse to build for root; Binder's own user is this one.
    user = ["--user-id", "1000", "--user-name", "jovyan"]
    done = subprocess.run(  # noqa: S603 - our own command
        [str(program), "--no-build", "--debug", *user, str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_repo2docker_chooses_python_3_12(dockerfile: str) -> None:
    assert re.search(r"python=3\.12\b", dockerfile)
    assert not re.search(r"python=3\.(?!12\b)\d+", dockerfile)


def test_repo2docker_installs_the_pins_and_runs_post_build(dockerfile: str) -> None:
    assert re.search(r"^RUN .*pip install .*-r \"?binder/requirements\.txt", dockerfile, re.MULTILINE)
    assert re.search(r"^RUN \./binder/postBuild", dockerfile, re.MULTILINE)


def test_repo2docker_reads_every_file_of_the_folder() -> None:
    assert {path.name for path in BINDER.iterdir()} <= READ_BY_REPO2DOCKER


def test_post_build_may_be_run() -> None:
    assert (BINDER / "postBuild").stat().st_mode & stat.S_IXUSR


def test_the_requirements_can_be_installed_on_binder(tmp_path: Path) -> None:
    # Asks the package index for every pinned wheel, compares hashes and versions, and installs nothing.
    # uv trusts a list of its own unless told to trust what the machine trusts, as pip is.
    store = ssl.get_default_verify_paths()
    has_store = any(path and Path(path).exists() for path in (store.cafile, store.capath))
    done = subprocess.run(  # noqa: S603 - our own command
        [
            *(sys.executable, "-m", "uv", "pip", "install", "--dry-run", "--target", str(tmp_path)),
            *("--python-version", "3.12", "--python-platform", "linux", "--only-binary", ":all:"),
            *("--require-hashes", "--requirement", str(BINDER / "requirements.txt")),
            *(["--system-certs"] if has_store else []),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pins = len(re.findall(r"^[a-z0-9-]+==", (BINDER / "requirements.txt").read_text("utf-8"), re.MULTILINE))
    assert f"Would install {pins} packages" in done.stderr


@pytest.fixture(scope="module")
def binder_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start a Jupyter server in an environment that postBuild has configured."""
    prefix = tmp_path_factory.mktemp("prefix")
    # The line of postBuild, for a folder of the test's instead of this Python's own.
    lines = (BINDER / "postBuild").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if "jupyter-config" in line)
    command = line.replace("--sys-prefix", f"--prefix {prefix}").split()
    subprocess.run([sys.executable, *command[1:]], cwd=ROOT, check=True, capture_output=True)  # noqa: S603

    folder = tmp_path_factory.mktemp("checkout")
    notebook(folder / "page.ipynb", "import ipywidgets; ipywidgets.Image(value=b'picture')  # secret source")
    notebook(folder / "late.ipynb", f"{LATE}late(6)")
    with Server(
        [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--port={port}"],
        folder,
        {
            "JUPYTER_CONFIG_PATH": str(prefix / "etc" / "jupyter"),
            "JUPYTER_PATH": str(prefix / "share" / "jupyter"),
            "JUPYTER_TOKEN": "open-sesame",
        },
    ) as server:
        yield server


def test_a_page_on_binder_comes_under_our_settings(binder_server: Server) -> None:
    binder_server.forget_cookies()
    page = binder_server.get("/voila/render/page.ipynb?token=open-sesame")
    assert page.status == 200
    assert "secret source" not in page.text
    assert "cdn.jsdelivr.net" not in page.text
    assert "jupyterlab-plotly" not in page.labextensions()
    assert page.cookie("_xsrf"), "without it Voilà's page cannot end its kernel"


def test_a_page_that_closes_takes_its_kernel_along(binder_server: Server) -> None:
    binder_server.forget_cookies()
    page = binder_server.get("/voila/render/page.ipynb?token=open-sesame")
    before = kernels_of(binder_server.process)
    # What Voilà's script sends when the page is closed: cookies, and no token in the address.
    goodbye = binder_server.post(f"/voila/api/shutdown/{page.kernel_id()}", {"_xsrf": page.cookie("_xsrf")})
    assert goodbye.status == 204
    wait_until(lambda: len(kernels_of(binder_server.process)) < len(before), "the kernel ends")


def test_a_page_on_binder_asks_no_other_host_for_mathjax(binder_server: Server) -> None:
    # Voilà's script takes its own if both are nothing, and else one from another host.
    config = binder_server.get("/voila/render/page.ipynb?token=open-sesame").config()
    assert (config["fullMathjaxUrl"], config["mathjaxConfig"]) == (None, None)


def test_somebody_who_leaves_before_the_page_is_there_leaves_no_kernel(binder_server: Server) -> None:
    before = {kernel.pid for kernel in kernels_of(binder_server.process)}
    # A notebook beside it: its kernel is nobody's page, and stays.
    headers = {"Authorization": "token open-sesame", "Content-Type": "application/json"}
    address = f"127.0.0.1:{binder_server.port}"
    request = urllib.request.Request(f"http://{address}/api/kernels", b"{}", headers)
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own server
        of_a_notebook = json.load(answer)["id"]

    def new() -> int:
        return len({kernel.pid for kernel in kernels_of(binder_server.process)} - before)

    with socket.create_connection(("127.0.0.1", binder_server.port)) as impatient:
        path = "/voila/render/page.ipynb?token=open-sesame"
        impatient.sendall(f"GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
        wait_until(lambda: new() == 2, "the page's kernel starts")
    started = time.monotonic()
    wait_until(lambda: new() == 1, "the page's kernel ends")
    assert time.monotonic() - started < PageKernels.absence.default_value
    assert binder_server.get(f"/api/kernels/{of_a_notebook}?token=open-sesame").status == 200


def test_a_socket_that_names_no_form_gets_its_widgets_on_binder(binder_server: Server) -> None:
    binder_server.forget_cookies()
    page = binder_server.get("/voila/render/page.ipynb?token=open-sesame")
    connection = connect(binder_server, page)
    try:
        assert ask_for_states(connection, "")["buffers"] == [b"picture"]
    finally:
        connection.close()


def test_outputs_that_come_late_reach_the_page_on_binder(binder_server: Server) -> None:
    page = binder_server.get("/voila/render/late.ipynb?token=open-sesame")
    assert "application/vnd.jupyter.widget-view+json" in page.text
