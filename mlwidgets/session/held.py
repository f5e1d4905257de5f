"""What waits: things that a page does not do yet, because a text beside the labs asks for something first."""

from __future__ import annotations

from dataclasses import dataclass

from mlwidgets.errors import SessionStateError


@dataclass(frozen=True, kw_only=True)
class Held:
    """What nobody can do on the page for now, and why.

    It is for teaching, like controls that are locked: Python's own calls, `Experiment.run()` among them, go
    through, or no lesson could be rehearsed and no notebook could try out what it asks about.

    Attributes
    ----------
    why : str
        What has to be done first, in a sentence.
    training : bool
        Whether no training may be started.
    controls : tuple of str
        Controls that cannot be changed, by the names of their settings; see `PageSetup`.

    Examples
    --------
    >>> Held().refuse_training()
    >>> Held(why="Choose an answer first.", training=True).refuse_training()
    Traceback (most recent call last):
    mlwidgets.errors.SessionStateError: Choose an answer first.
    """

    why: str = ""
    training: bool = False
    controls: tuple[str, ...] = ()

    @property
    def training_waits(self) -> str:
        """Why no training may be started, in a sentence; empty if it may."""
        return self.why if self.training else ""

    def refuse_training(self) -> None:
        """Raise `SessionStateError` if somebody wants to start a training that has to wait."""
        if self.training:
            raise SessionStateError(self.why)
