"""A real JupyterHub on this machine, which reads the values file of our recipe as the Helm chart does.

In a cluster a pod runs each learner's server, from an image that repo2docker has made of this repository.
Here `SimpleLocalProcessSpawner` starts it as a process, with the settings that ``binder/postBuild`` writes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import yaml

from tests.oracles import nodejs
from tests.packaging.servers import ROOT, Server, free_port

if TYPE_CHECKING:
    from pathlib import Path

VALUES: dict[str, Any] = yaml.safe_load((ROOT / "docs" / "jupyterhub" / "values.yaml").read_text("utf-8"))

# What the chart calls by another name than JupyterHub.
SPAWNER = {
    "default_url": ("defaultUrl",),
    "mem_limit": ("memory", "limit"),
    "mem_guarantee": ("memory", "guarantee"),
    "cpu_limit": ("cpu", "limit"),
    "cpu_guarantee": ("cpu", "guarantee"),
}


def proxy_command() -> list[str]:
    """Return how to start the proxy that JupyterHub uses."""
    program = nodejs.installed("hub") / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
    return [os.environ.get("NODE", "node"), str(program)]


def hub_server(folder: Path) -> Server:
    """Return a JupyterHub that is not started yet."""
    prefix = folder / "environment"
    subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "mlwidgets", "jupyter-config", "--prefix", str(prefix)], cwd=ROOT, check=True
    )
    environment = {
        "JUPYTER_CONFIG_PATH": str(prefix / "etc" / "jupyter"),
        "JUPYTER_PATH": str(prefix / "share" / "jupyter"),
        "JUPYTERHUB_CRYPT_KEY": "0" * 64,
    }
    place = folder / "hub.json"
    server = Server([sys.executable, "-m", "jupyterhub", "-f", str(place)], folder, environment)
    place.write_text(json.dumps(_config(server.port, folder, environment)), encoding="utf-8")
    return server


def _config(port: int, folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    config: dict[str, Any] = {name: dict(settings) for name, settings in VALUES["hub"]["config"].items()}
    config["JupyterHub"] |= {
        "active_server_limit": VALUES["hub"]["activeServerLimit"],
        "spawner_class": "simple",
        "bind_url": f"http://127.0.0.1:{port}/",
        "hub_port": free_port(),
        "db_url": "sqlite://",
        "cookie_secret_file": str(folder / "cookie_secret"),
        "cleanup_servers": True,
    }
    config["ConfigurableHTTPProxy"] = {
        "command": proxy_command(),
        "api_url": f"http://127.0.0.1:{free_port()}",
        "pid_file": str(folder / "proxy.pid"),
    }
    config["Spawner"] = {name: _value(VALUES["singleuser"], *path) for name, path in SPAWNER.items()} | {
        "cmd": [sys.executable, "-m", "jupyterhub.singleuser"],
        "args": ["--allow-root"] if os.geteuid() == 0 else [],
        "notebook_dir": str(ROOT),  # repo2docker's image holds the repository where its server starts
        "environment": {
            **environment,
            "PYTHONPATH": str(ROOT),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
            "IPYTHONDIR": str(folder / "ipython"),
        },
        "start_timeout": 120,
        "http_timeout": 120,
    }
    config["SimpleLocalProcessSpawner"] = {"home_dir_template": str(folder / "{username}")}
    return config


def _value(values: dict[str, Any], *path: str) -> Any:  # noqa: ANN401 - YAML
    for name in path:
        values = values[name]
    return values
