"""What regularizers and constraints mean for a model's one long vector of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlwidgets.engine.parameters import Slot, trainable_only

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlwidgets.engine.arrays import Array
    from mlwidgets.engine.constraints import Constraint
    from mlwidgets.engine.layers.base import WeightSpec
    from mlwidgets.engine.regularizers import Regularizer


class WeightRules:
    """The regularizers and constraints of all weights of a model that are trained.

    Parameters
    ----------
    specs : sequence of dict of str to WeightSpec
        Each layer's weights.
    slots : sequence of Slot
        Their places in the vector.
    """

    def __init__(self, specs: Sequence[dict[str, WeightSpec]] = (), slots: Sequence[Slot] = ()) -> None:
        self._regularizers: list[tuple[Slot, Regularizer]] = []
        self._constraints: list[tuple[Slot, Constraint]] = []
        for slot in trainable_only(slots):
            spec = specs[slot.layer][slot.name]
            if spec.regularizer is not None:
                self._regularizers.append((slot, spec.regularizer))
            if spec.constraint is not None:
                self._constraints.append((slot, spec.constraint))

    @property
    def penalised(self) -> bool:
        """Whether any weights are regularized."""
        return bool(self._regularizers)

    def penalty(self, vector: Array) -> float:
        """Return the sum of all penalties."""
        return sum((rule.penalty(_part(vector, slot)) for slot, rule in self._regularizers), 0.0)

    def add_gradient(self, vector: Array, gradients: Array) -> None:
        """Add ∂penalty/∂θ to the gradients of the loss, in place."""
        for slot, rule in self._regularizers:
            _part(gradients, slot)[...] += rule.gradient(_part(vector, slot))

    def constrain(self, vector: Array) -> None:
        """Bring the weights back to their constraints, in place."""
        for slot, rule in self._constraints:
            rule.apply(_part(vector, slot))


def _part(vector: Array, slot: Slot) -> Array:
    return vector[slot.start : slot.stop].reshape(slot.shape)
