"""Checks of a run: how far it has come, its losses and accuracies, and whether it broke down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlwidgets.explain.doctor.breakdown import not_finite, rising
from mlwidgets.explain.network.curves import newest
from mlwidgets.language import _
from mlwidgets.lessons.checks import limits
from mlwidgets.lessons.checks.check import UNTRAINED, Check, Evidence, Finding
from mlwidgets.lessons.checks.limits import Limits
from mlwidgets.lessons.checks.parameters import Flag, Parameter
from mlwidgets.ranges import OneOf
from mlwidgets.session.doctor.gather import Gatherer
from mlwidgets.session.run.snapshot import Status

if TYPE_CHECKING:
    from mlwidgets.session import Experiment

NO_ACCURACY = _(
    "This data set has a number to predict, so there is no accuracy: that counts right classes. Choose a "
    "data set with classes."
)
_FAILED = _("The run broke down before it got that far. Lower the learning rate, press Reset, then Run.")
_NO_VALIDATION = _("No examples are held out for validation. Set validation_split to 0.2, then press Run.")
_UNMEASURED = _(
    "The validation examples have not been measured yet: let the run come to rest, then check again."
)
_UNRECORDED = _("This run has no training steps of its own on record yet: press Run.")

_MORE_TRAINING = _("Train for longer, or change the network or the learning rate.")
_WORSE_WANTED = _("Reset and train for less time, or with a smaller network.")

_ACCURACY = {
    "validation": _("Your validation accuracy is {found} after {updates}"),
    "training": _("Your training accuracy is {found} after {updates}"),
}
_LOSS = {
    "validation": _("Your validation loss is {found} after {updates}"),
    "training": _("Your training loss is {found} after {updates}"),
}
_MADE = _("This run has made {found}")
_STEP_ON = _("Press Run, or step on by single updates.")
_RAISE_EPOCHS = _("Press Run; if the run is at its end, raise the number of epochs first.")
_STOP_EARLIER = _("Press Reset, then stop earlier, or step back.")

_TOO_LARGE = _(
    "With a learning rate of {rate} your run reached a number too large to hold at update {update:,}"
)
_ROSE = _("With a learning rate of {rate} your loss rose from {first} at the start to {recent}")
_GOES_ON = _(
    "With a learning rate of {rate} your run has made {updates:,} updates, and the loss is now {loss}"
)
_GOES_ON_UNMEASURED = _("With a learning rate of {rate} your run has made {updates:,} updates")
_DIVERGED = _("{said}: it diverged, because each step overshot further.")
_MUST_NOT = _("{said}: it diverged, and it must not. Press Reset, lower the learning rate, then press Run.")
_NOT_DIVERGED = _("{said}: it has not diverged.")
_MUST = _(
    "{said}: it has not diverged. It diverges when the loss rises to more than three times its start, or "
    "becomes infinite. Raise the learning rate, then press Run."
)


def look_at_run(experiment: Experiment) -> dict[str, Any]:
    """Return how far the run has come and its newest losses and accuracies, as the line beside Run shows."""
    seen = experiment.present
    found: dict[str, Any] = {
        "updates": 0 if seen is None else seen.iteration,
        "epochs": 0.0 if seen is None else float(seen.epoch),
        "failed": seen is not None and seen.status is Status.FAILED,
        "classes": experiment.dataset.n_classes,
        "held_out": len(experiment.split.x_validation),
        "measured_after": None,
    }
    validation = None if seen is None else seen.validation
    if validation is not None:
        found["measured_after"] = validation.iteration
    for name in ("loss", "accuracy"):
        record = None if seen is None else seen.history
        train = None if record is None else newest(record.batch_epochs, record.batch_logs.get(name, ()))
        held_out = None if validation is None else validation.evaluation.logs.get(name)
        found[f"training_{name}"] = train
        found[f"validation_{name}"] = held_out
    return found


def missing(seen: Evidence, part: str, name: str) -> str:
    """Return why a loss or an accuracy is not there, in a sentence; empty if it is there."""
    if name == "accuracy" and not seen.count("classes"):
        return NO_ACCURACY
    if part == "validation" and not seen.count("held_out"):
        return _NO_VALIDATION
    if seen.number_or_none(f"{part}_{name}") is not None and seen.count("updates"):
        return ""
    if seen.flag("failed"):
        return _FAILED
    if not seen.count("updates"):
        return UNTRAINED
    return _UNMEASURED if part == "validation" else _UNRECORDED


def after(seen: Evidence, part: str) -> str:
    """Return after how many updates a number was measured, as "300 updates"."""
    count = seen.count("measured_after" if part == "validation" else "updates")
    return limits.of("update")(count, 0)


def _accuracy(part: str) -> Check:
    def rule(seen: Evidence, **given: float) -> Finding:
        problem = missing(seen, part, "accuracy")
        if problem:
            return Finding(holds=False, why=problem)
        return Limits(**given).judge(
            seen.number(f"{part}_accuracy"),
            limits.share,
            said=_ACCURACY[part],
            updates=after(seen, part),
            higher=_MORE_TRAINING,
            lower=_WORSE_WANTED,
        )

    what = {
        "validation": "The accuracy on the validation examples, as a fraction from 0 to 1.",
        "training": "The accuracy on the last training batches, as the line beside Run shows it.",
    }
    return Check(f"{part}_accuracy", what[part], look_at_run, rule, limits.limits(0, 1), limits.NAMES)


def _loss(seen: Evidence, kind: str, **given: float) -> Finding:
    problem = missing(seen, kind, "loss")
    if problem:
        return Finding(holds=False, why=problem)
    return Limits(**given).judge(
        seen.number(f"{kind}_loss"),
        limits.number,
        said=_LOSS[kind],
        updates=after(seen, kind),
        higher=_WORSE_WANTED,
        lower=_MORE_TRAINING,
    )


def _progress(name: str, noun: str, sentence: str) -> Check:
    def rule(seen: Evidence, **given: float) -> Finding:
        made, wanted = seen.number(name), Limits(**given)
        if not seen.count("updates") and not wanted.hold(made):
            return Finding(holds=False, why=UNTRAINED)
        advice = _STEP_ON
        if seen.flag("failed"):
            advice = _FAILED
        elif name == "epochs":
            advice = _RAISE_EPOCHS
        return wanted.judge_count(
            made,
            noun,
            said=_MADE,
            higher=advice,
            lower=_STOP_EARLIER,
        )

    # A run counts epochs in fractions: 2.5 is the middle of the third.
    high = 10_000_000 if name == "updates" else 10_000
    parameters = limits.limits(0, high, integer=name == "updates")
    return Check(name, sentence, look_at_run, rule, parameters, limits.NAMES)


def _look_for_breakdown(experiment: Experiment) -> dict[str, Any]:
    seen = experiment.present
    evidence = Gatherer(experiment).evidence(seen)
    found = not_finite(evidence) or rising(evidence)
    losses = evidence.history.batch_logs.get("loss", ())
    return {
        "updates": evidence.iteration,
        "failed": bool(evidence.error),
        "kind": "" if found is None else found.kind,
        "noticed_at": 0 if found is None else found.update,
        "first_loss": float(evidence.first_loss) if losses else None,
        "recent_loss": float(evidence.recent_loss) if losses else None,
        "learning_rate": float(evidence.facts.settings.learning_rate),
    }


def _diverged(seen: Evidence, *, expected: bool) -> Finding:
    """Say whether a run diverged.

    Two things count, as the doctor beside the run sees them: a number became infinite or NaN; or the loss of
    the last batches is more than three times that of the first ones, with a network that does no better than
    guessing. A loss that only wobbles, or that has stopped falling, has not diverged.
    """
    kind, rate = seen.text("kind"), limits.number(seen.number("learning_rate"), 0)
    if not (seen.count("updates") or kind or seen.flag("failed")):
        return Finding(holds=False, why=UNTRAINED)
    if kind == "not_finite":
        at = seen.count("noticed_at")
        said = _TOO_LARGE.format(rate=rate, update=at)
    elif kind:
        first, recent = (limits.number(seen.number(name), 0) for name in ("first_loss", "recent_loss"))
        said = _ROSE.format(rate=rate, first=first, recent=recent)
    else:
        last = seen.number_or_none("recent_loss")
        made = {"rate": rate, "updates": seen.count("updates")}
        said = (
            _GOES_ON_UNMEASURED.format(**made)
            if last is None
            else _GOES_ON.format(**made, loss=limits.number(last, 0))
        )
    if kind and expected:
        return Finding(holds=True, why=_DIVERGED.format(said=said))
    if kind:
        return Finding(holds=False, why=_MUST_NOT.format(said=said))
    if expected:
        return Finding(holds=False, why=_MUST.format(said=said))
    return Finding(holds=True, why=_NOT_DIVERGED.format(said=said))


_KIND = OneOf(name="kind", options=("training", "validation"))

TRAINING_CHECKS = (
    _accuracy("validation"),
    _accuracy("training"),
    Check(
        "loss",
        "The newest loss on training or validation examples.",
        look_at_run,
        _loss,
        (
            Parameter(_KIND, "On which examples.", default="validation"),
            *limits.limits(-1e9, 1e9),
        ),
        limits.NAMES,
    ),
    _progress("updates", "update", "How many updates of the weights the run has made."),
    _progress("epochs", "epoch", "How many passes over the training examples the run has made, such as 2.5."),
    Check(
        "diverged",
        "Whether the run broke down: a number too large to hold, or a loss over three times its start.",
        _look_for_breakdown,
        _diverged,
        (
            Parameter(
                Flag(name="expected"),
                "Whether it should have; False for a run that has not diverged.",
                default=True,
            ),
        ),
    ),
)
