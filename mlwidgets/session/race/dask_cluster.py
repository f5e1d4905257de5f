"""The runs of a race on a Dask cluster, for when one machine is too small. Dask is an optional extra."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.errors import ConfigurationError, MissingDependencyError
from mlwidgets.ranges import shown

if TYPE_CHECKING:
    from concurrent.futures import Executor

_SECONDS = 30


def dask_executor(address: str) -> Executor:
    """Return an executor for ``Race(experiment, executor=…)`` whose runs are made by a Dask cluster.

    The workers need mlwidgets of the same version. Whoever has a Dask client already gives
    ``client.get_executor()`` instead.

    Parameters
    ----------
    address : str
        That of the cluster's scheduler: ``"tcp://10.0.0.1:8786"``.

    Raises
    ------
    MissingDependencyError
        Dask is not installed.
    ConfigurationError
        Nobody answers at this address.
    """
    if not isinstance(address, str) or not address:
        raise ConfigurationError(
            f'address must be that of a Dask scheduler, such as "tcp://10.0.0.1:8786"; got {shown(address)}.'
        )
    try:
        from distributed import Client  # noqa: PLC0415 - an optional extra
    except ImportError as error:
        raise MissingDependencyError(
            "A race on a Dask cluster needs the package distributed. Install it with: "
            'pip install "mlwidgets[dask]"'
        ) from error
    try:
        client = Client(address, timeout=_SECONDS)
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"There is no Dask scheduler at {shown(address)}: {error}. Start it, and check the address."
        ) from error
    executor: Executor = client.get_executor()
    return executor
