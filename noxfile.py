"""What is tried before a release, beyond the tests themselves: ``nox`` runs it all, ``nox -l`` lists it.

Interpreters that the machine lacks are skipped with a word.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import nox

nox.options.default_venv_backend = "uv"
nox.options.error_on_missing_interpreters = False

PYTHONS = ["3.11", "3.12", "3.13", "3.14", "3.15"]
GATE = ("pytest", "--linkface-contract", "--linkface-only", "-q", "-W", "error")
NEIGHBOURS = ["pytest-xdist", "pytest-socket", "pytest-recording", "pytest-asyncio", "pytest-randomly"]


@nox.session(python=PYTHONS)
@nox.parametrize("pytest", ["8.0.*", "8.*", "9.*"])
def gate(session: nox.Session, pytest: str) -> None:
    """The main job in an empty folder, on each Python and pytest."""
    session.install(f"{_wheel(session)}[emulator]", f"pytest=={pytest}")
    session.chdir(session.create_tmp())
    session.run(*GATE)


@nox.session(python=PYTHONS[0])
def oldest(session: nox.Session) -> None:
    """The main job, a client and recordings on the oldest version of every dependency that the metadata allows."""
    session.install("--resolution", "lowest-direct", f"{_wheel(session)}[emulator]")
    session.run("python", "-m", "pip", "list", external=True, success_codes=[0, 1])
    _application(session)
    session.chdir(session.create_tmp())
    session.run(*GATE)


@nox.session
def without_extra(session: nox.Session) -> None:
    """Without the extra one line names it, and nothing else happens."""
    session.install(_wheel(session))
    session.chdir(session.create_tmp())
    said = session.run(*GATE, success_codes=[4], silent=True) or ""
    if "pytest-linkface[emulator]" not in said:
        session.error(f"the extra is not named: {said}")
    session.run("pytest", "-p", "no:linkface", "--version")


@nox.session
@nox.parametrize("plugin", NEIGHBOURS)
def beside(session: nox.Session, plugin: str) -> None:
    """The suite and an application's tests beside another plugin, at its own defaults."""
    session.install(f"{_wheel(session)}[emulator]", plugin, "flask")
    options = {"pytest-xdist": ["-n", "2"], "pytest-socket": ["--disable-socket", "--allow-unix-socket"]}
    _application(session)
    session.chdir(session.create_tmp())
    session.run(*GATE, *options.get(plugin, []))


@nox.session
def package(session: nox.Session) -> None:
    """Wheel and sdist: whole, valid, the same bytes twice, and with a bill of materials."""
    session.install("build", "twine", "check-wheel-contents", "validate-pyproject", "cyclonedx-bom")
    session.run("validate-pyproject", "pyproject.toml")
    first, second = (_built(session, f"dist-{time}") for time in ("one", "two"))
    if first != second:
        session.error(f"two builds differ: {first} {second}")
    built = [str(path) for path in sorted(Path(session.create_tmp(), "dist-one").iterdir())]
    session.run("twine", "check", "--strict", *built)
    session.run("check-wheel-contents", *(path for path in built if path.endswith(".whl")))
    session.run("python", "-m", "venv", f"{session.create_tmp()}/bare")
    session.run(f"{session.create_tmp()}/bare/bin/pip", "install", "-q", f"{built[-1]}[emulator]", external=True)
    session.run("cyclonedx-py", "environment", f"{session.create_tmp()}/bare", "-o", "sbom.json")


@nox.session
def types(session: nox.Session) -> None:
    """What users' type checkers see."""
    session.install("-e", ".[dev]", "pyright")
    session.run("mypy")
    session.run("pyright", "tests/typing/public.py")


@nox.session
def docs(session: nox.Session) -> None:
    """The site, without a warning."""
    session.install("-e", ".[docs]")
    session.run("mkdocs", "build", "--strict", "-d", f"{session.create_tmp()}/site")


def _wheel(session: nox.Session) -> str:
    folder = Path(session.cache_dir, "wheel").absolute()
    if not list(folder.glob("*.whl")):
        session.run("uv", "build", "--wheel", "-q", "-o", str(folder), external=True)
    return str(next(folder.glob("*.whl")))


def _application(session: nox.Session) -> None:
    """The example application's tests, in a copy."""
    folder = Path(session.create_tmp(), "app")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree("examples/app", folder)
    session.install("flask")
    with session.chdir(folder):
        session.run("pytest", "-q", "-W", "error")


def _built(session: nox.Session, name: str) -> dict[str, str]:
    folder = Path(session.create_tmp(), name)
    shutil.rmtree(folder, ignore_errors=True)
    session.run("python", "-m", "build", "-o", str(folder), env={"SOURCE_DATE_EPOCH": "1700000000"}, silent=True)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
