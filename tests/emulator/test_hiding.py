"""What a traceback would show of a call: nothing that nobody may see."""

from __future__ import annotations

from pytest_linkface.emulator._content import Content
from pytest_linkface.emulator._engine import Face
from pytest_linkface.emulator._head import Head
from pytest_linkface.emulator._reply import Reply
from pytest_linkface.emulator._request import Form, Request, Upload
from pytest_linkface.emulator._sources import Parameters, Source

SECRET = "hush"
BYTES = Content(4, b"", SECRET.encode)
PAIRS = ((b"api_secret", SECRET.encode()),)
UPLOAD = Upload(b"image_one_file", BYTES, 4, True)
RECORDS = (
    Head("POST", b"/", b"api_secret=hush", {"authorization": SECRET}),
    Form(PAIRS, (UPLOAD,)),
    Request("POST", b"/", PAIRS, Form(PAIRS)),
    Parameters({"api_secret": SECRET}, {"image_one_file": UPLOAD}),
    Source("one", "file", content=BYTES, upload=UPLOAD),
    Face(1, 2, 3, 4, 0, SECRET.encode()),
    Reply(200, SECRET.encode()),
)


def test_records_hide_what_nobody_may_see() -> None:
    """Neither credentials nor bytes, and yet which record it is and what else it holds."""
    told = [repr(record) for record in RECORDS]
    assert not any(SECRET in one or "Content" in one for one in told)
    assert [one.partition("(")[0] for one in told] == [type(record).__name__ for record in RECORDS]
    assert told[0] == "Head(method='POST', path=b'/', tls_verified=None)"
    assert told[5] == "Face(left=1, top=2, width=3, height=4, turn=0)"
