"""``mlwidgets doctor``: looks at all that serving a page needs, and says what to do where it is missing."""
