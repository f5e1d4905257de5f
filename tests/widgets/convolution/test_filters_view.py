"""Kernels on their way into a network and out of it, without a browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from mlwidgets.engine.layers import Conv2D
from mlwidgets.session import Experiment, Status
from mlwidgets.session.convolution.hand_made import hand_made
from mlwidgets.widgets.training.example_gallery import ExampleGallery
from tests.session.support import Watch, pictures, settled, table
from tests.widgets.kernel_lab_parts import Learner, parts
from tests.widgets.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Generator

    from mlwidgets.engine.arrays import AnyArray

TITLE = "Use this kernel in the network"
SOBEL = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], np.float64)
ONE_FILTER = [
    {"class_name": "Conv2D", "config": {"filters": 1, "kernel_size": 3}},
    {"class_name": "Flatten", "config": {}},
    {"class_name": "Dense", "config": {"units": 10, "activation": "softmax"}},
]


class Filters(Learner):
    """A learner who has opened the section about networks."""

    def __init__(self, experiment: Experiment) -> None:
        super().__init__(experiment)
        self.view = self.open(TITLE)
        self.gallery: ExampleGallery = next(p for p in parts(self.view) if isinstance(p, ExampleGallery))

    def pick(self, place: int) -> None:
        Wire(self.gallery).arrive({"selected": place})

    def filter(self, number: int, layer: int = 0) -> AnyArray:
        """Return a filter of the network itself, counted from 1."""
        return self.convolution(layer).kernel[..., number - 1].copy()

    def convolution(self, layer: int = 0) -> Conv2D:
        found = self.experiment.model.layers[layer]
        assert isinstance(found, Conv2D)
        return found

    @property
    def said(self) -> str:
        return str(self.view._said.value)

    @property
    def alike(self) -> str:
        return str(self.view._alike.value)


@pytest.fixture
def learner() -> Generator[Filters]:
    made = Filters(Experiment("mnist", epochs=1, batch_size=500))
    yield made
    made.close()


def test_a_frozen_kernel_stays_what_it_was_and_the_others_learn(learner: Filters) -> None:
    learner.choose("Kernel", "sobel_x")
    learner.choose("Becomes filter", 3.0)
    learner.press("Use in network")
    assert learner.said == (
        "The kernel is now filter 3 of the first convolution, and stays as it is. Train the network: "
        "everything else learns around it."
    )
    np.testing.assert_array_equal(learner.filter(3)[:, :, 0], SOBEL)
    before = learner.filter(4)
    learner.experiment.step_epoch()
    settled(learner.experiment)
    np.testing.assert_array_equal(learner.filter(3)[:, :, 0], SOBEL)
    assert (learner.filter(4) != before).any()
    assert "the most similar filter is 3, with a similarity of 1 " in learner.alike
    assert learner.gallery.captions[:2] == ["yours", "3: 1"]
    assert learner.gallery.alts[1] == "Filter 3, similarity 1 to your kernel, hand-made and frozen"


def test_a_kernel_that_learns_starts_where_it_was_put(learner: Filters) -> None:
    learner.choose("Kernel", "box_blur")  # nine ones, divided by 9
    learner.choose("Bias", 0.5)
    learner.choose("While the network trains", "yes")
    learner.press("Use in network")
    assert learner.said.endswith("Train the network and watch how it changes.")
    np.testing.assert_allclose(learner.filter(1), np.full((3, 3, 1), 1 / 9), rtol=1e-6)
    assert learner.convolution().bias[0] == 0.5
    assert hand_made(learner.experiment.layers) == {0: True}
    learner.experiment.step_batch()
    settled(learner.experiment)
    assert (learner.filter(1) != np.float32(1 / 9)).any()


def test_a_turned_kernel_arrives_turned(learner: Filters) -> None:
    learner.choose("Kernel", "sobel_x")
    learner.choose("Operation", "yes")
    learner.press("Use in network")
    np.testing.assert_array_equal(learner.filter(1)[:, :, 0], SOBEL[::-1, ::-1])


def test_kernels_are_taken_out_again(learner: Filters) -> None:
    before = learner.filter(1)
    learner.press("Use in network")
    learner.press("Remove hand-made kernels")
    assert learner.said == "All filters start at random again."
    np.testing.assert_array_equal(learner.filter(1), before)
    assert hand_made(learner.experiment.layers) == {}


def test_a_kernel_of_another_size_takes_the_layer_along(learner: Filters) -> None:
    learner.lab.kernel = np.ones((5, 2))
    assert learner.alike == "Your kernel has another size, so it cannot be compared with these filters."
    assert learner.gallery.captions[:2] == ["yours", "1"]
    learner.press("Use in network")
    assert learner.filter(1).shape == (5, 2, 1)
    assert "the most similar filter is 1, with a similarity of 1 " in learner.alike
    learner.lab.kernel = np.ones((3, 3))
    learner.choose("Becomes filter", 2.0)
    learner.press("Use in network")
    assert learner.said == learner.lab.header.error
    assert learner.said.startswith("The layer already has hand-made kernels of another size than 3 × 3.")
    learner.press("Remove hand-made kernels")
    assert learner.lab.header.error == ""


def test_a_kernel_for_other_channels_is_refused_with_a_sentence(learner: Filters) -> None:
    learner.choose("Input channels", "3")
    learner.press("Use in network")
    assert learner.said == learner.lab.header.error
    assert learner.said.startswith("The first convolution reads 1 channel, and this kernel has 3 slices.")


def test_a_learned_filter_is_brought_with_its_bias(learner: Filters) -> None:
    learner.experiment.run()
    settled(learner.experiment)
    learner.experiment.convolution.set(divisor=3.0, flip=True)
    order = [int(caption.split(":")[0]) for caption in learner.gallery.captions[1:]]
    assert sorted(order) == list(range(1, 9))
    learner.pick(2)
    np.testing.assert_array_equal(learner.lab.kernel, learner.filter(order[1])[:, :, 0])
    settings = learner.setup.settings
    assert settings.bias == learner.convolution().bias[order[1] - 1]
    assert (settings.divisor, settings.flip) == (1, False)
    assert learner.said == f"Your kernel is now filter {order[1]} of layer 1, with its bias."
    assert learner.gallery.captions[1] == f"{order[1]}: 1"  # the likest stands first
    assert learner.gallery.selected == -1
    before = learner.setup
    learner.pick(0)  # one's own kernel
    assert learner.setup is before
    learner.experiment.undo()
    assert learner.setup.settings.divisor == 3


def test_of_a_deeper_layer_the_mean_of_the_slices_is_brought(learner: Filters) -> None:
    menu = learner.control("Filters of")
    assert [text for text, _ in menu.options] == [
        "layer 1: 8 of 3 × 3, 1 channel",
        "layer 3: 16 of 3 × 3, 8 channels",
    ]
    learner.choose("Filters of", menu.options[1][1])
    assert learner.gallery.count == 17
    learner.pick(5)
    np.testing.assert_allclose(learner.lab.kernel, learner.filter(5, layer=2).mean(axis=2), rtol=1e-6)
    assert learner.said.endswith("It has 8 slices, more than your input has channels, so this is their mean.")
    assert menu.value == menu.options[1][1]


def test_on_a_coloured_picture_a_grey_filter_meets_every_channel(learner: Filters) -> None:
    learner.choose("Input", "cat")
    learner.pick(1)
    assert learner.shape("output") == (300, 451, 3)
    learner.choose("Filters of", learner.control("Filters of").options[1][1])
    learner.pick(1)
    assert learner.shape("output") == (300, 451, 3)
    assert learner.shape("kernel") == (3, 3)
    assert learner.lab.fault == ""


def test_while_the_network_learns_filters_keep_their_places_and_little_is_sent() -> None:
    learner = Filters(Experiment("mnist", epochs=200, batch_size=100))
    wire = Wire(learner.gallery)
    seen = []
    learner.experiment.observe(
        lambda _: seen.append(
            (learner.experiment.status, [c.split(":")[0] for c in learner.gallery.captions])
        ),
        "snapshot",
    )
    watch = Watch(learner.experiment)
    learner.experiment.run()
    watch.until_more(12)
    learner.experiment.pause()
    settled(learner.experiment)
    orders = [order for status, order in seen if status is Status.RUNNING]
    assert len(orders) > 5
    assert all(order == orders[0] for order in orders)
    values = [float(caption.split(": ")[1].replace("−", "-")) for caption in learner.gallery.captions[1:]]
    assert values == sorted(values, reverse=True)  # at rest the likest stands first
    sizes = [len(json.dumps(state, default=str)) for state in wire.updates()]
    assert max(sizes) < 2_000
    learner.close()


def test_a_network_without_a_convolution_says_so() -> None:
    learner = Filters(Experiment(table()))
    assert learner.gallery.count == 0
    assert learner.gallery.empty_text == "This network has no Conv2D layer, so there are no filters."
    assert learner.control("Filters of").disabled
    learner.press("Use in network")
    assert "no Conv2D layer" in learner.said
    learner.close()


def test_a_network_with_a_single_filter_leaves_no_choice() -> None:
    learner = Filters(Experiment("mnist", layers=ONE_FILTER))
    number = learner.control("Becomes filter")
    assert (number.value, number.disabled) == (1, True)
    learner.press("Use in network")
    assert learner.filter(1)[1, 1, 0] == 5
    assert learner.lab.fault == ""
    learner.close()


def test_a_convolution_that_reads_several_channels_takes_as_many_slices() -> None:
    before = {"class_name": "DepthwiseConv2D", "config": {"kernel_size": 3, "depth_multiplier": 2}}
    learner = Filters(Experiment("mnist", layers=[before, *ONE_FILTER]))
    learner.press("Use in network")
    assert learner.said.startswith("The first convolution reads 2 channels, and this kernel has 1 slice.")
    learner.choose("Input channels", "2")
    learner.press("Use in network")
    assert learner.lab.header.error == ""
    assert learner.filter(1, layer=1).shape == (3, 3, 2)
    learner.close()


def test_a_kernel_may_come_in_the_middle_of_a_run() -> None:
    learner = Filters(Experiment("mnist", epochs=200, batch_size=100))
    watch = Watch(learner.experiment)
    learner.experiment.run()
    watch.until_more(3)
    learner.choose("Kernel", "sobel_y")
    learner.press("Use in network")
    assert learner.said.startswith("The kernel is now filter 1 of the first convolution")
    settled(learner.experiment)
    assert "After 0 updates the most similar filter is 1" in learner.alike
    learner.experiment.run()
    count = len(watch.snapshots)
    watch.until_more(count + 3)
    learner.pick(2)
    assert learner.control("Kernel").value == "own"
    learner.experiment.pause()
    settled(learner.experiment)
    assert learner.lab.fault == ""
    np.testing.assert_array_equal(learner.filter(1)[:, :, 0], SOBEL.T)
    learner.close()


def test_other_data_bring_other_filters(learner: Filters) -> None:
    learner.experiment.dataset = pictures()
    assert learner.lab.header.error == ""
    assert learner.gallery.count == 1 + len(learner.experiment.filters()[0].bias)
    learner.experiment.dataset = table()
    assert learner.gallery.count == 0
