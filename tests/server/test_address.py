"""Where a page is served: what may be asked for."""

from __future__ import annotations

import pytest

from mlwidgets.errors import ConfigurationError
from mlwidgets.server import address


@pytest.mark.parametrize(("text", "port"), [("1", 1), ("8866", 8866), ("65535", 65535)])
def test_a_number_in_range_is_read(text: str, port: int) -> None:
    assert address.parse_port(text) == port


@pytest.mark.parametrize("text", ["0", "65536", "-1", "", "abc", "80.5", "²", "٣", "1_000", " 80"])
def test_anything_else_is_refused_with_the_rule(text: str) -> None:
    with pytest.raises(ConfigurationError, match="whole number from 1 to 65535") as caught:
        address.parse_port(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/", "/"),
        ("/user/ada", "/user/ada/"),
        ("/user/ada%40example.org/proxy/8866/", "/user/ada%40example.org/proxy/8866/"),
    ],
)
def test_a_path_gets_a_slash_at_both_ends(text: str, path: str) -> None:
    assert address.parse_base_url(text) == path


@pytest.mark.parametrize(
    "text", ["", "user/ada", "http://hub/user", "//hub/", "/a b/", "/a?b", "/a#b", "/%zz/"]
)
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="base-url must be a path such as") as caught:
        address.parse_base_url(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize("text", ["", "localhost", "127.0.0", "256.0.0.1", "*"])
def test_what_is_no_ip_address_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="ip must be an IP address of this machine"):
        address.parse_ip(text)


@pytest.mark.parametrize("text", ["https://hub.example.org", "hub.example.org:443", "hub/", "*", "-hub"])
def test_what_is_no_host_name_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="proxy must be the name of a host"):
        address.parse_proxy(text)


def test_an_address_of_another_machine_is_refused() -> None:
    elsewhere = address.Address(8866, "192.0.2.1")  # reserved for examples: nobody has it
    with pytest.raises(ConfigurationError, match=r"192\.0\.2\.1 is not an address of this machine"):
        address.check_port_is_free(elsewhere)


@pytest.mark.parametrize(
    ("ip", "host"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]"), ("127.3.2.1", "127.3.2.1")]
)
def test_this_machine_needs_no_token(ip: str, host: str) -> None:
    place = address.Address(8866, ip, "/user/ada/")
    assert place.token == ""
    assert place.url == f"http://{host}:8866/user/ada/"


@pytest.mark.parametrize("ip", ["0.0.0.0", "::", "192.0.2.1"])  # noqa: S104 - nothing listens
def test_every_start_for_other_machines_has_a_token_of_its_own(ip: str) -> None:
    first, second = address.Address(8866, ip), address.Address(8866, ip)
    assert first.token != second.token
    assert first.token not in repr(first)
