"""Models of files in an experiment: one that is opened takes the place of the network, until an undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine import Sequential
from mlwidgets.engine.configurable import serialize
from mlwidgets.errors import ConfigurationError, DataError, MLWidgetsError, ShapeError
from mlwidgets.language import _
from mlwidgets.ranges import shown
from mlwidgets.session.consistent import changed_settings
from mlwidgets.session.defaults import ONE_OUTPUT
from mlwidgets.session.run.build_trainer import build_trainer
from mlwidgets.session.run.one_run import Run
from mlwidgets.session.run_files import RunFiles
from mlwidgets.session.transcript.file_lines import model_line
from mlwidgets.spec.loss_spec import LossSpec

if TYPE_CHECKING:
    from mlwidgets.spec.settings import Settings


class ModelFiles(RunFiles):
    """An experiment whose network can be taken away, and replaced by one that was trained elsewhere."""

    def open_model(self, model: Sequential, name: str = "a model") -> None:
        """Take the layers and the weights of a model; data, optimizer and all other settings stay.

        The loss stays, too, if it can judge the model's outputs; else that of the model is taken. One undo
        brings back the network of before, with its run.

        Parameters
        ----------
        model : Sequential
            Where it comes from does not matter: `load_tfjs`, `load_keras`, `load_onnx`, or `fit`. It is
            copied.
        name : str
            What it is called in the note.

        Raises
        ------
        ShapeError
            It takes other inputs than the data set gives, or gives other outputs than the data set needs.
            Nothing has changed then.
        DataError
            It has weights of float64 that float32 cannot hold.
        SessionStateError
            The experiment is closed.
        """
        if not isinstance(model, Sequential):
            raise ConfigurationError(f"open_model takes a Sequential; got {shown(model)}.")
        weights = model.get_weights()
        with self.lock:
            self._settle()
            settings = self._with_stack_of(model)
            trainer = build_trainer(
                settings, settings.dataset.split(settings.validation_split, settings.seed)
            )
            trainer.model.set_weights(weights)
            run = Run(self._runner.next_number(), trainer, max_bytes=self._runner.max_bytes)
            run.edited = True  # so that an undo keeps it: no seed gives these weights
            done = _("Opened {name}.").format(name=name)
            with self.as_one_step(done, line=model_line(name)):
                self.note = ""
                self._stop_reading()
                self._opened = run
                try:
                    self._put(settings, other_run=True)
                finally:
                    self._opened = None
            self.note = done

    def model_now(self) -> Sequential:
        """Return a copy of the network with the newest weights that the views have seen, compiled."""

        def copied(seen: Sequential) -> Sequential:
            copy = Sequential.from_config(seen.get_config())
            copy.set_weights(seen.get_weights())
            copy.compile(self.optimizer.make(), self.loss.make(), self.task.metrics())
            return copy

        return self.ask(copied)

    def _with_stack_of(self, model: Sequential) -> Settings:
        """Return the settings with the layers of a model, and with a loss that suits them, or say why not."""
        wanted, got = self.task.input_shape, model.input_shape
        if got != wanted:
            raise ShapeError(
                _(
                    "The model takes inputs of the shape {got}, but the data set {name} gives {wanted}. "
                    "Choose data of that shape first, or open another model."
                ).format(got=got, name=self.dataset.name, wanted=wanted)
            )
        layers = [serialize(layer) for layer in model.layers]
        losses = [
            None,
            *([] if model.loss is None else [LossSpec.of(model.loss)]),
            *map(LossSpec.of, ONE_OUTPUT),
        ]
        refusal: MLWidgetsError | None = None
        for loss in losses:
            try:
                return changed_settings(
                    self._settings, {"layers": layers, **({} if loss is None else {"loss": loss})}
                )
            except (ShapeError, ConfigurationError, DataError) as error:
                refusal = refusal or error
        assert refusal is not None  # noqa: S101 - the present loss is always tried
        raise refusal
