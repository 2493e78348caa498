"""What one would use instead: each with the endpoint's path where it can have one, and a like multipart POST."""

from __future__ import annotations

import compileall
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest_linkface
from benchmarks._emulator_wire import Form, form, pair
from pytest_linkface.contract import PATH

PYTHON = os.environ.get("LINKFACE_BENCH_PYTHON", sys.executable)
"""Has moto[server] and pytest-httpserver."""
NODE_MODULES = Path(os.environ.get("LINKFACE_BENCH_NODE_MODULES", "node_modules"))
"""Has @stoplight/prism-cli and wiremock."""

ANSWER = {"request_id": "TID0", "status": "OK", "confidences": [[1.0]], "max_confidence": 1.0}
HTTPSERVER = """
import signal, sys
from pytest_httpserver import HTTPServer
server = HTTPServer(port=int(sys.argv[1]))
def parsed(request):
    from werkzeug import Response
    names = sorted(request.files) + sorted(request.form)
    return Response('{"status": "%s"}' % ("OK" if len(names) == 4 else names), content_type="application/json")
expected = server.expect_request(sys.argv[2], method="POST")
expected.respond_with_handler(parsed) if sys.argv[3] == "parsed" else expected.respond_with_json({"status": "OK"})
server.start()
signal.pause()
"""


@dataclass(frozen=True)
class Peer:
    """A server to compare with."""

    name: str
    command: Callable[[int, Path], Sequence[str]]
    """How it is started, on a port, with a folder for its files."""
    is_there: Callable[[], bool] = lambda: True
    form: Callable[[bytes, bytes], Form] = pair
    good: tuple[int, ...] = (200,)
    prepare: Callable[[str, tuple[bytes, ...]], None] = lambda _url, _pictures: None
    """What has to be said to it before the first call."""
    is_numbered: bool = False
    """Gets other pictures in each call."""


def _ours(port: int, _: Path) -> Sequence[str]:
    _compile()
    return sys.executable, "-m", "pytest_linkface", "serve", "--port", str(port)


@cache
def _compile() -> None:
    """Ours as pip leaves what it installs, the peers among it: without bytecode each start would compile it anew."""
    compileall.compile_dir(str(Path(pytest_linkface.__file__).parent), quiet=1)


def _state(url: str, pictures: tuple[bytes, ...]) -> None:
    for number, picture in enumerate(pictures):
        told = {"sha256": sha256(picture).hexdigest(), "faces": [f"person {number}"]}
        urllib.request.urlopen(f"{url}/_emulator/recognise", json.dumps(told).encode(), timeout=30).close()  # noqa: S310 -- our own server


def _httpserver(way: str) -> Callable[[int, Path], Sequence[str]]:
    return lambda port, _: (PYTHON, "-c", HTTPSERVER, str(port), PATH, way)


def _moto(port: int, _: Path) -> Sequence[str]:
    return PYTHON, "-m", "moto.server", "-p", str(port)


def _bucket(url: str, _: tuple[bytes, ...]) -> None:
    urllib.request.urlopen(urllib.request.Request(f"{url}/bench", method="PUT"), timeout=30).close()  # noqa: S310 -- as above


def _object(one: bytes, two: bytes) -> Form:
    return form({"image_one_file": one, "file": two}, {"key": "picture.jpg", "acl": "private"}, path="/bench")


def _prism(port: int, folder: Path) -> Sequence[str]:
    names = ("api_id", "api_secret", "image_one_file", "image_two_file")
    files = {name: {"type": "string", "format": "binary"} if "file" in name else {"type": "string"} for name in names}
    asked = {"multipart/form-data": {"schema": {"type": "object", "required": list(names), "properties": files}}}
    told = {"200": {"description": "OK", "content": {"application/json": {"example": ANSWER}}}}
    operation = {"requestBody": {"required": True, "content": asked}, "responses": told}
    spec = {"openapi": "3.0.3", "info": {"title": "x", "version": "1"}, "paths": {PATH: {"post": operation}}}
    (folder / "spec.json").write_text(json.dumps(spec), "utf-8")
    return str(NODE_MODULES / ".bin" / "prism"), "mock", "-h", "127.0.0.1", "-p", str(port), str(folder / "spec.json")


def _wiremock(port: int, folder: Path) -> Sequence[str]:
    parts = [
        {"matchingType": "ANY", "headers": {"Content-Disposition": {"contains": f'name="image_{side}_file"'}}}
        for side in ("one", "two")
    ]
    (folder / "mappings").mkdir()
    mapping = {
        "request": {"method": "POST", "urlPath": PATH, "multipartPatterns": parts},
        "response": {"status": 200, "jsonBody": ANSWER},
    }
    (folder / "mappings" / "one.json").write_text(json.dumps(mapping), "utf-8")
    return "java", "-jar", str(_jar()), "--port", str(port), "--root-dir", str(folder)


def _jar() -> Path:
    found = sorted((NODE_MODULES / "wiremock" / "build").glob("wiremock-standalone-*.jar"))
    return found[-1] if found else Path("absent")


def _has(module: str) -> Callable[[], bool]:
    """Whether the peers' interpreter can import it, asked of that one: what this one has says nothing of it."""
    command = (PYTHON, "-c", f"import {module}")

    def found() -> bool:
        with contextlib.suppress(OSError):
            return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 -- a module's name
        return False

    return found


OURS = "ours, protocol alone"
HTTPSERVER_NAME = "pytest-httpserver"
MOTO, WIREMOCK, PRISM = "moto, S3 form", "WireMock, multipartPatterns", "Prism, the endpoint's OpenAPI"

PEERS = (
    Peer(OURS, _ours, prepare=_state),
    Peer("ours, real detector", _ours, is_numbered=True),
    Peer(HTTPSERVER_NAME, _httpserver("plain"), _has("pytest_httpserver")),
    Peer("pytest-httpserver that reads the form", _httpserver("parsed"), _has("pytest_httpserver")),
    Peer(MOTO, _moto, _has("moto.server"), form=_object, good=(200, 204), prepare=_bucket),
    Peer(WIREMOCK, _wiremock, lambda: bool(shutil.which("java")) and _jar().is_file()),
    Peer(PRISM, _prism, lambda: bool(shutil.which("node")) and (NODE_MODULES / ".bin" / "prism").exists()),
)


def free_port() -> int:
    """A port that nobody has just now."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])
