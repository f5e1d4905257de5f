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
