"""Controls made from what the rows say of settings, so that a new setting needs no line of code here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.ranges import Interval
from mlwidgets.widgets.base.settings_view import SettingsView
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.controls.numbers_control import NumbersControl
from mlwidgets.widgets.training import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import ipywidgets
    from traitlets import HasTraits

    from mlwidgets.session import Experiment
    from mlwidgets.spec import Option
    from mlwidgets.widgets.base.view import Change, Handler

SHOWN_KINDS = ("number", "whole number", "rate", "flag", "choice", "list")
"""Kinds of settings that there are controls for."""

AnyControl = ChoiceControl | NumberControl | NumbersControl

OFF, ON = "off", "on"


class OptionControls(SettingsView):
    """A control for each setting of an object that is chosen, such as the optimizer.

    Parameters
    ----------
    experiment : Experiment
        Whose settings they are.
    options : iterable of Option
        Every setting that there may ever be; those of another class that have the same name are the same.
    present : callable
        Returns the options of the object that is chosen now.
    read : callable
        Returns its settings.
    write : callable
        Changes one of them, given its name and value; what it raises is explained at the control.
    locked : callable, optional
        Returns why one of them, given its name, cannot be changed now; empty if it can.
    locked_label : str
        What a rate that cannot be changed is called; as ever if not given.
    lockable : bool
        Whether a page can be set up without one of them, by its name.
    follows : (HasTraits, str or sequence of str), optional
        Whose traits say that something has changed; the experiment's optimizer if not given.
    """

    def __init__(
        self,
        experiment: Experiment,
        options: Iterable[Option],
        *,
        present: Callable[[], Iterable[Option]],
        read: Callable[[], Mapping[str, Any]],
        write: Callable[[str, Any], None],
        locked: Callable[[str], str] = lambda _: "",
        locked_label: str = "",
        lockable: bool = False,
        follows: tuple[HasTraits, str | Sequence[str]] | None = None,
    ) -> None:
        self._present, self._read, self._write, self._locked = present, read, write, locked
        self._locked_label = locked_label
        shown = {_key(option): option for option in options if option.kind in SHOWN_KINDS}
        self._fields = {key: _Field(option) for key, option in shown.items()}
        super().__init__(experiment, [])
        self.add_class("mlw-options")
        for field in self._fields.values():
            for control in field.controls:
                self.listen(
                    control, self._changes(field, control), name=field.option.name if lockable else ""
                )
        self.watch(*(follows or (experiment, "optimizer")), self.refresh)
        self.refresh()

    def show(self) -> None:
        """Bring the controls up to date, those of the present object only."""
        settings = self._read()
        children: list[ipywidgets.Widget] = []
        for option in self._present():
            field = self._fields.get(_key(option))
            if field is not None:
                locked = self._locked(option.name)
                children += field.show(option, settings[option.name], locked, self._locked_label)
        self.children = children

    def _changes(self, field: _Field, control: AnyControl) -> Handler:
        """Return what a control's change does."""

        def change(_: Change) -> None:
            value, name, settings = field.value(control), field.option.name, self._read()
            if name in settings and value != settings[name]:  # a page may not have heard yet that it is gone
                self._write(name, value)

        return change

    def close(self) -> None:
        """Free all controls, those that are not on the page, too."""
        self.children = [control for field in self._fields.values() for control in field.controls]
        super().close()


class _Field:
    """The controls of one setting: one, or for a number that can be left out a menu and the number."""

    def __init__(self, option: Option) -> None:
        self.option = option
        low, high = option.slider
        self._number: NumberControl | None = None
        self._menu: ChoiceControl | None = None
        self._list: NumbersControl | None = None
        if option.kind == "list":
            self._list = NumbersControl(label=option.label, help=option.help)
            return
        if option.kind in ("flag", "choice") or option.optional:
            names = option.choices or (OFF, ON)
            menu = [(texts.SWITCH.get(name, name), name) for name in names]
            self._menu = ChoiceControl(names[0], options=menu, label=option.label, help=option.help)
        if option.kind not in ("flag", "choice"):
            self._number = NumberControl(
                low,
                minimum=low,
                maximum=high,
                lowest=_typed(option)[0],
                highest=_typed(option)[1],
                slider=option.dragged,
                step=1.0 if option.kind == "whole number" else option.step,
                scale=option.scale,
                integer=option.kind == "whole number",
                label=texts.LIMIT.format(label=option.label) if option.optional else option.label,
                help="" if option.optional else option.help,
                unit=option.unit,
            )

    @property
    def controls(self) -> list[AnyControl]:
        """Every control of the setting."""
        return [control for control in (self._menu, self._number, self._list) if control is not None]

    def show(
        self,
        option: Option,
        value: Any,  # noqa: ANN401 - of the option's kind
        locked: str = "",
        locked_label: str = "",
    ) -> list[ipywidgets.Widget]:
        """Show a value, and return the controls that are needed for it."""
        self.option = option
        self.controls[0].help = locked or option.help
        for control in self.controls:
            control.disabled = bool(locked)
        if self._number is not None and option.kind == "rate":
            self._number.label = (locked and locked_label) or option.label
        if self._list is not None:
            self._list.show(value)
            return [self._list]
        if self._menu is not None:
            switch = ON if option.optional else value
            self._menu.value = OFF if value in (None, False) else ON if value is True else switch
        if self._number is not None and value is not None:
            number = option_number(value)
            # A log scale never reaches 0, but a schedule may be there now.
            self._number.show(
                option.slider[0] if option.scale == "log" and number <= 0 and not locked else number
            )
        return self.controls if value is not None else self.controls[:1]

    def value(self, control: AnyControl) -> Any:  # noqa: ANN401 - of its kind
        """Return what a control says."""
        option = self.option
        if isinstance(control, NumbersControl):
            return control.numbers
        if isinstance(control, NumberControl):
            return int(control.value) if control.integer else control.value
        if option.kind == "flag":
            return control.value == ON
        if option.kind == "choice":
            return control.value
        return None if control.value == OFF else option.start


def _typed(option: Option) -> tuple[float, float] | tuple[None, None]:
    """Return what may be typed beyond a slider's ends: all that the setting may be, and what it just may not.

    An end that does not belong to the range can be typed, too: then the setting says why it cannot be that.
    """
    if not isinstance(option.range, Interval):
        return None, None
    return option.range.low, option.range.high


def option_number(value: Any) -> float:  # noqa: ANN401 - a number, or a schedule that has been written down
    """Return a setting as a number: of a schedule written down as one rate, that rate."""
    if isinstance(value, (int, float)):
        return float(value)
    return float(next(iter(value["config"].values())))


def _key(option: Option) -> tuple[str, str]:
    return option.name, option.scale


def experiment_number(
    view: SettingsView,
    option: Option,
    *,
    slider: tuple[float, float] | None = None,
    typed: bool = False,
) -> NumberControl:
    """Return a number control for one of an experiment's own numbers, tied to it both ways.

    Parameters
    ----------
    view : SettingsView
        Where it will stand; its `show` has to bring the control up to date.
    option : Option
        What its row says.
    slider : (float, float), optional
        Where the slider begins and ends, if that depends on the data.
    typed : bool
        Whether more than that may be typed: all that the setting may be.
    """
    low, high = slider or option.slider
    whole = option.kind == "whole number"
    control = NumberControl(
        low,
        minimum=low,
        maximum=high,
        lowest=_typed(option)[0] if typed else None,
        highest=_typed(option)[1] if typed else None,
        slider=option.dragged,
        step=1.0 if whole else option.step,
        scale=option.scale,
        integer=whole,
        label=option.label,
        help=option.help,
        unit=option.unit,
    )

    def choose(change: Change) -> None:
        value = int(change["new"]) if whole else change["new"]
        if value != view.experiment.setting(option.name):
            view.experiment.change(**{option.name: value})

    view.listen(control, choose, name=option.name)
    return control
