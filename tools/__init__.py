"""Developers' commands, run as `python -m tools.NAME` from a checkout; no part of the wheel."""
