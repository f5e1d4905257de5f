"""The network lab: the stack of layers."""
