"""The printed line, run by a shell: it is answered as the call itself was."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from pytest_linkface.client import curl_line, picture_lines, send
from pytest_linkface.client._curl import file_of
from pytest_linkface.contract import PATH
from pytest_linkface.emulator import Account as Allowed
from pytest_linkface.emulator import Emulator
from pytest_linkface.exchange import Account, Call, ImageId, Placement, Upload, Url
from pytest_linkface.images import cut, flat, from_recipe, scene
from tests.client._scripted import Scripted, http, scripted
from tests.client.conftest import ANA, BO

pytestmark = pytest.mark.skipif(not shutil.which("curl") or not shutil.which("bash"), reason="needs bash and curl")

PLAIN = Account("linkface-demo", "linkface-demo-secret")
ODD = Account("an id@", "@s+/=&% é;type=x\"'$HOME\\")
ONE, TWO = (Upload.of(scene((name,))) for name in (ANA, BO))


@pytest.fixture(scope="module")
def target() -> Iterator[Emulator]:
    """An emulator that knows a plain account and one that every shell would stumble over."""
    with Emulator([Allowed(str(one.id), str(one.secret)) for one in (PLAIN, ODD)]) as emulator:
        yield emulator


def call(*one: Any, account: Account = PLAIN, **options: Any) -> Call:
    """A call with these sources of image one beside a good image two."""
    return Call(one, (TWO,), account.fields, shown=account.shown, **options)


def printed(asked: Call, url: str, folder: Path, account: Account = PLAIN) -> tuple[int, dict[str, Any]]:
    """HTTP code and JSON that the printed lines get, run in a folder with the account in the environment."""
    environment = os.environ | {"LINKFACE_API_ID": str(account.id), "LINKFACE_API_SECRET": str(account.secret)}
    for name, value in asked.parameters():
        if isinstance(value, Upload):
            (folder / file_of(name, value)).write_bytes(value.read())
    run = subprocess.run(
        ["bash", "-c", curl_line(asked, url)], cwd=folder, env=environment, capture_output=True, check=False, timeout=20
    )
    assert run.returncode == 0, run.stderr
    *_, head, body = run.stdout.split(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


_NAMES = ["photo", "安娜.jpg", "it's.jpg", 'a "b".png', "a;type=text/plain.png", "a,b.jpg", "back\\slash.jpg", "$HOME"]
_CALLS = {
    "two files": call(ONE),
    "credentials in the form": call(ONE, placement=Placement.FORM),
    "an odd account": call(ONE, account=ODD),
    "an odd account in the form": call(ONE, account=ODD, placement=Placement.FORM),
    "a url": call(Url("http://nowhere.invalid/a.jpg?x=1&y='2'")),
    "an unknown id": call(ImageId("0" * 32)),
    "an id that curl would read as a file": call(ImageId("@/etc/hostname")),
    "an id with a quote": call(ImageId("it's $HOME; `x`")),
    "an id with controls": call(ImageId("a\tb\x1b[31m\u202e")),
    "an id that is no UTF-8": call(ImageId(b"\xff'\xfe\\")),
    "sideways": call(Upload.of(scene((ANA,), turn=90)), extra=(("image_one_auto_rotate", "true"),)),
    "no faces": call(Upload.of(flat(100, 100, format="PNG"))),
    "a broken picture": call(Upload.of(cut(scene((ANA,)), 0.01))),
    "no sources": Call((), (), PLAIN.fields, shown=PLAIN.shown),
    "one source": Call((ONE,), (), PLAIN.fields, shown=PLAIN.shown),
    "no credentials": Call((ONE,), (TWO,), ()),
    "no secret": Call((ONE,), (TWO,), PLAIN.fields[:1], shown=PLAIN.shown[:1]),
    "a wrong secret": call(ONE, account=Account(PLAIN.id, "wrong", shown_secret="wrong")),
    "another path": call(ONE, path="/identity/compare"),
    "another method": call(ONE, method="PUT"),
    **{f"a file named {name}": call(Upload.of(scene((ANA,)), file_name=name)) for name in _NAMES},
}


@pytest.mark.parametrize("name", _CALLS)
def test_the_printed_line_is_answered_as_the_call_was(name: str, target: Emulator, tmp_path: Path) -> None:
    """HTTP code, status, image and matrix are the same, whatever has to be quoted or encoded on the way."""
    asked = _CALLS[name]
    with requests.Session() as session:
        answer = send(session, asked, target.url, timeout=10)
    code, body = printed(asked, target.url, tmp_path, ODD if "odd" in name else PLAIN)
    expected = answer.json()
    kept = ("status", "image", "confidences", "image_one", "image_two")
    assert (code, {key: body.get(key) for key in kept}) == (answer.http_code, {key: expected.get(key) for key in kept})


def test_two_files_of_one_side_stand_in_two_files() -> None:
    """Neither overwrites the other where the lines write them, and the line sends both."""
    asked = Call((ONE, TWO), (TWO,), PLAIN.fields, shown=PLAIN.shown)
    files = [line.rpartition(" ")[2] for line in picture_lines(asked)]
    assert files == ["image_one.jpg", "image_one_2.jpg", "image_two.jpg"]
    assert all(f"=@{file};" in curl_line(asked, "http://a") for file in files)


@pytest.mark.parametrize("name", [*_NAMES, "a.jpg"])
def test_file_names_are_spelled_as_the_client_spells_them(name: str, tmp_path: Path) -> None:
    """The part's header is the same, so that a fault which lies in a file name is repeated."""
    asked = call(Upload(lambda: b"PICTURE", "", name, "image/gif"))
    with scripted(http(400, b"{}")) as server, requests.Session() as session:
        send(session, asked, server.url, timeout=5)
        ours = _disposition(server)
        printed(asked, server.url, tmp_path)
        assert _disposition(server) == ours


def _disposition(server: Scripted) -> list[bytes]:
    lines = server.body.split(b"\r\n")
    return [line for line in lines if b"image_one_file" in line or line == b"Content-Type: image/gif"]


def test_the_line_reads_like_the_manuals_sample() -> None:
    """Word for word, with variables where the credentials belong."""
    one, two = (Upload(bytes, "", name) for name in ("ana.jpg", "photo"))
    asked = Call((one,), (two,), PLAIN.fields, shown=PLAIN.shown)
    assert curl_line(asked, "http://host:1/") == (
        f'curl -sS -i -X POST "http://host:1{PATH}?api_id=$LINKFACE_API_ID&api_secret=$LINKFACE_API_SECRET" '
        "-F 'image_one_file=@image_one.jpg;filename=\"ana.jpg\"' "
        "-F 'image_two_file=@image_two;filename=\"photo\"'"
    )


@pytest.mark.parametrize("recipe", [scene((ANA,)).recipe, cut(scene((ANA, BO), format="PNG"), 0.5).recipe])
def test_the_picture_line_writes_the_picture_that_was_sent(recipe: str, tmp_path: Path) -> None:
    """Run by a shell it leaves the same bytes under the name that the curl line reads."""
    picture = from_recipe(recipe)
    (line,) = picture_lines(Call((Upload.of(picture),), (), ()))
    command = line.replace("python", sys.executable, 1)
    subprocess.run(["bash", "-c", command], cwd=tmp_path, check=True, timeout=20)
    assert (tmp_path / file_of("image_one_file", Upload.of(picture))).read_bytes() == picture.make()


def test_a_users_own_file_has_no_line_that_would_write_it() -> None:
    """Only pictures with a recipe can be made again."""
    assert picture_lines(Call((Upload(bytes, "3 bytes, sha256 abc…", "a.jpg"),), (), ())) == []


def test_a_recipe_survives_the_shell(tmp_path: Path) -> None:
    """Quotes, dollars, backticks and backslashes in a recipe reach the command as they are."""
    recipe = """images.it("a", 'b', $HOME, `id`, \\n)"""
    (line,) = picture_lines(Call((Upload(bytes, recipe, "a.jpg"),), (), ()))
    run = subprocess.run(
        ["bash", "-c", line.replace("python -m pytest_linkface picture", "printf %s/%s")],
        capture_output=True, text=True, check=True, cwd=tmp_path, timeout=20,
    )  # fmt: skip
    assert run.stdout == f"{recipe}/image_one.jpg"
