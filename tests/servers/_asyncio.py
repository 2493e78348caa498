"""The service behind aiohttp: one loop, calls in a pool of threads, connections closed after a few calls each."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from aiohttp import web

from ._asking import LARGEST_BODY
from ._one_thread import read
from .reference import Service

_CALLS = 3
"""On one connection."""


class Looped:
    """A context manager: listening at `.url` inside."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._pool = ThreadPoolExecutor(8)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None
        self._served: dict[object, int] = {}
        self.url = ""

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._begin(), self._loop).result(5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(5)
        self._pool.shutdown()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _begin(self) -> None:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = "http://127.0.0.1:{1}".format(*self._runner.addresses[0])

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        ask = read(request.method, str(request.rel_url), dict(request.headers), body)
        wire = await self._loop.run_in_executor(self._pool, self._service.reply, ask)
        response = web.StreamResponse(status=wire.code, headers=dict(wire.headers))
        self._served[request.transport] = self._served.get(request.transport, 0) + 1
        if self._served[request.transport] >= _CALLS:
            response.force_close()
        await response.prepare(request)
        for piece in wire.pieces:
            await response.write(piece)
        await response.write_eof()
        return response
