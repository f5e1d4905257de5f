"""The limit on BLAS threads: set once, taken away by the last."""

from __future__ import annotations

import pytest
from threadpoolctl import threadpool_info

from mlwidgets.engine.threads import limited_threads, set_thread_count, thread_count
from mlwidgets.errors import ConfigurationError


def blas_threads() -> set[int]:
    """Return how many threads NumPy's BLAS may use; SciPy, which another test may load, brings its own."""
    pools = [pool for pool in threadpool_info() if pool["user_api"] == "blas"]
    return {pool["num_threads"] for pool in pools if "scipy.libs" not in pool["filepath"]}


def test_the_limit_holds_inside_and_ends_with_the_last() -> None:
    before = blas_threads()
    with limited_threads():
        assert blas_threads() == {1}
        with limited_threads():
            assert blas_threads() == {1}
        assert blas_threads() == {1}
    assert blas_threads() == before


def test_an_exception_takes_the_limit_away_too() -> None:
    before = blas_threads()
    with pytest.raises(KeyError), limited_threads():
        raise KeyError
    assert blas_threads() == before


def test_the_number_of_threads_can_be_chosen() -> None:
    assert thread_count() == 1
    set_thread_count(2)
    try:
        with limited_threads():
            assert blas_threads() == {2}
    finally:
        set_thread_count(1)


def test_a_number_of_threads_that_cannot_be() -> None:
    with pytest.raises(ConfigurationError, match=r"thread count must be a whole number in \[1, 64\]; got 0"):
        set_thread_count(0)
