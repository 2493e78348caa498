"""Flags that are environment variables too: ``--port`` is LINKFACE_EMULATOR_PORT, and the flag goes first."""

from __future__ import annotations

import argparse
import os
from typing import Any

PREFIX = "LINKFACE_EMULATOR_"
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off", "")


class Flags(argparse.ArgumentParser):
    """Looks for the default of each flag in the environment; several values of one are parted by commas."""

    def add_argument(self, *names: Any, **options: Any) -> argparse.Action:
        """Declare a flag."""
        action = super().add_argument(*names, **options)
        variable = PREFIX + action.dest.upper()
        if action.dest != "help" and variable in os.environ:
            action.default = self._value(action, variable, os.environ[variable])
        return action

    def _value(self, action: argparse.Action, variable: str, text: str) -> object:
        if action.nargs == 0:
            return self._switch(variable, text)
        if isinstance(action.default, list):
            return [value for value in text.split(",") if value]
        if action.choices is not None and text not in action.choices:
            self.error(f"{variable}: expected one of {', '.join(map(str, action.choices))}")
        return text

    def _switch(self, variable: str, text: str) -> bool:
        if text.lower() not in (*YES, *NO):
            self.error(f"{variable}: expected 1 or 0")
        return text.lower() in YES
