"""`Dataset`: examples to learn from, examples to test with, and where they come from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, WeakValueDictionary

import numpy as np

from mlwidgets.data.checks import (
    as_config,
    check_index,
    check_labels,
    check_numbers,
    check_part,
    check_positions,
    check_same_shape,
    read_only,
)
from mlwidgets.data.plane.geometry import check_in_plane
from mlwidgets.data.splitting import choose_validation
from mlwidgets.data.wording import CLASSES, FEATURES, NUMBERS
from mlwidgets.errors import DataError
from mlwidgets.language import _, n_
from mlwidgets.ranges import SEED, VALIDATION_SPLIT, is_text, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from mlwidgets.data.prepare.prepared import PreparedTable

_TRAINING = n_("{count:,} training example", "{count:,} training examples")
_TEST = n_("{count:,} test example", "{count:,} test examples")
_WITH_CLASSES = _("The data set {name} has {training} and {test} of {shape} each, in {target}.")
_WITH_NUMBERS = _("The data set {name} has {training} and {test} of {shape} each, with {target} to predict.")

_TO_TRAIN_ON = n_("{count:,} row to train on", "{count:,} rows to train on")
_INPUTS = n_("{count:,} input", "{count:,} inputs")
_TABLE = _(
    "The table {name} has {training} and {test:,} to test with: {features}, as {inputs}, to predict "
    "{target} ({what})."
)
_TABLE_VALIDATED = _(
    "The table {name} has {training}, {validation:,} to validate with and {test:,} to test with: "
    "{features}, as {inputs}, to predict {target} ({what})."
)


class _ReadOnlyArrays:
    """What `Dataset` and `Split` share: after creation their arrays can no longer be written to."""

    def _lock_arrays(self) -> None:
        for field in fields(self):  # type: ignore[arg-type]  # both users are dataclasses
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                object.__setattr__(self, field.name, read_only(value))


# Arrays have no single answer to ==, so two of these objects are equal only if they are the same one.
@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Split(_ReadOnlyArrays):
    """The training part of a `Dataset`, divided into a part to train on and a part to validate with.

    Attributes
    ----------
    x_train, y_train : ndarray
        Examples to train on.
    x_validation, y_validation : ndarray
        Examples to choose settings by; without any when the split is 0.
    train_index, validation_index : ndarray of int64
        Where they stand in ``dataset.x_train``, in ascending order.
    """

    x_train: NDArray[Any]
    y_train: NDArray[Any]
    x_validation: NDArray[Any]
    y_validation: NDArray[Any]
    train_index: NDArray[np.int64]
    validation_index: NDArray[np.int64]

    def __post_init__(self) -> None:
        self._lock_arrays()

    def __repr__(self) -> str:
        return f"Split({len(self.x_train)} to train, {len(self.x_validation)} to validate)"


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Dataset(_ReadOnlyArrays):
    """Examples to learn from and examples to test with, checked and read-only.

    Parameters
    ----------
    name : str
        Short name, such as ``"mnist"``.
    x_train, x_test : ndarray, shape (examples, ...)
        Features: finite numbers. Pictures are (examples, height, width, channels).
    y_train, y_test : ndarray, shape (examples,) or (examples, targets)
        Class numbers, or the numbers to predict when there are no classes.
    class_names : tuple of str
        The name of each class; empty when a number is to be predicted.
    source, licence : str
        Where the data come from, and under which terms.
    train_index, test_index : ndarray of int, shape (examples,), optional
        Where each example stands in the original data.
    in_plane : bool
        Whether the examples are points (x₁, x₂) of the plane from −6 to 6, so that a network can be given
        features such as x₁² of them, and a map of the whole plane can be drawn.
    strata : ndarray of int, shape (examples,), optional
        What the split into training and validation keeps in proportion; `y_train` if not given. Where labels
        have been changed it holds the first ones, so that the same examples are held out as before.
    prepared : PreparedTable, optional
        How the numbers were made from a table, for data that come from one.
    validation_index : ndarray of int, optional
        Which examples of the training part are for validation, by their ascending positions in `x_train`.
        Where it is given, `split` goes by it alone.
    config : mapping, optional
        What `mlwidgets.data.load` makes the same data set from: plain JSON values, among them ``"name"``.
        Without it only a bundled data set can be found again, by its name.

    Raises
    ------
    DataError, ShapeError
        The parts do not fit together, are empty, or hold what they should not.

    Notes
    -----
    Arrays that somebody else could still write to are copied; the others are kept as they are.

    Examples
    --------
    >>> import numpy as np
    >>> x, y = np.array([[0.0], [1.0], [2.0], [3.0]]), np.array([0, 0, 1, 1])
    >>> data = Dataset(name="steps", x_train=x, y_train=y, x_test=x, y_test=y,
    ...                class_names=("low", "high"), source="this example", licence="BSD-3-Clause")
    >>> data.describe()
    'The data set steps has 4 training examples and 4 test examples of 1 number each, in 2 classes.'
    >>> data.split(0.5, seed=0)
    Split(2 to train, 2 to validate)
    """

    name: str
    x_train: NDArray[Any]
    y_train: NDArray[Any]
    x_test: NDArray[Any]
    y_test: NDArray[Any]
    class_names: tuple[str, ...]
    source: str
    licence: str
    train_index: NDArray[Any] | None = None
    test_index: NDArray[Any] | None = None
    in_plane: bool = False
    strata: NDArray[Any] | None = None
    config: Mapping[str, Any] | None = None
    prepared: PreparedTable | None = None
    validation_index: NDArray[Any] | None = None

    def __post_init__(self) -> None:
        if not is_text(self.name):
            raise DataError(f"name must be a text that UTF-8 can hold; got {shown(self.name)}.")
        for label in ("x_train", "y_train", "x_test", "y_test"):
            check_numbers(label, getattr(self, label))
        check_part("train", self.x_train, self.y_train)
        check_part("test", self.x_test, self.y_test)
        check_same_shape(self.x_train, self.x_test, "x")
        check_same_shape(self.y_train, self.y_test, "y")
        self._check_classes()
        for part, index, x in (
            ("train", self.train_index, self.x_train),
            ("test", self.test_index, self.x_test),
        ):
            if index is not None:
                check_index(part, index, len(x))
        if self.validation_index is not None:
            check_positions(self.validation_index, len(self.x_train))
        if self.in_plane:
            check_in_plane("x_train", self.x_train)
            check_in_plane("x_test", self.x_test)
        if self.config is not None:
            object.__setattr__(self, "config", as_config(self.name, self.config))
        self._lock_arrays()

    def _check_classes(self) -> None:
        names = self.class_names
        if not isinstance(names, tuple) or not all(map(is_text, names)):
            raise DataError(f"class_names must be a tuple of texts that UTF-8 can hold; got {shown(names)}.")
        if len(set(names)) != len(names):
            raise DataError(f"class_names must differ from each other; got {names!r}.")
        if names:
            check_labels("train", self.y_train, len(names))
            check_labels("test", self.y_test, len(names))
        if self.strata is not None:
            self._check_strata(self.strata)

    def _check_strata(self, strata: object) -> None:
        fits = isinstance(strata, np.ndarray) and strata.dtype.kind in "iu"
        if not fits or strata.shape != (len(self.x_train),):  # type: ignore[attr-defined]  # it is an array
            raise DataError(
                f"strata must be a NumPy array with a whole number for each of the {len(self.x_train)} "
                "training examples, or None. Leave it out to keep the classes in proportion."
            )

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Shape of one example, without the number of examples."""
        return self.x_train.shape[1:]

    @property
    def n_classes(self) -> int:
        """Number of classes; 0 when a number is to be predicted."""
        return len(self.class_names)

    def describe(self) -> str:
        """Say in one sentence what the data set holds.

        Returns
        -------
        str
            How many examples there are, of which shape, and what is to be predicted.
        """
        if self.prepared is not None:
            return self._describe_table(self.prepared)
        if len(self.input_shape) == 1:
            shape = NUMBERS.format(self.input_shape[0])
        else:
            shape = _("{shape} numbers").format(shape=" × ".join(str(side) for side in self.input_shape))
        if self.n_classes:
            said, target = _WITH_CLASSES, CLASSES.format(self.n_classes)
        else:
            said, target = _WITH_NUMBERS, NUMBERS.format(int(np.prod(self.y_train.shape[1:])))
        return said.format(
            name=self.name,
            training=_TRAINING.format(len(self.x_train)),
            test=_TEST.format(len(self.x_test)),
            shape=shape,
            target=target,
        )

    def _describe_table(self, prepared: PreparedTable) -> str:
        held_out = 0 if self.validation_index is None else len(self.validation_index)
        return (_TABLE_VALIDATED if held_out else _TABLE).format(
            name=self.name,
            training=_TO_TRAIN_ON.format(len(self.x_train) - held_out),
            validation=held_out,
            test=len(self.x_test),
            features=FEATURES.format(len(prepared.plan.features)),
            inputs=_INPUTS.format(self.input_shape[0]),
            target=prepared.plan.target,
            what=CLASSES.format(self.n_classes) if self.n_classes else _("a number"),
        )

    def split(self, validation_split: float, seed: int) -> Split:
        """Divide the training part into a part to train on and a part to validate with.

        Parameters
        ----------
        validation_split : float
            Share of the training part that is set aside, in [0, 0.9]. With classes, each gives its share and
            keeps at least one example to train on.
        seed : int
            0 or more; the same seed gives the same split.

        Returns
        -------
        Split
            Both parts in their original order. With 0 the training part is ``x_train`` itself.

        Raises
        ------
        ConfigurationError
            An argument is out of its range.
        DataError
            There are too few examples to set one aside.

        Notes
        -----
        Data with a `validation_index` have been divided already: both arguments are only checked.
        A split that somebody still has is not made again: its arrays are most of what an experiment weighs.
        """
        VALIDATION_SPLIT.check(validation_split)
        SEED.check(seed)
        made = _splits.setdefault(self, WeakValueDictionary())
        if (split := made.get((validation_split, seed))) is None:
            split = made[validation_split, seed] = self._divided(validation_split, seed)
        return split

    def _divided(self, validation_split: float, seed: int) -> Split:
        strata = self.y_train if self.strata is None else self.strata
        groups = strata if self.n_classes else np.zeros(len(self.y_train), dtype=np.int64)
        if self.validation_index is None:
            chosen = choose_validation(groups, validation_split, seed)
        else:
            chosen = self.validation_index.astype(np.int64)
        rest = np.setdiff1d(np.arange(len(groups), dtype=np.int64), chosen, assume_unique=True)
        whole = len(chosen) == 0
        return Split(
            x_train=self.x_train if whole else _taken(self.x_train, rest),
            y_train=self.y_train if whole else _taken(self.y_train, rest),
            x_validation=_taken(self.x_train, chosen),
            y_validation=_taken(self.y_train, chosen),
            train_index=rest,
            validation_index=chosen,
        )

    def __repr__(self) -> str:
        classes = CLASSES.format(self.n_classes) if self.n_classes else "no classes"
        sizes = f"{len(self.x_train)} to train, {len(self.x_test)} to test"
        return f"Dataset({self.name!r}: {sizes}, input {self.input_shape}, {classes})"


_splits: WeakKeyDictionary[Dataset, WeakValueDictionary[tuple[float, int], Split]] = WeakKeyDictionary()


def _taken(array: NDArray[Any], index: NDArray[np.int64]) -> NDArray[Any]:
    """Pick rows into an array that is read-only at once, so that it is not copied again."""
    picked = array[index]
    picked.flags.writeable = False
    return picked
