"""Input ∗ kernel = output in numbers, the arithmetic of the cell that is pointed at, and the way back."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from traitlets import Bool, Dict, Unicode

from mlwidgets.widgets.base.static_files import bundle, style
from mlwidgets.widgets.convolution.grid_widget import GridWidget, packed

if TYPE_CHECKING:
    from mlwidgets.engine.arrays import Array
    from mlwidgets.explain.convolution.forward import Convolved
    from mlwidgets.explain.convolution.gradients import ConvolutionGradients


class ConvolutionBoard(GridWidget):
    """Input, kernel and output of a convolution as grids of numbers, and the arithmetic that joins them.

    The learner points at a cell of the output, or goes there with the arrow keys, and sees its window light
    up on the input and every product below; with `backward` the same for the gradients. All of that happens
    in the browser. Input, kernel and the gradient of the output can be edited: each edit is a message to
    Python, which computes anew and shows what came out with `show`.

    Parameters
    ----------
    can_undo, can_redo : bool
        Whether the buttons Undo and Redo do something.
    message : str
        A sentence under the grids.
    error : str
        A sentence in its place, in the colour of errors. Cleared when the learner does the next thing.
    minimum, maximum : float
        What a cell may hold. The page refuses other numbers while they are typed.
    **others
        The other traits, and ``layout``, ``tooltip`` and ``tabbable``, as every widget has.

    Attributes
    ----------
    grids : dict
        The name of each grid in `GRIDS` with its numbers as `packed` makes them. `show` sets it.
    settings : dict
        The fields of `ConvolutionSettings`, with ``"before"``, rows and columns of padding at the top and at
        the left, and ``"bias_gradient"``.
    size_text : str
        How the size of the output comes about.
    backward : bool
        Whether the way back is shown; it needs the grids of the gradients.

    Raises
    ------
    traitlets.TraitError
        If a grid has an unknown name, or its bytes do not fit its shape.
    TypeError
        If a keyword is unknown.

    Examples
    --------
    >>> from mlwidgets.explain.convolution.forward import ConvolutionSettings, convolve
    >>> from mlwidgets.explain.convolution.example import INPUT, KERNEL
    >>> board = ConvolutionBoard()
    >>> board.show(INPUT, KERNEL, convolve(INPUT, KERNEL, ConvolutionSettings()))
    >>> board.size_text
    '⌊(5 + 2 − 3) / 1⌋ + 1 = 5'
    """

    _esm = bundle("convolution/convolution_board")
    _css = style(
        "convolution/number_grid",
        "convolution/readout",
        "convolution/player",
        "convolution/convolution_board",
    )

    settings = Dict().tag(sync=True)
    size_text = Unicode("").tag(sync=True)
    message = Unicode("").tag(sync=True)
    backward = Bool(default_value=False).tag(sync=True)

    def show(
        self,
        x: Array,
        kernel: Array,
        convolved: Convolved,
        gradients: ConvolutionGradients | None = None,
    ) -> None:
        """Show a convolution, in one message.

        Parameters
        ----------
        x, kernel : ndarray, shape (rows, columns, channels)
            What was convolved.
        convolved : Convolved
            What `mlwidgets.explain.convolution.forward.convolve` made of them.
        gradients : ConvolutionGradients, optional
            What `convolve_back` made of them; without it the way back is hidden.

        Raises
        ------
        ShapeError
            `x` or `kernel` does not have three axes.
        """
        forward = ("padded", "applied", "z", "activated", "output")
        arrays = {"input": x, "kernel": kernel, **{name: getattr(convolved, name) for name in forward}}
        settings: dict[str, object] = {**asdict(convolved.settings), "before": list(convolved.before)}
        if gradients is not None:
            back = ("output", "z", "kernel", "input")
            arrays |= {f"{name}_gradient": getattr(gradients, name) for name in back}
            settings["bias_gradient"] = gradients.bias
        grids = {name: packed(array) for name, array in arrays.items()}
        with self.hold_sync():
            self.grids = grids
            self.settings = settings
            self.size_text = convolved.size.text
            self.backward = gradients is not None
