"""How the open file was read, and controls to correct what was found wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.data.pictures.own.read import ReadPictures
from mlwidgets.data.pictures.own.settings import PICTURE_SIDE, TILE, Colour, Fit, Layout
from mlwidgets.data.tables.reading import READ_OPTIONS, ReadSettings, ReadTable
from mlwidgets.widgets.base.settings_view import SettingsView, options
from mlwidgets.widgets.controls.choice_control import ChoiceControl
from mlwidgets.widgets.controls.number_control import NumberControl
from mlwidgets.widgets.controls.text_control import TextControl
from mlwidgets.widgets.data import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlwidgets.data.tables.reading import ReadOption
    from mlwidgets.session import Experiment
    from mlwidgets.widgets.base.view import Change

    Control = ChoiceControl | NumberControl | TextControl


class ReadingControls(SettingsView):
    """A control for each setting of the reading; a change reads the file again, and all panes follow.

    Parameters
    ----------
    experiment : Experiment
        On whose bench the file is.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._draft = experiment.data_draft
        self._table = {option.name: _control(option) for option in READ_OPTIONS}
        side = NumberControl(
            28,
            minimum=PICTURE_SIDE.low,
            maximum=PICTURE_SIDE.high,
            integer=True,
            slider=False,
            label=texts.SIDE,
            help=texts.SIDE_HELP,
        )
        tile = NumberControl(
            28, minimum=TILE.low, maximum=TILE.high, integer=True, slider=False, label=texts.TILE
        )
        colours = options({str(one): texts.COLOURS[one] for one in Colour})
        fits = options({str(one): texts.FITS[one] for one in Fit})
        self._pictures: dict[str, Control] = {
            "side": side,
            "colour": ChoiceControl(Colour.GREY, options=colours, label=texts.COLOUR),
            "fit": ChoiceControl(Fit.STRETCH, options=fits, label=texts.FIT, help=texts.FIT_HELP),
            "tile": tile,
            "labels": TextControl(label=texts.LABELS, help=texts.LABELS_HELP),
        }
        super().__init__(experiment, [])
        self.add_class("mlw-group")
        for name, control in (*self._table.items(), *self._pictures.items()):
            self.listen(control, self._changes(name, control))
        self.watch(self._draft, "state", self.refresh)
        self.refresh()

    def show(self) -> None:
        """Bring the controls up to date with how the file was read."""
        read = self._draft.read
        shown: list[Control] = []
        if isinstance(read, ReadTable):
            for option in READ_OPTIONS:
                _show(self._table[option.name], getattr(read.settings, option.name), option)
            shown = list(self._table.values())
        elif isinstance(read, ReadPictures):
            sheet = read.settings.layout is Layout.SHEET
            names = ("side", "colour", "fit", *(("tile", "labels") if sheet else ()))
            for name in names:
                value = getattr(read.settings, name)
                if value is not None:
                    _show(self._pictures[name], value)
            shown = [self._pictures[name] for name in names]
        if list(self.children) != shown:
            self.children: tuple[Control, ...] = tuple(shown)

    def _changes(self, name: str, control: Control) -> Callable[[Change], None]:
        """Return what a control's change does."""

        def change(_: Change) -> None:
            settings = self._draft.next_settings
            if settings is None:
                return
            changes = {name: _value(name, control)}
            if isinstance(settings, ReadSettings) and changes.get("decimal") == settings.thousands:
                changes["thousands"] = ""  # one sign cannot be both
            if changes[name] != getattr(settings, name):
                self._draft.change_reading(settings.with_(**changes))

        return change

    def close(self) -> None:
        """Free all controls, those that are not on the page too."""
        self.children = (*self._table.values(), *self._pictures.values())
        super().close()


def _control(option: ReadOption) -> Control:
    if option.kind == "choice":
        value = option.choices[0][0]
        return ChoiceControl(value, options=_menu(option, value), label=option.label, help=option.help)
    if option.kind == "marks":
        return TextControl(label=option.label, help=option.help)
    limits = option.range
    low, high = (0.0, 1.0) if limits is None else (limits.low, limits.high)
    return NumberControl(
        low, minimum=low, maximum=high, integer=True, slider=False, label=option.label, help=option.help
    )


def _menu(option: ReadOption, value: str) -> list[tuple[str, str]]:
    """Return the choices of a menu, and a value that was found beside them."""
    known = [(text, one) for one, text in option.choices]
    return known if value in dict(option.choices) else [*known, (value, value)]


def _show(control: Control, value: Any, option: ReadOption | None = None) -> None:  # noqa: ANN401 - any setting's
    if isinstance(control, NumberControl):
        control.show(float(value))
    elif isinstance(control, TextControl):
        control.value = ", ".join(value) if isinstance(value, tuple) else str(value)
    elif option is None:
        control.value = str(value)
    else:
        control.offer(_menu(option, str(value)), str(value))


def _value(name: str, control: Control) -> Any:  # noqa: ANN401 - settings are of several types
    if isinstance(control, NumberControl):
        return int(control.value)
    if name == "missing":
        return tuple(part.strip() for part in control.value.split(",") if part.strip())
    return control.value
