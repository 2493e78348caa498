"""Which part may import which: the parts of earlier rows, at any depth of code; and inside a part no circles."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NAME = "pytest_linkface"
ROWS = """\
errors
images contract redaction
exchange evidence known_failures
verdict
client recording emulator strategies checks reports
conformance
session selfcheck
plugin __main__
""".splitlines()
ROW = {part: number for number, parts in enumerate(ROWS) for part in parts.split()}

Modules = dict[str, ast.Module]


def modules(package: Path) -> Modules:
    """Every module of a package, parsed, by its dotted name; a folder's door has the folder's name."""
    named = {".".join(path.relative_to(package.parent).with_suffix("").parts): path for path in package.rglob("*.py")}
    return {name.removesuffix(".__init__"): ast.parse(path.read_text("utf-8")) for name, path in named.items()}


def part(module: str) -> str:
    """The part of ours that a module belongs to; empty for the outermost door."""
    return module.partition(".")[2].partition(".")[0]


def imported(node: ast.AST, known: Modules) -> Iterator[str]:
    """Which modules of ours an import statement names."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name.partition(".")[0] == NAME)
    if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] == NAME:
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            yield inner if inner in known or node.module == NAME else node.module


def when_loaded(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run while a module is loaded: no bodies of functions, nothing for the type checker alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from when_loaded(child)


def trespasses(known: Modules) -> list[str]:
    """Each import of a part of the same row or of a later one."""
    return [
        f"{importer} imports {target}"
        for importer, tree in known.items()
        for node in ast.walk(tree)
        for target in imported(node, known)
        if part(target) != part(importer) and ROW.get(part(target), -1) >= ROW.get(part(importer), -1)
    ]


def circle(known: Modules) -> list[str]:
    """Modules that need each other to be loaded, the first again at the end; empty when there are none."""
    needs = {
        importer: {target for node in when_loaded(tree) for target in imported(node, known)} - {importer}
        for importer, tree in known.items()
    }
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def planted(folder: Path, **sources: str) -> Modules:
    """The modules of a small package; ``a__b="..."`` is the file ``a/b.py``, a bare ``a`` the door of the folder."""
    for name, source in sources.items():
        path = folder / NAME / Path(*name.split("__"))
        path = path.with_suffix(".py") if "__" in name else path / "__init__.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, "utf-8")
    return modules(folder / NAME)


def test_parts_import_only_earlier_rows() -> None:
    """No module imports a neighbour of its part or anything later, not even inside a function."""
    assert trespasses(modules(ROOT / NAME)) == []


def test_nothing_is_loaded_in_circles() -> None:
    """No module needs itself to be loaded, by whatever detour."""
    assert circle(modules(ROOT / NAME)) == []


def test_every_part_has_its_row() -> None:
    """A new part has to be given a row before it may be imported."""
    assert {part(module) for module in modules(ROOT / NAME)} - {""} <= ROW.keys()


def test_imports_are_written_in_full() -> None:
    """No module imports relatively, which the other tests would not see."""
    trees = modules(ROOT / NAME).items()
    assert [
        name for name, tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level
    ] == []


@pytest.mark.parametrize(
    "source",
    [
        "import pytest_linkface.checks",
        "from pytest_linkface import checks",
        "from pytest_linkface.checks import judge",
        "from pytest_linkface.checks._answer import judge",
        "def ask():\n    from pytest_linkface.reports import html",
        "if TYPE_CHECKING:\n    from pytest_linkface.conformance import Suite",
        "class Client:\n    import pytest_linkface.plugin",
    ],
)
def test_a_trespass_is_seen(tmp_path: Path, source: str) -> None:
    """An import of a neighbour or of a later part is found however it is written, present or not."""
    assert len(trespasses(planted(tmp_path, client___client=source, client="import pytest_linkface.contract"))) == 1


def test_a_part_without_a_row_is_a_trespass(tmp_path: Path) -> None:
    """The outermost door and a part that was never given a row may import nothing of ours."""
    assert len(trespasses(planted(tmp_path, fonts="import pytest_linkface.errors"))) == 1


@pytest.mark.parametrize(
    ("door", "inner", "circles"),
    [
        ("from pytest_linkface.client._client import ask", "from pytest_linkface.client import answer", True),
        ("from pytest_linkface.client._client import ask", "from pytest_linkface.client import _client", False),
        ("from pytest_linkface.client import _client", "try:\n    import pytest_linkface.client\nfinally: 0", True),
        ("from pytest_linkface.client import _client", "def ask():\n    import pytest_linkface.client", False),
        ("from pytest_linkface.client import _client", "if TYPE_CHECKING:\n    import pytest_linkface.client", False),
    ],
)
def test_a_circle_is_seen(tmp_path: Path, door: str, inner: str, circles: bool) -> None:
    """Modules that load each other are a circle; imports inside functions or for the type checker are none."""
    assert bool(circle(planted(tmp_path, client=door, client___client=inner))) == circles


def test_the_outermost_door_opens_nothing() -> None:
    """``import pytest_linkface`` loads that one module and no other, ours or not."""
    script = f"import sys; before = set(sys.modules); import {NAME}; print(*sorted(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert loaded.stdout.split() == [NAME]
