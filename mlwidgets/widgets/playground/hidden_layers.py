"""How many hidden layers a plain network has, and how many neurons each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ipywidgets import CallbackDispatcher
from traitlets import Bool, Int, List, Unicode

from mlwidgets.widgets.base.control_widget import ControlWidget
from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.controls import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MOST_LAYERS, MOST_NEURONS = 8, 16


class HiddenLayers(ControlWidget):
    """A row for each hidden layer with its number of neurons, and buttons for more and fewer of both.

    Parameters
    ----------
    sizes : list of int
        Neurons of each hidden layer, from the input on: 0 to 8 layers of 1 to 16.
    label : str
        Shown above, and the name of the group for a screen reader.
    help : str
        One sentence under the rows.
    disabled : bool
        Whether all buttons are greyed out.
    error : str
        A sentence shown in place of the help.
    can_undo, can_redo : bool
        Whether the buttons of `on_step` can be pressed.
    **others
        ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Raises
    ------
    traitlets.TraitError
        If there are more layers or neurons than that.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> layers = HiddenLayers([4, 2], label=texts.PLAY_HIDDEN)
    >>> layers.sizes = [8, 8]
    """

    _esm = bundle("playground/hidden_layers")
    _css = style("playground/hidden_layers")

    sizes = List(Int(min=1, max=MOST_NEURONS), maxlen=MOST_LAYERS).tag(sync=True)
    label = Unicode(texts.PLAY_HIDDEN).tag(sync=True)
    help = Unicode("").tag(sync=True)
    disabled = Bool(default_value=False).tag(sync=True)
    error = Unicode("").tag(sync=True)
    can_undo = Bool(default_value=False).tag(sync=True)
    can_redo = Bool(default_value=False).tag(sync=True)
    _most_layers = Int(MOST_LAYERS).tag(sync=True)
    _most_neurons = Int(MOST_NEURONS).tag(sync=True)

    def __init__(
        self,
        sizes: Sequence[int] = (),
        *,
        label: str = texts.PLAY_HIDDEN,
        help: str = "",  # noqa: A002 - the word for it
        disabled: bool = False,
        **others: Any,  # noqa: ANN401 - traits of every widget
    ) -> None:
        super().__init__(sizes=list(sizes), label=label, help=help, disabled=disabled, **others)
        self._steppers = CallbackDispatcher()
        self.on_msg(self._hear_step)

    def on_step(self, callback: Callable[[str], object]) -> None:
        """Call back with "undo" or "redo" when the learner wants one."""
        self._steppers.register_callback(callback)

    def _hear_step(self, _widget: HiddenLayers, content: object, _buffers: list[memoryview]) -> None:
        match content:
            case {"kind": "undo" | "redo" as kind}:
                self._steppers(kind)
