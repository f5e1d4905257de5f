"""The stack as it is being edited: it may be impossible, and nothing of it is ever lost."""

from __future__ import annotations

import copy

from mlwidgets.errors import ConfigurationError
from mlwidgets.explain.stack.layer_words import is_usual
from mlwidgets.ranges import nearest, shown
from mlwidgets.session.stack.linked import LinkedStack
from mlwidgets.session.stack.text import as_stack, plain, read_stack
from mlwidgets.spec import LAYER_ROWS
from mlwidgets.spec.layer_spec import new_layer


class StackDraft(LinkedStack):
    """The stack of an experiment while someone works on it.

    Every change is a method, can be undone with `Experiment.undo`, and is described in `message`. Whenever
    the draft is possible it becomes `experiment.layers`, which starts the training afresh; while it is
    impossible the experiment keeps the stack it had. When the experiment gets another stack from elsewhere,
    the draft follows, and what it was can be brought back.

    Parameters
    ----------
    experiment : Experiment
        Whose stack it is.

    Attributes
    ----------
    layers : list of dict
        The stack, as `{"class_name": …, "config": {…}}`. To be read only: change it with the methods.
    report : StackReport
        What there is to say about it, layer by layer. Always set after `layers`.
    message : str
        What the last change did, in a sentence.
    refusal : str
        Why the experiment did not take a stack that seemed possible; empty otherwise.

    Examples
    --------
    >>> from mlwidgets.session import Experiment
    >>> draft = StackDraft(Experiment("mnist"))
    >>> draft.replace([])
    >>> draft.add("Dense")
    0
    >>> draft.report.problems[0]
    'Layer 1, Dense: Dense needs one row of numbers; got (28, 28, 1). Put a Flatten before it.'
    >>> draft.apply_repair(0)
    1
    >>> draft.message
    'Put a Flatten before it: done.'
    """

    # ---- changing ----

    def add(self, class_name: str, index: int | None = None) -> int:
        """Put a new layer into the stack, with its usual settings.

        Parameters
        ----------
        class_name : str
            Which kind.
        index : int, optional
            Its place, counted from 0; at the end if not given.

        Returns
        -------
        int
            Where it is.

        Raises
        ------
        ConfigurationError
            There is no such layer or place, or the stack is full.
        """
        with self._experiment.lock:
            at = len(self.layers) if index is None else self._place(index, len(self.layers) + 1)
            spec = new_layer(class_name, self._shape_before(at))
            self._insert(
                at, spec, f"{spec['class_name']} added at position {at + 1} of {len(self.layers) + 1}."
            )
            return at

    def duplicate(self, index: int) -> int:
        """Put a copy of a layer behind it, and return where the copy is; see `add`."""
        with self._experiment.lock:
            at = self._place(index)
            spec = copy.deepcopy(self.layers[at])
            count = len(self.layers) + 1
            self._insert(at + 1, spec, f"{spec['class_name']} copied to position {at + 2} of {count}.")
            return at + 1

    def remove(self, index: int) -> int:
        """Take a layer out of the stack.

        Returns
        -------
        int
            The place of a layer near by, to go on from; -1 if none is left.

        Raises
        ------
        ConfigurationError
            There is no such place.
        """
        with self._experiment.lock:
            at = self._place(index)
            layers, ids = self._copies()
            name = layers.pop(at)["class_name"]
            ids.pop(at)
            left = (
                f"{len(layers)} layer{' is' if len(layers) == 1 else 's are'} left"
                if layers
                else "the stack is empty"
            )
            self._commit(layers, ids, f"{name} removed from position {at + 1}; {left}.")
            return min(at, len(layers) - 1)

    def move(self, index: int, to: int) -> int:
        """Take a layer to another place; the others close up.

        Parameters
        ----------
        index, to : int
            Where it is and where it shall be then, counted from 0. Its own place is one of them, and nothing
            happens.

        Returns
        -------
        int
            Where it is now.

        Raises
        ------
        ConfigurationError
            There is no such place.
        """
        with self._experiment.lock:
            at, target = self._place(index), self._place(to)
            layers, ids = self._copies()
            name = layers[at]["class_name"]
            if at == target:
                self.say(f"{name} stays at position {at + 1} of {len(layers)}.")
                return at
            layers.insert(target, layers.pop(at))
            ids.insert(target, ids.pop(at))
            self._commit(
                layers, ids, f"{name} moved from position {at + 1} to position {target + 1} of {len(layers)}."
            )
            return target

    def set(self, index: int, name: str, value: object) -> int:
        """Change a setting of a layer; the value may be impossible, and the report then says so.

        Parameters
        ----------
        index : int
            Which layer, counted from 0.
        name : str
            Which setting.
        value : JSON value
            The new value.

        Returns
        -------
        int
            The layer's place.

        Raises
        ------
        ConfigurationError
            There is no such place or setting, or JSON cannot carry the value.
        """
        with self._experiment.lock:
            at = self._place(index)
            layers, ids = self._copies()
            kind, config = layers[at]["class_name"], layers[at]["config"]
            option = LAYER_ROWS.of(kind).option(name)
            new = plain(value)
            if name in config and config[name] == new and type(config[name]) is type(new):
                self.say(f"{name} of {kind} at position {at + 1} is unchanged.")
                return at
            if is_usual(option, new, config):
                config.pop(name, None)  # what is as usual need not be written down
            else:
                config[name] = new
            gesture = "setting of a layer", ids[at], name
            self._commit(layers, ids, f"{name} of {kind} at position {at + 1} changed.", gesture)
            return at

    def replace(self, layers: object, message: str = "") -> None:
        """Take another stack.

        Parameters
        ----------
        layers : list
            Layers, as dicts or as objects.
        message : str
            What to say of it.

        Raises
        ------
        ConfigurationError
            It is no list of layers; the stack stays as it was.
        """
        new = as_stack(layers)
        with self._experiment.lock:
            count = f"has {len(new)} layer{'' if len(new) == 1 else 's'}" if new else "is empty"
            self._commit(new, self._numbers.for_stack(new, self._state), message or f"The stack {count} now.")

    def paste(self, text: str) -> None:
        """Take a stack from JSON, as `text` gives it.

        Raises
        ------
        ConfigurationError
            The text cannot be read; the stack stays as it was.
        """
        new = read_stack(text)
        self.replace(new, f"{len(new)} layer{'' if len(new) == 1 else 's'} pasted.")

    def use_preset(self, name: str) -> None:
        """Take one of `presets`, and the loss that goes with it.

        Raises
        ------
        ConfigurationError
            There is no such preset, or it does not suit the data.
        """
        with self._experiment.lock:
            found = {preset.name: preset for preset in self.presets}
            if name not in found:
                raise ConfigurationError(
                    f"There is no preset {shown(name)}. Choose one of: {', '.join(found)}."
                    f"{nearest(name, tuple(found))}"
                )
            preset = found[name]
            if preset.unsuited:
                raise ConfigurationError(f"{preset.title} does not suit the data. {preset.unsuited}")
            done = f"The stack is {preset.title} now."
            with self._experiment.as_one_step(done):
                if preset.loss:
                    self._use_loss(preset.loss)
                self.replace(preset.layers, done)

    def apply_repair(self, index: int | None, number: int = 0) -> int:
        """Do what the report offers against a problem.

        Parameters
        ----------
        index : int or None
            The layer that has the problem; None for what is wrong with the stack as a whole.
        number : int
            Which of the repairs that are offered there.

        Returns
        -------
        int
            The layer to look at then; -1 if the stack is empty.

        Raises
        ------
        ConfigurationError
            Nothing of the kind is offered.
        """
        with self._experiment.lock:
            offered = self.report.repairs if index is None else self.report.rows[self._place(index)].repairs
            if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < len(offered):
                raise ConfigurationError("That fix is no longer available: the stack has changed since.")
            repair = offered[number]
            done = f"{repair.label}: done."
            with self._experiment.as_one_step(done):
                if repair.loss:
                    self._use_loss(repair.loss)
                self.replace(repair.layers, done)
            return min(repair.at, len(self.layers) - 1)
