"""A run at a pace, and one whose target is gone, each shared out to two workers of xdist."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tests.plugin._running import DEMO, pytest_in
from tests.plugin._targets import Counting
from tests.servers.liars import LIARS

Serve = Callable[[Any], str]
_RATE = 8


def test_two_workers_keep_to_one_pace(tmp_path: Path, serve: Serve) -> None:
    """No second sees more calls than --linkface-rate allows, however many processes send them."""
    app, moments = Counting(), []

    def timed(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        moments.append(time.monotonic())
        return app(environ, start)

    options = f"--linkface-rate={_RATE}/s", "--linkface-effort=smoke", "-n2", "--linkface-fail-under=0"
    ended = pytest_in(tmp_path, f"--linkface-url={serve(timed)}", *options, variables=DEMO)

    assert ended.code == 0
    assert ended.calls == len(moments) >= 10
    late = 3  # calls that a loaded machine may have held up and let go together
    windows = zip(moments, moments[_RATE + late :], strict=False)
    assert all(last - first >= 1 for first, last in windows)
    assert moments[-1] - moments[0] >= (len(moments) - 1 - late) / _RATE


def test_every_worker_gives_a_lost_target_up(tmp_path: Path) -> None:
    """Where nobody answers the run ends with 10 after a few calls of each worker, and says why."""
    with LIARS["hang"].serve() as served:
        options = "--linkface-timeout=0.5", "--linkface-effort=core", "-n2"
        ended = pytest_in(tmp_path, f"--linkface-url={served.url}", *options, variables=DEMO)
    assert ended.code == 10
    assert ended.answer.startswith("TOO LITTLE VERIFIED: the target cannot be judged: no answer")
    assert ended.calls <= 2 * 4
