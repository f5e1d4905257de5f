"""A view: a box of widgets that watches an experiment, and frees everything when it is closed."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import ipywidgets
from traitlets import Int, Unicode, observe

from mlwidgets.errors import MLWidgetsError
from mlwidgets.session import Experiment
from mlwidgets.widgets.base import texts
from mlwidgets.widgets.base.boundary import GuardedWidget, guard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from traitlets import HasTraits

    from mlwidgets.data import Dataset

_log = logging.getLogger("mlwidgets")

Change = Any
"""What a callback is given: a change of a trait, or the button that was clicked."""

Handler = Callable[[Change], None]


class View(GuardedWidget, ipywidgets.VBox):
    """Base of everything that shows an experiment.

    Parameters
    ----------
    experiment : Experiment
        What is looked at.
    children : sequence of Widget
        What is shown.
    owns_experiment : bool
        Whether the experiment ends with the view.

    Attributes
    ----------
    fault : str
        What went wrong last, in a sentence; empty if nothing did.
    tries : int
        How many buttons have been pressed: at each, what was said of the one before is taken back.
    said : str
        What the view has done beyond what it was asked, in a sentence; the lab shows it as a note.
    """

    fault = Unicode()
    said = Unicode()
    tries = Int(0)

    # A view that could not be made has nothing to free.
    _watched: tuple[tuple[HasTraits, Handler, str], ...] = ()
    _owns_experiment = False

    def __init__(
        self,
        experiment: Experiment,
        children: Sequence[ipywidgets.Widget],
        *,
        owns_experiment: bool = False,
    ) -> None:
        self.experiment = experiment
        self._owns_experiment = owns_experiment
        super().__init__(list(children))

    @observe("children")
    def _listen_to_parts(self, _: Change = None) -> None:
        """Pass on what goes wrong in the views within, and what they say: the lab on top tells it."""
        for view in inside(self):
            guard(view)
            if isinstance(view, View):
                view.observe(self._pass_on, ("fault", "said"))
                view.observe(self._forget, "tries")

    def _pass_on(self, change: Change) -> None:
        setattr(self, change["name"], change["new"])

    def _forget(self, _: Change) -> None:
        self.forget_messages()

    def __repr__(self) -> str:
        """Return what stands in its place where no widgets are shown, as in a notebook nobody trusts."""
        return texts.ASLEEP.format(lab=type(self).__name__, data=self.experiment.dataset.name)

    def watch(self, source: HasTraits, names: str | Sequence[str], handler: Handler) -> None:
        """Observe traits until the view is closed; the handler is made safe first."""
        safe = self.safely(handler)
        for name in [names] if isinstance(names, str) else names:
            source.observe(safe, name)
            self._watched += ((source, safe, name),)

    def safely(self, action: Handler) -> Handler:
        """Make a callback safe: one at a time, and a sentence in `fault` for whatever goes wrong.

        An exception in a callback that the browser set off would otherwise vanish, and one in a callback of a
        snapshot would keep it from all views that come after.
        """

        @functools.wraps(action)
        def safe(argument: Change) -> None:
            with self.experiment.lock:
                if isinstance(argument, ipywidgets.Button):
                    self.forget_messages()  # a new try; a snapshot does not take a sentence away
                try:
                    action(argument)
                except MLWidgetsError as error:
                    self.fault = str(error)
                except Exception as error:  # noqa: BLE001 - whatever it is, the learner gets a sentence
                    _log.exception("A callback of %s failed.", type(self).__name__)
                    self.fault = texts.FAULT.format(error=f"{type(error).__name__}: {error}")

        return safe

    def forget_messages(self) -> None:
        """Take back what was said about the last action."""
        self.fault = ""
        self.tries += 1

    def button(self, words: str, tip: str, action: Handler) -> ipywidgets.Button:
        """Return a button whose callback is safe."""
        made = ipywidgets.Button(description=str(words), tooltip=str(tip))  # which translates nothing itself
        made.add_class("mlw-push")
        made.on_click(self.safely(action))
        return made

    def unwatch(self) -> None:
        """Stop watching, in all views within this one too."""
        for source, handler, name in self._watched:
            source.unobserve(handler, name)
        self._watched = ()
        for part in inside(self):
            if isinstance(part, View):
                part.unwatch()

    def close(self) -> None:
        """Stop watching, and free the view and everything in it; an experiment of its own ends, too."""
        self.unwatch()
        close_parts(self)
        super().close()
        if self._owns_experiment:
            self.experiment.close()


def box(kind: type[ipywidgets.Box], css_class: str, children: Sequence[ipywidgets.Widget]) -> ipywidgets.Box:
    """Return a box of widgets with a class of the shared style sheet."""
    made = kind(list(children))
    made.add_class(css_class)
    return made


def inside(widget: ipywidgets.Widget) -> Iterator[ipywidgets.Widget]:
    """Yield what a box holds, and what boxes within it hold; views are not looked into."""
    for child in widget.children if isinstance(widget, ipywidgets.Box) else ():
        yield child
        if not isinstance(child, View):
            yield from inside(child)


def as_experiment(
    source: Experiment | Dataset | str | Mapping[str, Any] | None,
) -> tuple[Experiment, bool]:
    """Return an experiment, and whether it was made here, from what a lab is given.

    Parameters
    ----------
    source : Experiment, Dataset, str, mapping or None
        An experiment is taken as it is; a data set, or the name of one, or what `Dataset.config` holds, gets
        an experiment of its own; None means the bundled MNIST digits.
    """
    if isinstance(source, Experiment):
        return source, False
    return Experiment("mnist" if source is None else source), True


def close_parts(widget: ipywidgets.Widget) -> None:
    """Close everything that a widget holds: closing a box alone leaves what is inside it alive."""
    parts = list(widget.children) if isinstance(widget, ipywidgets.Box) else []
    parts += [getattr(widget, name) for name in ("layout", "style") if widget.has_trait(name)]
    for part in parts:
        if not isinstance(part, ipywidgets.Widget):
            continue
        if not isinstance(part, View):
            close_parts(part)
        part.close()
