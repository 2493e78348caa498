"""Mutants: the emulator with one promise broken, by name, on the wire and from the command line."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

import pytest_linkface.emulator as kit
from pytest_linkface.contract import MAX_BYTES, MAX_BYTES_SURE, Level, clauses
from pytest_linkface.emulator import CONTROLS, MUTANTS, Emulator
from pytest_linkface.emulator._command import main
from pytest_linkface.images import flat, padded, scene
from tests.emulator._asking import DEMO, Reply, ask, compare

ANA, BO = scene(1).make(), scene(1, seed=4).make()
EDGES = {
    "LF-IMG-MIN-PX": ("8-px-wide-taken", "8-px-high-taken", "9-px-wide-refused", "9-px-high-refused"),
    "LF-IMG-MAX-PX": ("4000-px-wide-refused", "4000-px-high-refused", "4001-px-wide-taken", "4001-px-high-taken"),
    "LF-IMG-MAX-BYTES": ("5-mb-refused", "over-5-mb-taken"),
    "LF-IMG-MAX-FACES": ("4-faces-refused", "5-faces-taken"),
}


def answered(name: str, one: bytes = ANA, two: bytes = BO, **data: str) -> Reply:
    """What a mutant answers to two files."""
    return compare(Emulator(variant=MUTANTS[name]), one, two, **data)


def test_every_judged_clause_has_a_mutant() -> None:
    """Each MUST and each SHOULD is the first clause of some mutant, and no mutant breaks what does not exist."""
    judged = {clause.id for clause in clauses().values() if clause.level is not Level.OBSERVE}

    assert {mutant.clauses[0] for mutant in MUTANTS.values()} == judged
    assert {clause for mutant in MUTANTS.values() for clause in mutant.clauses} <= judged
    assert {control.clauses for control in CONTROLS.values()} == {()}


@pytest.mark.parametrize("clause", EDGES)
def test_every_edge_is_broken_on_both_of_its_sides(clause: str) -> None:
    """One mutant refuses what is just inside, another takes what is just outside, in each direction that there is."""
    assert set(EDGES[clause]) <= {name for name, mutant in MUTANTS.items() if clause in mutant.clauses}


def test_a_reset_forgets_what_a_mutant_remembers() -> None:
    """An id that was used up before is as good as new."""
    emulator = Emulator(variant=MUTANTS["ids-work-once"])

    def used() -> str:
        given = compare(emulator, ANA, BO).json["image_one"]["image_one_id"]
        again = ask(emulator, DEMO | {"image_one_id": given}, files={"image_two_file": BO})
        return str(again.json["status"])

    assert (used(), used()) == ("OK", "IMAGE_ID_NOT_EXIST")
    emulator.reset()
    assert used() == "OK"


def test_names_are_told_apart() -> None:
    """Names and descriptions are unique, and a name can be typed."""
    assert len({mutant.what for mutant in MUTANTS.values()}) == len(MUTANTS)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in (*MUTANTS, *CONTROLS))
    assert not MUTANTS.keys() & CONTROLS.keys()


@pytest.mark.parametrize(
    ("name", "one", "verdict"),
    [
        ("8-px-high-taken", flat(400, 8), (400, "NO_FACE_DETECTED", "image_one")),
        ("9-px-high-refused", flat(400, 9), (400, "INVALID_IMAGE_FORMAT_OR_SIZE", "image_one")),
        ("4000-px-wide-refused", flat(4000, 400), (400, "INVALID_IMAGE_FORMAT_OR_SIZE", "image_one")),
        ("4001-px-wide-taken", scene(1, size=(4001, 400)), (200, "OK", None)),
        ("5-mb-refused", padded(scene(1), MAX_BYTES_SURE), (400, "IMAGE_FILE_SIZE_TOO_BIG", "image_one")),
        ("over-5-mb-taken", padded(scene(1), MAX_BYTES + 1), (200, "OK", None)),
        ("4-faces-refused", scene(4), (400, "TOO_MANY_FACES", "image_one")),
        ("5-faces-taken", scene(5), (200, "OK", None)),
    ],
)
def test_edges_on_the_wire(name: str, one: object, verdict: tuple[int, str, str | None]) -> None:
    """At its edge a mutant answers what it says, where the plain emulator answers otherwise."""
    content = one.make()  # type: ignore[attr-defined]  # a Picture
    assert answered(name, content).verdict == verdict
    assert compare(Emulator(), content, BO).verdict != verdict


def test_a_mutant_keeps_the_other_promises() -> None:
    """Where its promise is not asked for, a mutant answers as the plain emulator does."""
    plain = compare(Emulator(), ANA, BO).json
    for name in ("no-bmp", "any-secret", "5-faces-taken", "image-always-one"):
        assert answered(name).json | {"request_id": ""} == plain | {"request_id": ""}


def test_two_emulators_of_one_mutant_share_nothing() -> None:
    """What a mutant remembers of earlier calls ends with its emulator."""
    first, second = (Emulator(variant=MUTANTS["scores-alternate"]) for _ in range(2))
    scores = [compare(each, ANA, ANA).json["max_confidence"] for each in (first, first, second)]
    assert scores == [1.0, 0.8, 1.0]


def test_the_list_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """``--list-mutants`` prints name, clauses and what is broken, a line for each, and ends with 0."""
    assert main(["--list-mutants"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(MUTANTS)
    assert any(re.fullmatch(r"no-bmp +LF-IMG-BMP +a BMP is refused", line) for line in lines)


def test_the_plain_emulator_loads_no_mutants() -> None:
    """Who wants none does not wait for their tables."""
    script = "import sys, pytest_linkface.emulator as kit; kit.Emulator(); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert not {"_mutants", "_controls", "_edits"} & {name.rpartition(".")[2] for name in ran.stdout.split()}


def test_the_door_has_no_more_than_it_says() -> None:
    """A name that the door does not have is an AttributeError that says so."""
    assert not hasattr(kit, "NO_SUCH")
    assert {"CONTROLS", "MUTANTS"} <= set(kit.__all__)


def test_an_unknown_mutant_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A name that is nearly right is answered with the right one, and 2."""
    with pytest.raises(SystemExit) as end:
        main(["--mutant", "no-bnp"])
    assert end.value.code == 2
    assert "there is no mutant no-bnp: perhaps no-bmp" in capsys.readouterr().err


def test_a_gate_turns_red() -> None:
    """A served mutant is judged broken by the suite, with the clause named."""
    known = os.environ | {"LINKFACE_API_ID": "linkface-demo", "LINKFACE_API_SECRET": "linkface-demo-secret"}
    serve = [sys.executable, "-m", "pytest_linkface", "serve", "--mutant", "no-bmp", "--allow-host", "127.0.0.1"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        url = server.stdout.readline().split()[-1]
        gate = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--linkface-only", "--linkface-url", url]
        judged = subprocess.run([*gate, "-k", "LF-IMG-BMP"], capture_output=True, text=True, check=False, env=known)
        server.terminate()
    assert judged.returncode == 1, judged.stdout + judged.stderr
    assert "LF-IMG-BMP" in judged.stdout
