"""The points of an experiment on a map of the plane, and those that someone draws there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.data.plane.drawn import DRAWN, drawn_points

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import AnyArray
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.playground.decision_map import DecisionMap


def parts_of(experiment: Experiment) -> dict[str, tuple[AnyArray, AnyArray]]:
    """Return the points of each part that has any, with their classes or numbers."""
    data, split = experiment.dataset, experiment.split
    parts = {
        "train": (split.x_train, split.y_train),
        "validation": (split.x_validation, split.y_validation),
        "test": (data.x_test, data.y_test),
    }
    return {name: (x, y) for name, (x, y) in parts.items() if len(x)}


def show_points(plane: DecisionMap, experiment: Experiment) -> None:
    """Show the points of an experiment; those that somebody has drawn can be drawn on."""
    data = experiment.dataset
    flat = {name: (x, y.reshape(len(y), -1)[:, 0]) for name, (x, y) in parts_of(experiment).items()}
    plane.show_points(flat, data.class_names)
    if data.config is not None and data.name == DRAWN:
        labels = data.config.get("values", data.config.get("labels"))
        pairs = zip(data.config["points"], labels, strict=True)
        with plane.hold_trait_notifications():
            plane.draw_numbers = "values" in data.config
            plane.drawn = [[*point, label] for point, label in pairs]
    elif not plane.drawing and not plane.drawn:
        # The first points that are drawn have what these have, classes or numbers. It is said before anybody
        # draws: who begins to may choose otherwise at once, and that choice must not meet an answer of ours.
        plane.draw_numbers = not data.n_classes


def use_drawn(plane: DecisionMap, experiment: Experiment) -> None:
    """Let the network learn the points that were drawn, if there are any."""
    drawn = plane.drawn
    if not drawn:
        return
    places, labels = [point[:2] for point in drawn], [label for *_, label in drawn]
    if plane.draw_numbers:
        experiment.dataset = drawn_points(places, values=labels)
    else:
        experiment.dataset = drawn_points(places, labels)
    plane.drawing = False
