"""Logistic and linear regression, and permutation importance, agree with scikit-learn.

Run by ``make oracles``, where scikit-learn is installed; without it these tests fail, they do not skip.
"""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_wine
from sklearn.inspection import permutation_importance as sklearn_importance
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import r2_score, roc_auc_score

from mlwidgets.explain.rows.figures import figures_of
from mlwidgets.explain.rows.groups import input_groups
from mlwidgets.explain.rows.importance import finished, permutation_importance
from mlwidgets.session.baselines.fitted import Fitted, Rows
from mlwidgets.session.baselines.linear import fit_linear_regression
from mlwidgets.session.baselines.work import fitting

CLASSES = {"breast_cancer": load_breast_cancer, "wine": load_wine}


def rows_of(x: np.ndarray, y: np.ndarray, classes: int) -> Rows:
    x = ((x - x.mean(axis=0)) / x.std(axis=0)).astype(np.float32)
    validation = np.arange(len(y)) % 4 == 0
    return Rows(x[~validation], y[~validation], x[validation], y[validation], classes)


def fitted(rows: Rows) -> Fitted:
    steps = fitting("linear", rows, seed=0)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Fitted = end.value
            return found


@pytest.mark.parametrize("name", CLASSES)
def test_logistic_regression(name: str) -> None:
    data = CLASSES[name]()
    rows = rows_of(data.data, data.target, len(data.target_names))
    ours = fitted(rows)
    exact = rows.x_train.astype(np.float64)  # in float32 it stops earlier
    theirs = LogisticRegression(C=1.0, tol=1e-8, max_iter=10_000).fit(exact, rows.y_train)
    assert ours.weights is not None
    np.testing.assert_allclose(ours.weights[:, :-1], theirs.coef_, atol=1e-3)
    both = ours.predict(rows.x_validation), theirs.predict_proba(rows.x_validation)
    np.testing.assert_allclose(*both, atol=1e-3)
    figures = figures_of(rows.y_validation, both[0])
    assert figures.score == theirs.score(rows.x_validation, rows.y_validation)
    theirs_auc = both[1][:, 1] if rows.classes == 2 else both[1]
    assert figures.second == pytest.approx(
        roc_auc_score(rows.y_validation, theirs_auc, multi_class="ovr"), abs=1e-3
    )


def test_linear_regression() -> None:
    data = load_diabetes()
    rows = rows_of(data.data, data.target, 0)
    ours = fit_linear_regression(rows)
    theirs = LinearRegression().fit(rows.x_train.astype(np.float64), rows.y_train)
    said = ours.predict(rows.x_validation)
    np.testing.assert_allclose(said, theirs.predict(rows.x_validation), atol=1e-3)
    figures = figures_of(rows.y_validation, said)
    assert figures.score == pytest.approx(r2_score(rows.y_validation, said))


def test_permutation_importance_of_single_columns() -> None:
    data = load_wine()
    rows = rows_of(data.data, data.target, 3)
    model = LogisticRegression().fit(rows.x_train, rows.y_train)
    groups = input_groups(data.feature_names)
    x, y = np.tile(rows.x_validation, (20, 1)), np.tile(rows.y_validation, 20)
    ours = finished(permutation_importance(model.predict_proba, x, y, groups, seed=0))
    theirs = sklearn_importance(model, x, y, n_repeats=10, random_state=0)
    np.testing.assert_allclose(ours.drops, theirs.importances_mean, atol=0.02)  # shuffled otherwise
    np.testing.assert_array_equal(ours.drops.argmax(), theirs.importances_mean.argmax())
