"""What is shipped: wheel and source distribution, built from this checkout, hold everything that a user needs."""

import subprocess
import sys
import tarfile
import zipfile
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
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir"]
    subprocess.run([*command, str(folder), str(ROOT)], check=True, capture_output=True)
    return folder


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
