"""Each recorder in its usual dress: how it records the calls of a test, and how it replays them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

Asking = Callable[[requests.Session], object]


@dataclass(frozen=True)
class Recorder:
    """A recorder with one setting of what it matches."""

    name: str
    matches: str
    record: Callable[[Path, str, Asking], None]
    """Record what is asked, into a folder, over what is there."""
    add: Callable[[Path, str, Asking], None]
    """Record what is missing."""
    replay: Callable[[Path, str], AbstractContextManager[requests.Session]]
    """A session that never goes out."""


# This kit


def _tape(folder: Path, mode: str) -> Any:
    from pytest_linkface.recording import Folder, Mode, Origin, Settings, Tape

    origin = Origin("benchmark", "2026-01-01T00:00:00+00:00", "pytest-linkface 0", "0" * 16)
    return Tape(Folder(folder, Path("test_module/test")), Settings(Mode(mode), lambda: origin))


def _own(mode: str) -> Callable[[Path, str, Asking], None]:
    def record(folder: Path, url: str, ask: Asking) -> None:
        from pytest_linkface.recording import CassetteAdapter, Desk, Interception, Server

        tape = _tape(folder, mode)
        interception = Interception([urlsplit(url).netloc])
        interception.adapter = CassetteAdapter(Desk(tape, Server(url)))
        interception.install()
        ask(requests.Session())
        tape.promote()
        interception.remove()

    return record


@contextmanager
def _own_replay(folder: Path, url: str) -> Iterator[requests.Session]:
    from pytest_linkface.recording import CassetteAdapter, Desk, Interception

    class Repeating(Desk):
        """A call is answered as often as it was recorded; the others' recordings are allowed to repeat, too."""

        def reply(self, *told: Any, **options: Any) -> Any:
            tape._asked.clear()
            return super().reply(*told, **options)

    tape = _tape(folder, "none")
    interception = Interception([urlsplit(url).netloc])
    interception.adapter = CassetteAdapter(Repeating(tape))
    interception.install()
    yield requests.Session()
    interception.remove()


# vcrpy, as pytest-recording sets it up


def _vcr(mode: str, matched: tuple[str, ...]) -> Callable[[Path, str, Asking], None]:
    def record(folder: Path, _url: str, ask: Asking) -> None:
        import vcr

        with vcr.VCR(match_on=matched, record_mode=mode).use_cassette(str(folder / "cassette.yaml")):
            ask(requests.Session())

    return record


def _vcr_replay(matched: tuple[str, ...]) -> Callable[[Path, str], AbstractContextManager[requests.Session]]:
    @contextmanager
    def replay(folder: Path, _url: str) -> Iterator[requests.Session]:
        import vcr

        player = vcr.VCR(match_on=matched, record_mode="none")
        with player.use_cassette(str(folder / "cassette.yaml"), allow_playback_repeats=True):
            yield requests.Session()

    return replay


# betamax, with the option that keeps bodies as they are


@contextmanager
def _betamax(folder: Path, mode: str, matched: list[str]) -> Iterator[requests.Session]:
    import betamax

    session = requests.Session()
    folder.mkdir(parents=True, exist_ok=True)
    recorder = betamax.Betamax(session, cassette_library_dir=str(folder))
    options = {"record": mode, "match_requests_on": matched, "preserve_exact_body_bytes": True}
    with recorder.use_cassette("cassette", allow_playback_repeats=True, **options):
        yield session


def _betamax_record(mode: str, matched: list[str]) -> Callable[[Path, str, Asking], None]:
    def record(folder: Path, _url: str, ask: Asking) -> None:
        with _betamax(folder, mode, matched) as session:
            ask(session)

    return record


# The recorder of responses, which always writes anew


def _responses_record(folder: Path, _url: str, ask: Asking) -> None:
    from responses import _recorder

    folder.mkdir(parents=True, exist_ok=True)

    @_recorder.record(file_path=str(folder / "cassette.yaml"))  # type: ignore[untyped-decorator]  # not typed there
    def recording() -> None:
        ask(requests.Session())

    recording()


@contextmanager
def _responses_replay(folder: Path, _url: str) -> Iterator[requests.Session]:
    import responses

    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        mock._add_from_file(folder / "cassette.yaml")
        yield requests.Session()


_PLAIN = ("method", "scheme", "host", "port", "path", "query")
RECORDERS = {
    "linkface": Recorder("pytest-linkface", "every field and picture", _own("all"), _own("new"), _own_replay),
    "vcrpy": Recorder(
        "vcrpy (pytest-recording)", "default, no body", _vcr("all", _PLAIN), _vcr("new_episodes", _PLAIN),
        _vcr_replay(_PLAIN),
    ),
    "vcrpy-body": Recorder(
        "vcrpy (pytest-recording)", "with the body", _vcr("all", (*_PLAIN, "body")),
        _vcr("new_episodes", (*_PLAIN, "body")), _vcr_replay((*_PLAIN, "body")),
    ),
    "betamax": Recorder(
        "betamax", "default, no body", _betamax_record("all", ["method", "uri"]),
        _betamax_record("new_episodes", ["method", "uri"]),
        lambda folder, _url: _betamax(folder, "none", ["method", "uri"]),
    ),
    "betamax-body": Recorder(
        "betamax", "with the body", _betamax_record("all", ["method", "uri", "body"]),
        _betamax_record("new_episodes", ["method", "uri", "body"]),
        lambda folder, _url: _betamax(folder, "none", ["method", "uri", "body"]),
    ),
    "responses": Recorder(
        "responses recorder", "method and url", _responses_record, _responses_record, _responses_replay
    ),
}  # fmt: skip
