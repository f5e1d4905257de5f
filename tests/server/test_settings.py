"""The settings, and that Jupyter's and Voilà's programs know each of them."""

from __future__ import annotations

import pytest
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from voila.app import Voila
from voila.configuration import VoilaConfiguration
from voila.execute import VoilaExecutor

from mlwidgets.server import settings
from mlwidgets.server.address import Address

OURS = "mlwidgets.server.page_kernels.PageKernels"


@pytest.mark.parametrize(
    ("chosen", "classes"),
    [
        (settings.voila_settings(), [VoilaConfiguration, VoilaExecutor, AsyncMappingKernelManager]),
        (settings.standalone_settings(Address(8866), open_browser=True), [Voila]),
        (settings.jupyter_settings(), [ServerApp]),
    ],
    ids=["both", "alone", "Jupyter server"],
)
def test_each_is_one_that_the_program_knows(chosen: settings.Settings, classes: list[type]) -> None:
    known = {parent.__name__: kind for kind in classes for parent in kind.__mro__}
    ours = {name: values for name, values in chosen.items() if name in known}
    assert ours
    for name, values in ours.items():
        assert set(values) <= set(known[name].class_traits(config=True)), name  # type: ignore[attr-defined]


def test_kernels_end_with_their_pages_in_all() -> None:
    alone = settings.standalone_settings(Address(8866), open_browser=False)
    assert alone["VoilaConfiguration"]["multi_kernel_manager_class"] == OURS
    assert settings.jupyter_settings()["ServerApp"]["kernel_manager_class"] == OURS


def test_only_this_machine_is_served() -> None:
    ours = settings.standalone_settings(Address(8866), open_browser=False)["Voila"]
    assert (ours["ip"], ours["token"]) == ("127.0.0.1", "")
