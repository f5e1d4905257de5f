"""An experiment made into a link, and one made from a link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from mlwidgets.data.plane.drawn import DRAWN
from mlwidgets.data.registry import load, names
from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.stack.layers import MOST_LAYERS
from mlwidgets.interchange.links import LinkContent, read_link, write_link
from mlwidgets.language import _
from mlwidgets.session.consistent import first_settings
from mlwidgets.session.convolution.experiment import Convolution
from mlwidgets.session.convolution.setup import bundled_name
from mlwidgets.session.learned.stages import STAGE, Stage, learned_network
from mlwidgets.session.page_setup import PageSetup
from mlwidgets.session.saved import read
from mlwidgets.spec.settings import as_dataset

if TYPE_CHECKING:
    from mlwidgets.data import Dataset
    from mlwidgets.session.convolution.setup import Setup
    from mlwidgets.spec.settings import Settings

_OWN_DATA = _("{name} cannot travel in a link: whoever opens the link first opens that file, in Data.")
_ARRAYS = _(
    "The data set {name} was made in Python and cannot travel in a link: open it from a file instead."
)
_PICTURE = _(
    "The picture in Convolution is your own and cannot travel in a link: the numbers take its place."
)
_WEIGHTS = _(
    "The link restores the configuration; the training starts at its beginning. Weights travel in a file."
)


@dataclass(frozen=True, eq=False)
class Linked:
    """What a link opens, every part of it checked and made.

    Attributes
    ----------
    settings : Settings
        Data, stack, loss, optimizer and all numbers.
    setup : Setup
        Input and kernel of the convolution lab.
    page : PageSetup
        The open tab, hidden and locked controls.
    stage : Stage or None
        The shipped weights that the run starts from.
    left_out : tuple of str
        What could not be carried over, a sentence each.
    """

    settings: Settings
    setup: Setup
    page: PageSetup
    stage: Stage | None
    left_out: tuple[str, ...]


class Shared(Protocol):
    """What a link needs of an experiment."""

    settings: Any
    convolution: Any
    page: Any
    stage: Stage | None

    def to_dict(self) -> dict[str, Any]:
        """Return all settings as plain JSON values."""

    @property
    def newest(self) -> int:
        """How many updates the run has made."""


def opened(link: str) -> Linked:
    """Return what a link opens.

    Raises
    ------
    MLWidgetsError
        It is none, or damaged, or holds what cannot be, or needs a file that is not open. Nothing has changed
        then.
    """
    content = read_link(link)
    given = read(content.settings)
    convolution = given.pop("convolution", None)
    layers = given.get("layers")
    if isinstance(layers, list) and len(layers) > MOST_LAYERS:
        raise ConfigurationError(
            _("A stack has at most {most_layers} layers; this link has {count:,}.").format(
                most_layers=MOST_LAYERS, count=len(layers)
            )
        )
    settings = first_settings(as_dataset(given.pop("dataset", "mnist")), given)
    made = Convolution() if convolution is None else Convolution.from_dict(convolution)
    stage = learned_network().stages[STAGE.check(content.stage)] if content.stage else None
    if stage is not None and not learned_network().suits(settings):
        raise ConfigurationError(
            _(
                "This link starts from the weights that ship with mlwidgets, which fit the default "
                "digits network only; it has another network, other data or other settings."
            )
        )
    return Linked(settings, made.setup, PageSetup.of(content.page), stage, content.left_out)


def link_to(experiment: Shared, base_url: str = "") -> str:
    """Return a link that opens the configuration of an experiment; see `interchange.links.write_link`."""
    stage = "" if experiment.stage is None else experiment.stage.name
    content = LinkContent(settings=experiment.to_dict(), page=experiment.page.to_dict(), stage=stage)
    return write_link(content, base_url)


def not_in_link(experiment: Shared) -> list[str]:
    """Say what of an experiment its link does not carry, a sentence each."""
    said = []
    dataset: Dataset = experiment.settings.dataset
    if not travels(dataset):
        said.append((_OWN_DATA if dataset.config is not None else _ARRAYS).format(name=dataset.name))
    picture = experiment.convolution.setup.picture
    if picture is not None and bundled_name(picture) is None:
        said.append(_PICTURE)
    if experiment.newest and (
        experiment.stage is None or experiment.newest > experiment.stage.position.iteration
    ):
        said.append(_WEIGHTS)
    return said


def travels(dataset: Dataset) -> bool:
    """Return whether a data set is made anew from what a link says of it, on any machine."""
    config = dataset.config
    if config is None:
        return dataset.name in names() and load(dataset.name) is dataset
    return dataset.in_plane or config.get("name") == DRAWN or "table" in config
