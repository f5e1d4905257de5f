"""How pages are served: Voilà in this process, or as part of a Jupyter server."""
