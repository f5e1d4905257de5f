"""Every sentence of the network lab."""

from __future__ import annotations

STACK_GONE = "That layer is no longer in the stack."
STACK_NO_TEXT = "The page sent no text for {name}. Reload the page and try again."
STACK_PARAMETERS = "Parameters"
STACK_MULTIPLY_ADDS = "Multiply–adds for one example"
STACK_MEMORY = "Memory for a batch of {count:,}"
STACK_WANTED = "{what}, so the output must be {shape}"
STACK_USED = "Training will use this network."
STACK_UNUSED = "{problems} left. Training uses the last valid network."
STACK_REFUSED = "The experiment did not accept this stack. {reason}"
NETWORK_TEXT = (
    "A network is a stack of layers: the output of each is the input of the next. Layers between input "
    "and output are called hidden. A layer fits if it can take the shape that the layer before it gives."
)
NETWORK_TRY = "Remove the Flatten layer and read what the next layer says; then press the suggested fix."
NETWORK_TRY_ROWS = (
    "Give the last layer other units and read what the output says; then press the suggested fix."
)
NETWORK_CODE_TEXT = "The same network, loss and optimizer in Keras, TensorFlow.js, PyTorch and plain NumPy."
NETWORK_CODE_NOTE = "Runs as it is with {needs} installed; keep {files} in the same folder."
NETWORK_CODE_WEIGHTS = "{file} too, to continue from the current weights"
NETWORK_CODE_NEEDS = {
    "Keras": "Keras",
    "TensorFlow.js": "Node.js and the package @tensorflow/tfjs",
    "PyTorch": "PyTorch",
    "NumPy": "NumPy",
}
