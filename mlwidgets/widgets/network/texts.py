"""Every sentence of the network lab."""

from __future__ import annotations

STACK_GONE = "That layer is not in the stack any more."
STACK_NO_TEXT = "The page sent no text as {name}. Reload the page and try again."
STACK_PARAMETERS = "Parameters"
STACK_MULTIPLY_ADDS = "Multiply–adds for one example"
STACK_MEMORY = "Memory for a batch of {count:,}"
STACK_WANTED = "The data have {what}: {shape} wanted"
STACK_USED = "This is the network that is trained."
STACK_UNUSED = "{problems} left. Training keeps the last network that was possible."
STACK_REFUSED = "The experiment did not take this stack. {reason}"
NETWORK_TEXT = (
    "A network is a stack of layers: the output of each is the input of the next. What lies between input "
    "and output is called hidden. A layer fits if it can take the shape that comes out of the one above it."
)
NETWORK_TRY = "Take the Flatten layer away and read what the next layer says; then let it be repaired."
NETWORK_CODE_TEXT = "The same network, loss and optimizer for Keras, TensorFlow.js, PyTorch and NumPy alone."
NETWORK_CODE_NOTE = "Runs as it stands with {needs} installed, beside {files}."
NETWORK_CODE_WEIGHTS = "{file} too, to go on from the present weights"
NETWORK_CODE_NEEDS = {
    "Keras": "Keras",
    "TensorFlow.js": "Node.js and the package @tensorflow/tfjs",
    "PyTorch": "PyTorch",
    "NumPy": "NumPy",
}
