"""What a notebook shows as one thing: it notices when nobody shows it any more, and builds itself anew."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Self

import ipywidgets

from mlwidgets.errors import MLWidgetsError
from mlwidgets.widgets.base.lifetime import forget_output, hold, let_go
from mlwidgets.widgets.base.view import Change, View, close_parts
from mlwidgets.widgets.shell.session_banner import SessionBanner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlwidgets.session import Experiment


class ShownView(View):
    """Base of labs and dashboard, which can be made anew from their experiment alone.

    When the last view of it has left the page for a while, it sleeps: it stops watching, an experiment of its
    own is paused, and it is freed if nobody refers to it. Shown again, it wakes and is up to date.

    Parameters
    ----------
    experiment : Experiment
        What is looked at.
    children : sequence of Widget
        What is shown. The banner is added.
    owns_experiment : bool
        Whether the experiment ends with the view.
    """

    children: Any  # a tuple of widgets; ipywidgets is untyped

    # A view that could not be made has nothing to free.
    _banner: SessionBanner | None = None
    _asleep = False
    _built: ShownView | None = None
    _host: ShownView | None = None

    def __init__(
        self, experiment: Experiment, children: Sequence[ipywidgets.Widget], *, owns_experiment: bool
    ) -> None:
        self._banner = banner = SessionBanner()
        super().__init__(experiment, [*children, banner], owns_experiment=owns_experiment)
        banner.on_shown(self._wake)
        banner.on_hidden(self._sleep)

    def rebuild(self) -> None:
        """Build everything anew, as for a new lab on the same experiment.

        Raises
        ------
        MLWidgetsError
            If the lab cannot show the experiment as it is now; then everything stays.
        """
        make: Callable[[Experiment], Self] = type(self)  # every lab takes an experiment, and no more
        fresh = make(self.experiment)
        self._end_parts()
        self._take_parts_of(fresh)

    def _take_parts_of(self, fresh: Self) -> None:
        """Show what another one has built; that one goes on handling what happens in it."""
        for name, value in vars(fresh).items():
            if name not in _machinery():
                setattr(self, name, value)
        *rest, banner = fresh.children
        self.children = (*rest, self._banner)
        fresh.children = ()
        for part in (banner, fresh.layout):
            close_parts(part)
            part.close()
        ipywidgets.VBox.close(fresh)
        fresh.observe(self._take_fault, "fault")
        fresh._host = self
        self._built = fresh
        self.fault = fresh.fault

    @property
    def shown(self) -> ShownView:
        """What is on the page: this view itself, or the one that shows what this one has built for it."""
        return self if self._host is None else self._host

    def _take_fault(self, change: Change) -> None:
        self.fault = change["new"]

    def _end_parts(self) -> None:
        """Free what is shown beside the banner."""
        self.unwatch()
        for part in self.children[:-1]:
            if not isinstance(part, View):
                close_parts(part)
            part.close()

    def unwatch(self) -> None:
        """Stop watching, in all views within this one too."""
        super().unwatch()
        if self._built is not None:
            self._built.unobserve_all()
            View.unwatch(self._built)

    def close(self) -> None:
        """Free everything."""
        if self._banner is not None:
            self._banner.forget()
        super().close()

    # ---- nobody shows it, somebody shows it ----

    def _sleep(self) -> None:
        """Nobody shows it any more."""
        if self._asleep or self.comm is None:
            return
        with self.experiment.lock:
            self._asleep = True
            self.unwatch()
        if self._owns_experiment:
            self.experiment.rest()
        with self.experiment.lock:
            if self._asleep:  # nobody has shown it again meanwhile
                let_go(self)
                forget_output(self)

    def _wake(self) -> None:
        """Somebody shows it again."""
        with self.experiment.lock:
            if not self._asleep:
                return
            self._asleep = False
            hold(self)
        try:
            self.rebuild()
        except MLWidgetsError as error:
            self.fault = str(error)
        hold(self)

    def _repr_mimebundle_(self, **options: Any) -> Any:  # noqa: ANN401 - as inherited
        self._wake()
        return super()._repr_mimebundle_(**options)


@cache
def _machinery() -> frozenset[str]:
    """Return the names of what belongs to a widget itself and not to what it shows."""
    plain = ipywidgets.VBox()
    names = frozenset(vars(plain))
    close_parts(plain)
    plain.close()
    return names | {"experiment", "_owns_experiment", "_watched", "_banner", "_built", "_asleep", "_host"}
