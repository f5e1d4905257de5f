"""DoctorView: what keeps the network from learning, what would help, and how each layer is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.explain.doctor.health import health
from mlwidgets.explain.doctor.sharpness import stability_limit
from mlwidgets.explain.wording import number_text
from mlwidgets.session import Status
from mlwidgets.widgets.base.view import Change, View
from mlwidgets.widgets.base.wording import updates
from mlwidgets.widgets.doctor import texts
from mlwidgets.widgets.doctor.doctor_panel import DoctorPanel

if TYPE_CHECKING:
    from mlwidgets.explain.doctor.vitals import Vitals
    from mlwidgets.session import Experiment


class DoctorView(View):
    """Findings with their remedies, beside the health of each layer; nothing is sent while nobody sees it.

    Parameters
    ----------
    experiment : Experiment
        Whose runs are watched.
    """

    def __init__(self, experiment: Experiment) -> None:
        self._doctor = experiment.doctor
        self._told = ""
        self.panel = DoctorPanel()
        super().__init__(experiment, [self.panel])
        self.panel.on_treat(self.safely(self._treat))
        self.panel.on_dismiss(self.safely(self._dismiss))
        self.watch(self._doctor, ("findings", "vitals"), self._update)
        self.watch(experiment, "status", self._run_on)
        self.watch(self.panel, "visible", self._update)
        self._show()

    def _update(self, _: Change = None) -> None:
        if self.panel.visible:
            self._show()

    def _run_on(self, _: Change) -> None:
        if self.experiment.status is Status.RUNNING and self._told:
            self._told = ""  # what a remedy has done is told until the next run
            self._update()

    def _treat(self, pressed: tuple[str, str]) -> None:
        name, label = pressed
        self.forget_messages()
        found = [one for one in self._doctor.findings if one.name == name]
        labels = [str(remedy.label) for one in found for remedy in one.remedies]  # as the page has them
        if label not in labels:  # the page is a moment behind
            self._told = texts.GONE
        else:
            at = labels.index(label)
            self._told = found[0].remedies[at].said  # first: what is treated goes from the page at once
            try:
                self._doctor.treat(name, at)
            except Exception:
                self._told = ""
                raise
        self._show()

    def _dismiss(self, name: str) -> None:
        self.forget_messages()
        if any(one.name == name for one in self._doctor.findings):
            self._doctor.dismiss(name)
        self._show()

    def _show(self) -> None:
        vitals = self._doctor.vitals
        look: Vitals | None = vitals[-1] if vitals else None
        moment = ""
        if look is not None:
            moment = texts.MOMENT.format(updates=updates(look.iteration), probes=look.probes)
        self.panel.show(
            self._doctor.findings,
            () if look is None else health(look),
            moment=moment,
            empty=texts.WAITING if look is None or not look.iteration else texts.WELL,
            more=self._more(next((one for one in reversed(vitals) if one.sharpness is not None), None)),
            said=self._told,
        )

    def _more(self, look: Vitals | None) -> str:
        """Return what is known of the curvature; only for an optimizer whose limit is known."""
        config: Any = self.experiment.optimizer.config
        if look is None or look.sharpness is None or "momentum" not in config or not look.learning_rate:
            return ""
        momentum = float(config["momentum"])
        limit = stability_limit(look.learning_rate, momentum, nesterov=bool(config.get("nesterov")))
        return texts.SHARPNESS.format(
            value=number_text(look.sharpness, 3),
            limit=number_text(limit, 3),
            formula=texts.LIMIT_MOMENTUM if momentum else texts.LIMIT,
        )
