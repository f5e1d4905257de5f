"""The limit on BLAS threads: set once, taken away by the last."""

from __future__ import annotations

import pytest
from threadpoolctl import threadpool_info

from mlwidgets.engine.threads import one_blas_thread


def blas_threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_the_limit_holds_inside_and_ends_with_the_last() -> None:
    before = blas_threads()
    with one_blas_thread():
        assert blas_threads() == {1}
        with one_blas_thread():
            assert blas_threads() == {1}
        assert blas_threads() == {1}
    assert blas_threads() == before


def test_an_exception_takes_the_limit_away_too() -> None:
    before = blas_threads()
    with pytest.raises(KeyError), one_blas_thread():
        raise KeyError
    assert blas_threads() == before
