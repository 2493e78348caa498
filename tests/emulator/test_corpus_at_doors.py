"""Everything that the suite asks, asked at every door of the emulator."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import requests
from requests.adapters import BaseAdapter

from pytest_linkface.conformance import SPECIAL_ACCOUNTS
from pytest_linkface.contract import HOST
from pytest_linkface.emulator import DEFAULT_ACCOUNTS, Emulator
from pytest_linkface.recording import Interception
from tests.corpus._reader import Host, Reader
from tests.emulator.test_doors import DOORS, Door

PAIRS = [(account.api_id, account.api_secret) for account in DEFAULT_ACCOUNTS]
ACCOUNTS = dict(zip(("good", *SPECIAL_ACCOUNTS), PAIRS, strict=True))


class Through(BaseAdapter):
    """Sends what a client asks through one door, and keeps the answers without their ids."""

    def __init__(self, emulator: Emulator, door: Door) -> None:
        super().__init__()
        self._emulator = emulator
        self._door = door
        self.answers: list[str] = []

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Ask."""
        request.url = HOST + str(request.path_url)
        code, kind, told = self._door(self._emulator, request)
        response = requests.Response()
        response.status_code, response._content = code, json.dumps(told).encode()
        self.answers.append(json.dumps([code, kind, told | {"request_id": None}], sort_keys=True))
        return response

    def close(self) -> None:
        """Do nothing."""


def answers(folder: Path, pictures: str, door: Door) -> dict[str, list[str]]:
    """The answers to every case, in the order of its calls."""
    interception = Interception(["doors.invalid"])
    found = {}
    with Emulator(allow_hosts=("127.0.0.1",), download_timeout=1) as emulator:
        through = interception.adapter = Through(emulator, door)
        interception.install()
        try:
            reader = Reader(folder, "http://doors.invalid", ACCOUNTS, pictures)
            for case in reader.manifest["cases"]:
                through.answers.clear()
                assert reader.replay(case) == [], case["id"]
                is_together = "together" in case["not_in_files"]
                found[case["id"]] = sorted(through.answers) if is_together else through.answers[:]
        finally:
            interception.remove()
    return found


def test_the_whole_corpus_at_each_door(tmp_path: Path) -> None:
    """Each case of the suite gets the same right answers in process, by WSGI and on a socket: ids and scores too."""
    command = [sys.executable, "-m", "pytest_linkface", "corpus", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    with Host(tmp_path) as host:
        core = answers(tmp_path, host.url, DOORS["core"])
        assert sum(map(len, core.values())) > 200
        for name in ("requests", "wsgi", "socket"):
            assert answers(tmp_path, host.url, DOORS[name]) == core, name
