"""What a network is given: the features of points, in Python and in JavaScript."""

from __future__ import annotations

from mlwidgets.data.plane.features import USUAL_FEATURES, check_features

IN_PYTHON = {
    "x1": "x1",
    "x2": "x2",
    "x1^2": "x1**2",
    "x2^2": "x2**2",
    "x1*x2": "x1 * x2",
    "sin(x1)": "np.sin(x1)",
    "sin(x2)": "np.sin(x2)",
}
IN_JAVASCRIPT = {
    "x1": "x1",
    "x2": "x2",
    "x1^2": "x1.square()",
    "x2^2": "x2.square()",
    "x1*x2": "x1.mul(x2)",
    "sin(x1)": "x1.sin()",
    "sin(x2)": "x2.sin()",
}


def python_features(names: tuple[str, ...]) -> list[str]:
    """Return the function that makes the network's inputs from points, or nothing if they are the points."""
    if _plain(names):
        return []
    listed = ", ".join(IN_PYTHON[name] for name in names)
    return [
        "def features(points):",
        '    """Return what the network is given for each point."""',
        "    x1, x2 = points.T",
        f"    return np.stack([{listed}], axis=1)",
    ]


def javascript_features(names: tuple[str, ...]) -> list[str]:
    """Return that function in JavaScript."""
    if _plain(names):
        return []
    listed = ", ".join(IN_JAVASCRIPT[name] for name in names)
    return [
        "// What the network is given for each point.",
        "function features(points) {",
        "  const [x1, x2] = tf.unstack(points, 1);",
        f"  return tf.stack([{listed}], 1);",
        "}",
    ]


def _plain(names: tuple[str, ...]) -> bool:
    return not names or check_features(names) == USUAL_FEATURES
