"""Which points in the plane the playground learns from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.data import load
from mlwidgets.data.plane.clouds import POINT_KINDS
from mlwidgets.data.plane.drawn import DRAWN
from mlwidgets.data.relabelled import RELABELLED
from mlwidgets.ranges import CLASSES, NOISE, SAMPLES, SEED, TEST_SHARE, VALIDATION_SPLIT
from mlwidgets.widgets.base.settings_view import SettingsView, counted
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.playground import texts

if TYPE_CHECKING:
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change

_HIGHEST_SEED = 999
"""Where the slider ends; a seed up to 2³² − 1 can be set from Python."""


class PointControls(SettingsView):
    """Kind, noise and number of the points, how they are shared out, and the seed.

    Parameters
    ----------
    experiment : Experiment
        Whose data set is chosen.

    Attributes
    ----------
    more : tuple of Widget
        The controls that are needed less often; the page puts them where there is room.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._kind = ChoiceControl(
            "circle",
            options=[(kind.title, name) for name, kind in POINT_KINDS.items()],
            label=texts.PLAY_DATA,
        )
        self._classes = ChoiceControl("2", options=counted(CLASSES), label=texts.PLAY_CLASSES)
        self._noise = NumberControl(
            minimum=NOISE.low,
            maximum=NOISE.high,
            unit="%",
            label=texts.PLAY_NOISE,
            help=texts.PLAY_NOISE_HELP,
        )
        self._samples = NumberControl(
            SAMPLES.low,
            minimum=SAMPLES.low,
            maximum=SAMPLES.high,
            step=20,
            integer=True,
            slider=False,
            label=texts.PLAY_SAMPLES,
            help=texts.PLAY_SAMPLES_HELP,
        )
        self._training = NumberControl(
            50.0,
            minimum=100 * (1 - TEST_SHARE.high),
            maximum=100 * (1 - TEST_SHARE.low),
            step=10,
            unit="%",
            label=texts.PLAY_TRAINING,
            help=texts.PLAY_TRAINING_HELP,
        )
        self._validation = NumberControl(
            minimum=100 * VALIDATION_SPLIT.low,
            maximum=100 * VALIDATION_SPLIT.high,
            step=5,
            unit="%",
            label=texts.PLAY_VALIDATION,
            help=texts.PLAY_VALIDATION_HELP,
        )
        self._seed = NumberControl(
            minimum=SEED.low,
            maximum=_HIGHEST_SEED,
            integer=True,
            slider=False,
            label=texts.PLAY_SEED,
            help=texts.PLAY_SEED_HELP,
        )
        self.more = (self._classes, self._samples, self._training, self._validation, self._seed)
        super().__init__(experiment, [self._kind, self._noise])
        self.add_class("mlw-group")
        self.listen(self._kind, self._choose, name="points")
        self.listen(self._classes, lambda _: self._set(classes=int(self._classes.value)), name="classes")
        self.listen(self._noise, lambda _: self._set(noise=self._noise.value), name="noise")
        self.listen(self._samples, lambda _: self._set(samples=int(self._samples.value)), name="samples")
        self.listen(self._training, self._choose_training, name="training_share")
        self.listen(self._validation, self._choose_validation, name="validation_split")
        self.listen(self._seed, self._choose_seed, name="seed")
        self.watch(experiment, ("dataset", "validation_split", "seed"), self.refresh)
        self.refresh()

    def show(self) -> None:
        """Bring the controls up to date with the experiment."""
        experiment = self.experiment
        if not experiment.dataset.in_plane:
            return  # other data, for which the lab gives way
        config = self._config
        made = config["name"] in POINT_KINDS
        choices = [(kind.title, name) for name, kind in POINT_KINDS.items()]
        if not made:
            choices.append((texts.PLAY_OWN_POINTS, DRAWN))
        self._kind.offer(choices, config["name"] if made else DRAWN)
        self._classes.disabled = "classes" not in config
        self._classes.value = str(config.get("classes", max(experiment.dataset.n_classes, CLASSES.low)))
        self._noise.disabled = self._samples.disabled = not made
        self._noise.show(float(config.get("noise", 0)))
        self._samples.show(float(config.get("samples", SAMPLES.low)))
        self._training.show(round(100 * (1 - config["test_share"]), 4))
        self._validation.show(round(100 * experiment.validation_split, 4))
        self._seed.show(float(experiment.seed))

    @property
    def _config(self) -> dict[str, Any]:
        # Other points have other places: labels that somebody has changed do not go with them.
        return {name: value for name, value in self.experiment.dataset.config.items() if name != RELABELLED}

    def _set(self, **settings: Any) -> None:  # noqa: ANN401 - settings of a data set
        config = self._config
        if any(config.get(name) != value for name, value in settings.items()):
            self.experiment.dataset = load({**config, **settings})

    def _choose_training(self, _: Change) -> None:
        self._set(test_share=round(1 - self._training.value / 100, 6))

    def _choose(self, _: Change) -> None:
        """Take points of another kind, with as much noise as those before."""
        config = self._config
        if self._kind.value in (config["name"], DRAWN):
            return
        kept: dict[str, Any] = {
            name: config[name] for name in ("noise", "samples", "test_share", "seed") if name in config
        }
        self.experiment.dataset = load({"name": self._kind.value, **kept})

    def _choose_validation(self, _: Change) -> None:
        self.experiment.validation_split = round(self._validation.value / 100, 6)

    def _choose_seed(self, _: Change) -> None:
        """Let points and weights follow from another seed."""
        seed = int(self._seed.value)
        if seed != self.experiment.seed:
            self.experiment.change(dataset=load({**self._config, "seed": seed}), seed=seed)
