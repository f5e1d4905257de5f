"""The network beside models that are no network, on the same rows."""
