"""What is tried before a release, beyond the tests themselves: ``nox`` runs it all, ``nox -l`` lists it.

Interpreters that the machine lacks are skipped with a word. What was seen stands in docs/matrix.md.
"""

from __future__ import annotations

import functools
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nox

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "uv"
nox.options.error_on_missing_interpreters = False

ROOT = Path(__file__).parent
PYTHONS = ["3.11", "3.12", "3.13", "3.14", "3.15"]
PYTESTS = ["8.0.*", "8.*", "9.*"]
GATE = ("pytest", "--linkface-contract", "--linkface-only", "-q", "-W", "error")
OFF = ("pytest", "-q", "-p", "no:linkface", "-W", "error")

COUNTING_MODULES = (
    "tests/emulator/test_command.py::test_first_answer_needs_no_decoder",
    "tests/test_laziness.py::test_the_emulator_starts_without_what_it_has_no_use_for",
)
"""They would count coverage's own."""

NEIGHBOURS = {
    "pytest-xdist": ("-n", "2"),
    "pytest-socket": ("--disable-socket", "--allow-hosts=127.0.0.1"),
    "pytest-recording": ("--block-network", "--allowed-hosts=127.0.0.1"),
    "pytest-asyncio": ("-o", "asyncio_default_fixture_loop_scope=function"),  # unset, it warns of itself
    "pytest-randomly": (),
}
"""Plugins that users have beside ours, with the options that make them meet."""

MEETING = '''"""Tests in which another plugin and ours have a hand at once."""

import asyncio

import pytest
import requests

from pytest_linkface import contract, images

FILES = {"image_one_file": images.scene(1).make(), "image_two_file": images.landscape().make()}
ACCOUNT = {"api_id": "linkface-demo", "api_secret": "linkface-demo-secret"}


def status(url):
    return requests.post(url + contract.PATH, data=ACCOUNT, files=FILES, timeout=30).json()["status"]


def test_in_process(linkface_emulator):
    assert status(contract.HOST) == "NO_FACE_DETECTED"


def test_by_socket(linkface_url):
    assert status(linkface_url) == "NO_FACE_DETECTED"


def test_while_a_loop_runs(linkface_emulator):
    async def asked():
        return await asyncio.to_thread(status, contract.HOST), status(contract.HOST)

    assert asyncio.run(asked()) == ("NO_FACE_DETECTED", "NO_FACE_DETECTED")
'''

MARKED = {
    "pytest-asyncio": '''

@pytest.mark.asyncio
async def test_as_a_coroutine(linkface_emulator):
    assert await asyncio.to_thread(status, contract.HOST) == "NO_FACE_DETECTED"
''',
    "pytest-recording": '''

@pytest.mark.vcr
def test_with_a_cassette_of_its_own(linkface_emulator):
    assert status(contract.HOST) == "NO_FACE_DETECTED"
''',
}
"""What only one of the neighbours understands."""

QUICK = (
    *("checks", "client", "contract"),
    *(f"recording/test_{name}.py" for name in ("bodies", "cassettes", "chunked", "drift", "guard", "identity")),
    *(f"recording/test_{name}.py" for name in ("interception", "layout", "misses", "recorded_from", "tapes")),
    *("test_exchange.py", "test_known_failures.py", "test_redaction.py", "test_verdict.py"),
)
"""Tests that start few whole runs: some 1,350 in 40 seconds of one core."""

SILENT = '"""A project that does not want the plugin in this run."""\n\n\ndef test_nothing(): pass\n'


@nox.session(python=PYTHONS)
@nox.parametrize("pytest", PYTESTS)
def gate(session: nox.Session, pytest: str) -> None:
    """The main job in an empty folder, on each Python and pytest; and a project that switches the plugin off."""
    session.install(_wheel("emulator"), f"pytest=={pytest}")
    with _empty_folder(session) as folder:
        session.run(*GATE)
        (folder / "test_silent.py").write_text(SILENT)
        session.run(*OFF)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The quick tests on each Python, with the newest of everything."""
    session.install("-e", ".[test]")
    session.run("pytest", "-q", "-p", "no:cacheprovider", *_quick())


@nox.session(python=PYTHONS)
def oldest(session: nox.Session) -> None:
    """The main job and an application on the oldest versions that the metadata allows and that have wheels here."""
    compiled = (f"--only-binary={name}" for name in ("httptools", "numpy", "opencv-python-headless", "pillow"))
    lowest = ("--resolution", "lowest-direct", *compiled)
    session.install(*lowest, "-r", "pyproject.toml", "--extra", "emulator", "--extra", "tls")
    session.install("--no-deps", _wheel())
    with _empty_folder(session) as folder:
        session.run(*GATE)
        _application(session, folder)


@nox.session(python=PYTHONS)
def without_extra(session: nox.Session) -> None:
    """Without the extra one line names it, and nothing else happens."""
    session.install(_wheel())
    with _empty_folder(session) as folder:
        said = str(session.run(*GATE, success_codes=[4], silent=True))
        if "pytest-linkface[emulator]" not in said:
            session.error(f"the extra is not named: {said}")
        (folder / "test_silent.py").write_text(SILENT)
        session.run("pytest", "-q", "-W", "error")
        session.run(*OFF)


@nox.session
@nox.parametrize("plugin", list(NEIGHBOURS))
def beside(session: nox.Session, plugin: str) -> None:
    """The suite, an application's tests and a meeting of both beside another plugin."""
    options = NEIGHBOURS[plugin]
    session.install(_wheel("emulator"), plugin)
    with _empty_folder(session) as folder:
        session.run(*GATE, *options)
        (folder / "test_meeting.py").write_text(MEETING + MARKED.get(plugin, ""))
        session.run("pytest", "-q", "-W", "error", *options)
        _application(session, folder, *options)


@nox.session
def package(session: nox.Session) -> None:
    """Wheel and sdist: valid, whole, the same bytes twice, and a bill of materials; ``-- DIR`` keeps them there."""
    session.install("build", "hatchling", "twine", "check-wheel-contents", "validate-pyproject[all]", "cyclonedx-bom")
    session.run("validate-pyproject", "pyproject.toml")
    with _empty_folder(session) as folder:
        first, second = (_built(session, folder / name) for name in ("dist", "again"))
        if first != second:
            session.error(f"two builds differ: {first} {second}")
        session.run("twine", "check", "--strict", *(f"dist/{name}" for name in first))
        session.run("check-wheel-contents", "dist")
        _bill(session, folder)
        for kept in session.posargs:
            shutil.copytree(folder / "dist", ROOT / kept / "dist")
            shutil.copy(folder / "sbom.json", ROOT / kept)
    session.log(json.dumps(first, indent=1))


@nox.session
def types(session: nox.Session) -> None:
    """What users' type checkers see, for each Python: a module that a coming one removes is an error."""
    session.install(".[dev]")
    for python in PYTHONS:
        session.run("mypy", "--python-version", python, "pytest_linkface", "tests/typing/public.py")
        session.run("pyright", "--pythonversion", python, "tests/typing/public.py")
    with _empty_folder(session):
        verify = ("pyright", "--verifytypes", "pytest_linkface", "--ignoreexternal")
        said = str(session.run(*verify, success_codes=[0, 1], silent=True))  # 1 is for a type that is inferred
    session.log(said[said.index("Symbols exported by") :])
    if said.count("With unknown type: 0") != 2:
        session.error("a public name has no known type")


@nox.session
def docs(session: nox.Session) -> None:
    """The site, without a warning."""
    session.install("-e", ".[docs]")
    with tempfile.TemporaryDirectory() as folder:
        session.run("mkdocs", "build", "--strict", "-d", folder)


@nox.session(python=PYTHONS[0], default=False)
def coverage(session: nox.Session) -> None:
    """Which branches of the package the tests run, in the processes that they start too; under 95 % is an error."""
    session.install("-e", ".[test]", "coverage>=7.10")
    session.run("coverage", "erase")
    left_out = [f"--deselect={test}" for test in COUNTING_MODULES]
    options = ("-q", "-n", "2", "--dist", "worksteal", *left_out, *session.posargs)
    session.run("coverage", "run", "-m", "pytest", *options)
    session.run("coverage", "combine", "-q")
    session.run("coverage", "report")


@nox.session(python=PYTHONS[0], default=False)
def mutants(session: nox.Session) -> None:
    """Which small changes of contract, checks and recording their own tests miss; ``-- --seed 2 checks=30``."""
    session.install("-e", ".[test]", "cosmic-ray>=8.4")
    session.run("python", "-m", "tools.mutants", *session.posargs)


@nox.session(python=PYTHONS[0], default=False)
def shuffled(session: nox.Session) -> None:
    """The quick tests in another order each time, once or ``-- 100`` times; one flake ends it."""
    session.install("-e", ".[test]", "pytest-randomly")
    for seed in range(int(session.posargs[0]) if session.posargs else 1):
        session.run("pytest", "-q", "-x", "-n", "2", f"--randomly-seed={seed}", *_quick())


def _quick() -> list[str]:
    return [str(Path("tests", name)) for name in QUICK]


@functools.cache
def _wheel(extra: str = "") -> str:
    """A requirement for the wheel of this checkout, which is built once a run."""
    (path,) = _built_once().glob("*.whl")
    return f"pytest-linkface{f'[{extra}]' if extra else ''} @ {path.as_uri()}"


@functools.cache
def _built_once() -> Path:
    folder = ROOT / ".nox" / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    nox.command.run(["uv", "build", "--wheel", "-q", "-o", str(folder), str(ROOT)], log=False)
    return folder


@contextmanager
def _empty_folder(session: nox.Session) -> Iterator[Path]:
    """A folder that no project's settings reach, to run in."""
    with tempfile.TemporaryDirectory() as name, session.chdir(name):
        yield Path(name)


def _application(session: nox.Session, folder: Path, *options: str) -> None:
    """The example application's tests, in a copy."""
    shutil.copytree(ROOT / "examples/app", folder / "app")
    session.install("flask")
    with session.chdir(folder / "app"):
        session.run("pytest", "-q", "-W", "error", *options)


def _built(session: nox.Session, folder: Path) -> dict[str, str]:
    """Digests of an sdist of this checkout and of the wheel that is built from it."""
    session.run("python", "-m", "build", "--no-isolation", "-o", str(folder), str(ROOT), silent=True)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def _bill(session: nox.Session, folder: Path) -> None:
    """What an installation with the extra consists of, as CycloneDX."""
    (version,) = (path.name.split("-")[1] for path in (folder / "dist").glob("*.whl"))
    session.run("uv", "venv", "-q", "bare", external=True)
    kit = ("--find-links", "dist", f"pytest-linkface[emulator]=={version}")  # a path would stand in the bill
    session.run("uv", "pip", "install", "-q", "-p", "bare", *kit, external=True)
    session.run("cyclonedx-py", "environment", "bare", "--output-reproducible", "-o", "sbom.json")
    parts = {part["name"] for part in json.loads((folder / "sbom.json").read_text())["components"]}
    if not {"pytest-linkface", "opencv-python-headless", "httptools"} <= parts:
        session.error(f"the bill of materials lacks parts: {sorted(parts)}")
