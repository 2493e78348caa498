"""The same application under waitress, which keeps connections open between calls."""

import threading
from types import TracebackType
from typing import Any, Self

from waitress.server import create_server


class KeptOpen:
    """A context manager: listening at `.url` inside, on connections that stay open."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self._server: Any = None
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()

    @property
    def url(self) -> str:
        """The base of the server."""
        return f"http://127.0.0.1:{self._server.effective_port}"

    def __enter__(self) -> Self:
        self._server = create_server(
            self._app,
            host="127.0.0.1",
            port=0,
            threads=8,
            asyncore_loop_timeout=0.02,
            clear_untrusted_proxy_headers=True,
        )
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def _run(self) -> None:
        """Turn the loop round by round: closing it from another thread would pull sockets from under it."""
        while not self._stopped.is_set():
            self._server.asyncore.loop(timeout=0.02, map=self._server._map, count=1)
        self._server.task_dispatcher.shutdown()
        for dispatcher in list(self._server._map.values()):
            dispatcher.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._thread is not None
        self._stopped.set()
        self._thread.join()
