"""Sharing: an experiment's configuration as a link, and opened from one."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Self

from mlwidgets.language import _
from mlwidgets.session.model_files import ModelFiles
from mlwidgets.session.settings_holder import SettingsHolder

if TYPE_CHECKING:
    from mlwidgets.session.learned.stages import Stage
    from mlwidgets.session.linked import Linked

_OPENED = _("Opened the link.")


class Sharing(ModelFiles):
    """An experiment that can be shared; a subclass can be written down and started anew."""

    @classmethod
    def from_link(cls, link: str) -> Self:
        """Make an experiment from a link: one of ours, or one of TensorFlow Playground's.

        Raises
        ------
        MLWidgetsError
            It is not such a link, is damaged, holds impossible values, or needs a file that is not open.

        Examples
        --------
        >>> from mlwidgets.session import Experiment
        >>> link = Experiment("spiral", seed=3).link()
        >>> Experiment.from_link(link).seed
        3
        """
        from mlwidgets.session.linked import opened  # noqa: PLC0415 - not before somebody asks

        found = opened(link)
        dataset: Any = found.settings.dataset  # which a subclass takes
        made: Self = cls(dataset)
        made._take_link(found, link)
        made.begin_here()
        made._transcript.forget()
        return made

    def link(self, base_url: str = "") -> str:
        """Return a link that opens this configuration: settings, open tab, hidden and locked controls.

        Parameters
        ----------
        base_url : str
            The page that it opens, such as "https://example.org/dashboard"; the fragment alone if empty.
        """
        from mlwidgets.session.linked import link_to  # noqa: PLC0415 - not before somebody asks

        return link_to(self, base_url)

    def open_link(self, link: str) -> tuple[str, ...]:
        """Take the configuration of a link, as one step, and begin its run.

        Returns
        -------
        tuple of str
            What could not be carried over, a sentence each.

        Raises
        ------
        MLWidgetsError
            As for `from_link`; nothing has changed then.
        """
        from mlwidgets.session.linked import opened  # noqa: PLC0415 - not before somebody asks

        found = opened(link)
        self._take_link(found, link)
        self.note = " ".join((str(_OPENED), *map(str, found.left_out)))
        return found.left_out

    def _take_link(self, found: Linked, link: str) -> None:
        """Take what a link opens."""
        self.take(found, _OPENED, line=f"experiment.open_link({link.strip()!r})")

    def take(self, found: Linked, done: str, *, line: str = "", restart: bool = True) -> None:
        """Take a whole configuration as one step; a stack or data that wait on the bench give way.

        Parameters
        ----------
        found : Linked
            What to take, every part of it checked and made.
        done : str
            What is being done, in a sentence.
        line : str
            The Python that does it, if that cannot be told from what changes.
        restart : bool
            Whether the run begins anew, from the stage if there is one. If not, it does only where the
            settings leave no other way.
        """
        with self.as_one_step(done, line=line):
            if restart or found.settings != self.settings:
                self._stop_reading()
                SettingsHolder.adopt(self, found.settings)
                draft = self.__dict__.get("draft")
                if draft is not None and not draft.in_use:
                    draft.replace(self.layers)
            if restart:
                self.reset(found.stage)
            self.convolution.return_to(found.setup)
            self.page = found.page

    @abstractmethod
    def reset(self, stage: Stage | None = None) -> None:
        """Go back to the same initial weights, or to what the shipped network had."""
