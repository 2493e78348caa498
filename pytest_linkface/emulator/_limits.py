"""How long and how large what a client sends may be."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """What a connection may take, in seconds (each from the phase's begin, however busy the client) and in bytes."""

    idle_seconds: float = 5.0
    head_seconds: float = 10.0
    body_seconds: float = 30.0
    send_seconds: float = 10.0
    drain_seconds: float = 2.0
    crowded_idle_seconds: float = 0.5
    """While others wait for a slot, an idle client has this long,"""
    crowded_seconds: float = 5.0
    """and one that sends this long, before it has to keep up with:"""
    crowded_bytes_a_second: int = 16 * 1024
    target_bytes: int = 8 * 1024
    head_bytes: int = 32 * 1024
    head_fields: int = 100
    drain_bytes: int = 64 * 1024 * 1024
