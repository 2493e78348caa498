"""What is kept of calls: enough to assert on, nothing that anybody has to hide, and not for ever."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote, urlencode

from pytest_linkface.contract import PATH
from pytest_linkface.emulator import Emulator
from pytest_linkface.emulator._calls import MAX_CALLS
from pytest_linkface.images import scene
from tests.emulator._asking import ask, send

SECRET = "hush-4f/1c+9e hush"
MINE = {"api_id": "account-7781", "api_secret": SECRET}
IN_BASE64 = base64.b64encode(SECRET.encode()).decode()[:20]
SPELLED = (SECRET, quote(SECRET), quote(SECRET, ""), SECRET.encode().hex(), IN_BASE64)


def test_no_secret_is_kept() -> None:
    """Wherever a client puts its secret, neither the calls nor their JSON nor any repr tell it."""
    emulator = Emulator()
    picture = scene(1).make()
    for api_secret in (SECRET, "0123456789abcdef0123456789abcdef"):
        mine = MINE | {"api_secret": api_secret}
        ask(emulator, mine, files={"image_one_file": picture, "image_two_file": (api_secret, picture)})
        ask(emulator, {}, url=f"{PATH}?{urlencode(mine)}")
        ask(emulator, mine | {"image_one_id": api_secret, "image_two_auto_rotate": api_secret})
        ask(emulator, mine | {"image_one_url": f"https://{api_secret}:pw@h/{quote(api_secret)}?key={api_secret}"})
        ask(emulator, mine | {f"my-{api_secret}": "x", "api_secert": api_secret})
        ask(emulator, mine, files={f"my-{api_secret}": picture})
        query = urlencode(mine)
        send(emulator.wsgi, b"", "", path=f"/{api_secret}", query=query)
        emulator.next("UNAUTHORIZED")
        ask(emulator, mine)
        told = repr(emulator.calls) + json.dumps([call.as_json() for call in emulator.calls]) + repr(emulator)
        told += repr(emulator.accounts) + repr(emulator._front.namespace())
        assert not [spelled for spelled in (*SPELLED, api_secret, "account-7781") if spelled in told]
        assert "pw@" not in told
        assert len(emulator.calls) == 8
        emulator.reset()


def test_fields_can_be_read() -> None:
    """What is no secret is told: ids of pictures, turns, where a url leads, and that a name is unknown."""
    emulator = Emulator()
    fields = {"image_one_id": "0" * 32, "image_two_url": "https://h/a.jpg?sig=1", "image_two_auto_rotate": "true"}
    ask(emulator, MINE | fields | {"image_tow_id": "abc"})
    assert dict(emulator.calls[0].fields) == {
        "api_id": "present",
        "api_secret": "present",
        "image_one_id": "0" * 32,
        "image_two_url": "https://h/a.jpg?…",
        "image_two_auto_rotate": "true",
        "image_tow_id": "3 characters",
    }


def test_explained() -> None:
    """A call's JSON names the clause that decided its answer, and the manual's line and words."""
    emulator = Emulator()
    ask(emulator, MINE)
    told = emulator.calls[0].as_json()
    assert (told["clause"], told["line"]) == ("LF-CRED-ID", 23)
    assert told["manual"] == "api_id | string | 是 | API 账户 |"


def test_only_the_last_calls_are_kept() -> None:
    """The journal is bounded, counts on, and holds no bytes of bodies."""
    emulator = Emulator()
    for _ in range(MAX_CALLS + 5):
        send(emulator.wsgi, b"", "", path="/" + "x" * 5000)
    assert len(emulator.calls) == MAX_CALLS
    assert [emulator.calls[0].number, emulator.calls[-1].number] == [6, MAX_CALLS + 5]
    assert max(len(call.path) for call in emulator.calls) <= 200


def test_many_fields_are_not_all_kept() -> None:
    """One call with hundreds of fields takes no more room than others."""
    emulator = Emulator()
    ask(emulator, {f"field{number}": "x" * 500 for number in range(200)})
    assert len(emulator.calls[0].fields) <= 32
    assert len(repr(emulator.calls)) < 4000
