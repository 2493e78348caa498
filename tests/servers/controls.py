"""All servers that keep every promise and choose otherwise where the manual is silent, by name."""

from collections.abc import Mapping

from . import _controls_of_form, _controls_of_frameworks, _controls_of_habit, _controls_of_judgement
from ._control import Control

ALL: tuple[Control, ...] = (
    *_controls_of_form.CONTROLS,
    *_controls_of_judgement.CONTROLS,
    *_controls_of_habit.CONTROLS,
    *_controls_of_frameworks.CONTROLS,
)

CONTROLS: Mapping[str, Control] = {control.name: control for control in ALL}
"""Every control by its name."""

HABITS: frozenset[str] = frozenset(
    control.name for part in (_controls_of_habit, _controls_of_frameworks) for control in part.CONTROLS
)
"""Those that differ in time, in company, on the socket, or over calls that the battery does not make."""

__all__ = ["CONTROLS", "HABITS", "Control"]
