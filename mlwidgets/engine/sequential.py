"""Sequential: a network with the methods of Keras: compile, fit, evaluate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine import losses, optimizers
from mlwidgets.engine import metrics as metric_kinds
from mlwidgets.engine.checks import checked_targets
from mlwidgets.engine.progress import verbosity
from mlwidgets.engine.training.evaluation import evaluate_in_slices
from mlwidgets.engine.training.example_weights import example_weights
from mlwidgets.engine.training.loop import fit
from mlwidgets.engine.training.objective import TrainableNetwork
from mlwidgets.engine.training.trainer import Trainer
from mlwidgets.errors import ConfigurationError
from mlwidgets.ranges import BATCH_SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from mlwidgets.engine.training.callbacks import Callback
    from mlwidgets.engine.training.evaluation import Evaluation
    from mlwidgets.engine.training.history import History


class Sequential(TrainableNetwork):
    """A plain stack of layers: the output of each is the input of the next.

    Parameters
    ----------
    layers : iterable of Layer, optional
        The stack. Its first entry may be `Input(shape)`; without it the shape is taken from the first data.
    seed : int
        Every random choice follows from it: initial weights, the order of the examples, dropout. The same
        seed gives the same numbers, bit for bit.
    dtype : {"float32", "float64"}
        float32 to train; float64 to check gradients.

    Examples
    --------
    >>> from mlwidgets.engine.layers import Dense, Input
    >>> model = Sequential([Input((4,)), Dense(8, activation="relu"), Dense(3, activation="softmax")], seed=1)
    >>> model.count_params()
    67
    """

    def compile(self, optimizer: object = "rmsprop", loss: object = None, metrics: object = ()) -> None:
        """Choose how the model learns.

        Parameters
        ----------
        optimizer : str or Optimizer
            How the weights move.
        loss : str or Loss
            The function to minimize.
        metrics : sequence of str or Metric, or one of them, optional
            What is also reported: "accuracy", "f1_score", "roc_auc", "mean_absolute_error", …
        """
        if loss is None:
            raise ConfigurationError(
                'compile needs a loss, for example loss="sparse_categorical_crossentropy".'
            )
        chosen = optimizers.get(optimizer), losses.get(loss)
        self.metrics = metric_kinds.get_all(metrics, chosen[1])
        self.optimizer, self.loss = chosen

    def fit(
        self,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        batch_size: int = 32,
        epochs: int = 1,
        shuffle: bool = True,
        validation_data: tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
        sample_weight: npt.ArrayLike | None = None,
        class_weight: Mapping[int, float] | None = None,
        callbacks: Sequence[Callback] | None = (),
        verbose: object = True,
    ) -> History:
        """Train for a number of epochs and return the history of losses and metrics.

        Parameters
        ----------
        x, y : ndarray, shape (n, …)
            Examples and targets.
        batch_size : int
            Examples for one update of the weights.
        epochs : int
            Passes over all examples.
        shuffle : bool
            Whether the examples come in a new order in every epoch.
        validation_data : tuple of ndarray, optional
            `(x, y)` that the model is measured on after every epoch, and never trained on.
        sample_weight : array, shape (n,), optional
            How much each example counts in the loss.
        class_weight : mapping of int to float, optional
            How much the examples of each class count, 1 for those that are not mentioned: `{1: 5.0}`.
        callbacks : sequence of Callback
            Told of each epoch's end: `EarlyStopping`.
        verbose : {True, False, 0, 1, 2, "auto"}
            As in Keras: True, 1 or "auto": a progress bar; 2: one line an epoch; False or 0: nothing.
        """
        trainer = Trainer(
            self,
            x,
            y,
            batch_size=batch_size,
            epochs=epochs,
            shuffle=shuffle,
            validation_data=validation_data,
            sample_weight=sample_weight,
            class_weight=class_weight,
            callbacks=callbacks,
        )
        return fit(trainer, verbosity(verbose))

    def train_on_batch(
        self,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        sample_weight: npt.ArrayLike | None = None,
        class_weight: Mapping[int, float] | None = None,
    ) -> dict[str, float]:
        """Make one update of the weights and return the batch's loss and metrics before it."""
        x = self.checked_input(x)
        trainer = Trainer(
            self,
            x,
            y,
            batch_size=BATCH_SIZE.check_int(len(x)),
            shuffle=False,
            sample_weight=sample_weight,
            class_weight=class_weight,
        )
        return next(trainer).logs

    def evaluate(
        self,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        batch_size: int = 256,
        sample_weight: npt.ArrayLike | None = None,
        verbose: object = False,
    ) -> dict[str, float]:
        """Return the mean loss and metrics over examples, without training; `verbose` as in `fit`."""
        return self.measure(x, y, batch_size=batch_size, sample_weight=sample_weight, verbose=verbose).logs

    def measure(
        self,
        x: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        batch_size: int = 256,
        sample_weight: npt.ArrayLike | None = None,
        verbose: object = False,
    ) -> Evaluation:
        """Return what `evaluate` does, and the predictions with it."""
        self.check_compiled()
        x = self.checked_input(x)
        y = checked_targets(y, x)
        weights = example_weights(y, self.output_shape, sample_weight)
        return evaluate_in_slices(
            self, x, y, BATCH_SIZE.check_int(batch_size), weights=weights, verbose=verbosity(verbose)
        )
