"""Every sentence of the network lab."""

from __future__ import annotations

from mlwidgets.language import _, n_

STACK_GONE = _("That layer is no longer in the stack.")
STACK_NO_TEXT = _("The page sent no text for {name}. Reload the page and try again.")
STACK_PARAMETERS = _("Parameters")
STACK_MULTIPLY_ADDS = _("Multiply–adds for one example")
STACK_MEMORY = _("Memory for a batch of {count:,}")
STACK_WANTED = _("{what}, so the output must be {shape}")
STACK_USED = _("Training will use this network.")
STACK_UNUSED = n_(
    "{count} problem left. Training uses the last valid network.",
    "{count} problems left. Training uses the last valid network.",
)
STACK_REFUSED = _("The experiment did not accept this stack. {reason}")
NETWORK_TEXT = _(
    "A network is a stack of layers: the output of each is the input of the next. Layers between input "
    "and output are called hidden. A layer fits if it can take the shape that the layer before it gives."
)
NETWORK_TRY = _("Remove the Flatten layer and read what the next layer says; then press the suggested fix.")
NETWORK_TRY_ROWS = _(
    "Give the last layer other units and read what the output says; then press the suggested fix."
)
NETWORK_CODE_TEXT = _(
    "The same network, loss and optimizer in Keras, TensorFlow.js, PyTorch and plain NumPy."
)
NETWORK_CODE_NOTE = _("Runs as it is with {needs} installed; keep {files} in the same folder.")
NETWORK_CODE_WEIGHTS = _("{file} too, to continue from the current weights")
NETWORK_CODE_NEEDS = {
    "Keras": _("Keras"),
    "TensorFlow.js": _("Node.js and the package @tensorflow/tfjs"),
    "PyTorch": _("PyTorch"),
    "NumPy": _("NumPy"),
}
