"""From a stack of layers to an ONNX graph."""
