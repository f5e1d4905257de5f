"""Goes on with saved runs in a process of its own, and prints what becomes of their weights."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from mlwidgets.session import Experiment

SECONDS = 60


def fingerprint(experiment: Experiment) -> str:
    """Return the SHA-256 of weights, optimizer's memory and history."""
    moment = experiment._runner.trainer.moment()
    digest = hashlib.sha256(moment.weights.tobytes())
    for name, memory in sorted(moment.optimizer.state.items()):
        digest.update(name.encode() + memory.tobytes())
    record = moment.history
    numbers = [dict(record.history), record.batch_epochs, dict(record.batch_logs)]
    digest.update(json.dumps([*numbers, moment.position.iteration, moment.totals.count]).encode())
    return digest.hexdigest()


def go_on(experiment: Experiment, updates: int) -> str:
    """Make so many updates more, and return the fingerprint of what there is then."""
    experiment.step_updates(updates)
    assert experiment.wait(SECONDS)
    return fingerprint(experiment)


if __name__ == "__main__":
    updates, paths = int(sys.argv[1]), sys.argv[2:]
    for path in paths:
        experiment = Experiment.load(Path(path))
        print(go_on(experiment, updates))  # noqa: T201 - the answer
        experiment.close()
