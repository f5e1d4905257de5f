"""Every exception that mlwidgets raises on purpose.

A message is one or two sentences: what is wrong, the rule, what was given, what to do. The same text
is raised in a notebook and shown in a lab, so it never assumes that the reader sees the code.

Each class also derives from the built-in exception a Python programmer would expect, so
``except ValueError`` keeps working.
"""

from __future__ import annotations


class MLWidgetsError(Exception):
    """Base of every error below: catch this to catch them all."""


class ConfigurationError(MLWidgetsError, ValueError):
    """A setting is unknown or out of its range."""


class ShapeError(MLWidgetsError, ValueError):
    """Two shapes do not fit together."""


class DataError(MLWidgetsError, ValueError):
    """A file or an array does not hold what it should."""


class DivergenceError(MLWidgetsError, ArithmeticError):
    """Training produced a number that is not finite."""


class SessionStateError(MLWidgetsError, RuntimeError):
    """The action is not possible at this moment."""


class MissingDependencyError(MLWidgetsError, ImportError):
    """An optional package is needed and not installed."""
