"""What is shipped: wheel and source distribution, built from this checkout, hold everything that a user needs."""

import hashlib
import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path

import pytest

from pytest_linkface.images import PEOPLE

ROOT = Path(__file__).parents[1]
SCHEMAS = {path.name for path in (ROOT / "schemas").glob("*.json")}
PORTRAITS = 32


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both distributions, built without a network."""
    pytest.importorskip("build", reason="the package build is not installed")
    pytest.importorskip("hatchling", reason="without hatchling nothing can be built offline")
    return _build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.ZipFile:
    """The wheel."""
    (path,) = built.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.fixture(scope="module")
def source(built: Path) -> set[str]:
    """The names in the source distribution, without its outermost folder."""
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


@pytest.fixture(scope="module")
def rebuilt(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the source distribution itself builds, on another day."""
    (archive,) = built.glob("*.tar.gz")
    folder = tmp_path_factory.mktemp("again")
    with tarfile.open(archive) as source:
        source.extractall(folder, filter="data")
    (unpacked,) = folder.iterdir()
    for path in unpacked.rglob("*"):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    return _build(unpacked, folder / "dist")


def _build(source: Path, folder: Path) -> Path:
    command = [sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir"]
    subprocess.run([*command, str(folder), str(source)], check=True, capture_output=True)
    return folder


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def _people(names: set[str]) -> set[str]:
    return {Path(name).stem for name in names if name.startswith("pytest_linkface/images/portraits/")}


def test_the_wheel_holds_the_data(wheel: zipfile.ZipFile) -> None:
    """Every schema, the clauses, every portrait and the mark of types are in the wheel, each once."""
    names = set(wheel.namelist())
    assert len(names) == len(wheel.namelist())
    assert {name.rpartition("/")[2] for name in names if name.startswith("pytest_linkface/schemas/")} == SCHEMAS
    assert {"pytest_linkface/contract/clauses.toml", "pytest_linkface/py.typed"} <= names
    assert _people(names) == set(PEOPLE)
    assert len(PEOPLE) == PORTRAITS


def test_the_wheel_holds_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    """The pages' scripts and styles, the reasons of mutants and whatever else lies beside the modules travels along."""
    inside = {path.relative_to(ROOT) for path in (ROOT / "pytest_linkface").rglob("*") if path.is_file()}
    expected = {str(path) for path in inside if "__pycache__" not in path.parts}
    assert {"html", "js", "css", "webp", "toml", "typed"} <= {name.rpartition(".")[2] for name in expected}
    assert expected <= set(wheel.namelist())


def test_both_distributions_are_built_again_to_the_byte(built: Path, rebuilt: Path) -> None:
    """Whoever unpacks the source distribution and builds has the very files that were published."""
    assert _digests(rebuilt) == _digests(built)


def test_the_metadata_says_what_a_user_looks_for(wheel: zipfile.ZipFile) -> None:
    """Framework, licence, the oldest Python, types and extras, and no address that leads nowhere."""
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    said = message_from_bytes(wheel.read(name))
    assert {"Framework :: Pytest", "Typing :: Typed"} <= set(said.get_all("Classifier", []))
    assert (said["License-Expression"], said["Requires-Python"]) == ("MIT", ">=3.11")
    assert {"emulator", "tls"} <= set(said.get_all("Provides-Extra", []))
    assert said.get_all("Project-URL") is None


def test_the_changelog_knows_the_version() -> None:
    """What is about to be published has a section of its own."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"\n## {version}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    """No tests, no tools and no leftovers are installed with it."""
    outermost = {name.partition("/")[0] for name in wheel.namelist()}
    assert {name for name in outermost if not name.endswith(".dist-info")} == {"pytest_linkface"}
    assert not [name for name in wheel.namelist() if "__pycache__" in name or name.endswith(".pyc")]


def test_the_wheel_announces_the_plugin(wheel: zipfile.ZipFile) -> None:
    """pytest finds the plugin by the entry point, and the licence travels along."""
    (announced,) = (name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt"))
    assert wheel.read(announced).decode().split() == ["[pytest11]", "linkface", "=", "pytest_linkface.plugin"]
    assert [name for name in wheel.namelist() if name.endswith("/licenses/LICENSE")]


def test_an_installed_wheel_finds_its_schemas(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Unpacked where no checkout is near, the package compiles each schema and reads its clauses."""
    wheel.extractall(tmp_path)
    names = sorted(name.removesuffix(".json") for name in SCHEMAS)
    script = (
        "import pytest_linkface; from pytest_linkface import contract; print(pytest_linkface.__file__); "
        f"[contract.schema(name) for name in {names!r}]; print(len(contract.clauses()))"
    )
    place, clauses = subprocess.check_output([sys.executable, "-c", script], cwd=tmp_path, text=True, env={}).split()
    assert Path(place).is_relative_to(tmp_path.resolve())
    assert int(clauses) > 0


def test_the_source_distribution_builds_and_tests_itself(source: set[str]) -> None:
    """Whoever has it has the package, its data, the schemas where a checkout has them, and the tests."""
    assert {f"schemas/{name}" for name in SCHEMAS} <= source
    assert {"pyproject.toml", "README.md", "LICENSE", "tests/test_packaging.py"} <= source
    assert {"pytest_linkface/plugin.py", "pytest_linkface/contract/clauses.toml", "pytest_linkface/py.typed"} <= source
    assert _people(source) == set(PEOPLE)
