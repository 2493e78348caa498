"""All servers that keep every promise and choose otherwise where the manual is silent, by name."""

from collections.abc import Mapping

from . import _controls_of_form, _controls_of_habit, _controls_of_judgement
from ._control import Control

ALL: tuple[Control, ...] = (
    *_controls_of_form.CONTROLS,
    *_controls_of_judgement.CONTROLS,
    *_controls_of_habit.CONTROLS,
)

CONTROLS: Mapping[str, Control] = {control.name: control for control in ALL}
"""Every control by its name."""

HABITS: frozenset[str] = frozenset(control.name for control in _controls_of_habit.CONTROLS)
"""Those that differ in time, in company or on the socket alone, where the battery does not look."""

__all__ = ["CONTROLS", "HABITS", "Control"]
