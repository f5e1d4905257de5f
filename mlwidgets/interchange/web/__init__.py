"""A model as a web page of its own: the page's files, and what its visitor gives."""
