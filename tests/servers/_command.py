"""The command by which any of the servers is held up for tests by hand."""

import argparse
import signal
import threading
from typing import Any

from ._serving import Quiet10, Served


def main() -> None:
    """Serve until interrupted."""
    from .controls import CONTROLS
    from .faults import FAULTS
    from .liars import LIARS
    from .reference import Service

    parser = argparse.ArgumentParser(prog="python -m tests.servers.reference")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--download-seconds", type=float, default=5.0)
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--fault", choices=FAULTS, metavar="NAME")
    one.add_argument("--control", choices=CONTROLS, metavar="NAME")
    one.add_argument("--liar", choices=LIARS, metavar="NAME")
    chosen = parser.parse_args()
    app: Any = None
    handler = None
    if chosen.liar:
        app, handler = LIARS[chosen.liar].make(), LIARS[chosen.liar].handler
    else:
        named = FAULTS.get(chosen.fault) or CONTROLS.get(chosen.control)
        app = Service(behaviour=named.make() if named else None, download_seconds=chosen.download_seconds)
        handler = Quiet10 if app.behaviour.protocol == "HTTP/1.0" else None
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with Served(app, port=chosen.port, handler=handler) as served:
        print(f"{served.url}/identity/compare_faces_in_two_images?api_id=good-id&api_secret=good-secret", flush=True)  # noqa: T201
        stopped.wait()
