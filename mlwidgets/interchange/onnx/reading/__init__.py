"""From an ONNX graph to a stack of layers."""
