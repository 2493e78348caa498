"""What is sent, byte by byte where it matters."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests
import responses

from pytest_linkface.client import Client, ImageId, Url, send
from pytest_linkface.contract import HOST, PATH
from pytest_linkface.errors import UndocumentedAnswer
from pytest_linkface.exchange import Account, Call, Placement, Upload
from tests._printed import PRINTED_SUCCESS
from tests.client._scripted import Scripted, http, scripted

ACCOUNT = Account("an id", "s+/=&% é")


def upload(data: bytes, file_name: str, content_type: str | None = None) -> Upload:
    """Bytes as a file."""
    return Upload(lambda: data, "made up", file_name, content_type)


def sent(call: Call) -> Scripted:
    """What a server gets of a call."""
    with scripted(http(200, PRINTED_SUCCESS)) as server, requests.Session() as session:
        send(session, call, server.url, timeout=5)
    return server


def test_the_form_is_multipart_without_files_too() -> None:
    """As in the manual's samples: two ids do not make it a urlencoded form."""
    server = sent(Call((ImageId("1"),), (ImageId("2"),), ACCOUNT.fields))
    assert server.headers.get_content_type() == "multipart/form-data"
    assert b'Content-Disposition: form-data; name="image_one_id"\r\n\r\n1\r\n' in server.body


def test_a_text_is_no_file() -> None:
    """A url travels without a file name: with one it would be a picture."""
    server = sent(Call((Url("http://host/安.jpg"),), (ImageId(b"\xff\xfe"),), ACCOUNT.fields))
    assert 'name="image_one_url"\r\n\r\nhttp://host/安.jpg\r\n'.encode() in server.body
    assert b'name="image_two_id"\r\n\r\n\xff\xfe\r\n' in server.body
    assert b"filename" not in server.body


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("安娜.jpg", 'filename="安娜.jpg"'),
        ("photo", 'filename="photo"'),
        ('a"b;c,d.png', 'filename="a%22b;c,d.png"'),
        ("caf\udce9.jpg", 'filename="caf?.jpg"'),
    ],
)
def test_file_names_travel_as_browsers_write_them(name: str, spelled: str) -> None:
    """Raw UTF-8, quotes percent-encoded; what was never UTF-8 does not keep the picture from being sent."""
    server = sent(Call((upload(b"PICTURE", name),), (), ACCOUNT.fields))
    assert f'form-data; name="image_one_file"; {spelled}\r\n\r\nPICTURE\r\n'.encode() in server.body


def test_a_content_type_is_sent_where_one_is_given() -> None:
    """With the part that it belongs to."""
    server = sent(Call((upload(b"PICTURE", "a.jpg", "image/png"),), (), ACCOUNT.fields))
    assert b'filename="a.jpg"\r\nContent-Type: image/png\r\n\r\nPICTURE' in server.body


def test_an_id_of_broken_text_goes_back_as_it_came() -> None:
    """A server that hands out half a surrogate pair gets it back, and may say what it thinks of it."""
    assert b'name="image_one_id"\r\n\r\n\xed\xa0\x80\r\n' in sent(Call((ImageId("\ud800"),), (), ACCOUNT.fields)).body


def test_a_clients_credentials_travel_in_the_form_alone() -> None:
    """Neither in the url, where servers log them, nor in a header."""
    with scripted(http(200, PRINTED_SUCCESS)) as server, Client(server.url + "/", ACCOUNT.id, ACCOUNT.secret) as client:
        client.compare_faces_in_two_images(b"1", b"2")
    assert server.line == f"POST {PATH} HTTP/1.1"
    assert b'name="api_id"\r\n\r\nan id\r\n' in server.body
    assert 'name="api_secret"\r\n\r\ns+/=&% é\r\n'.encode() in server.body
    assert "s+" not in str(server.headers)


def test_credentials_in_the_query_are_encoded() -> None:
    """A secret of any characters arrives as it is."""
    server = sent(Call((), (), ACCOUNT.fields, Placement.QUERY))
    assert server.line == f"POST {PATH}?api_id=an+id&api_secret=s%2B%2F%3D%26%25+%C3%A9 HTTP/1.1"


def test_a_netrc_adds_no_authorization(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """requests would send a login for this host to a service that never asked for it."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password hush\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert sent(Call((), (), ACCOUNT.fields)).headers["Authorization"] is None


@pytest.mark.parametrize("location", ["/elsewhere", "http://127.0.0.1:9/", "http://[bad", "mailto:x"])
def test_redirects_are_not_followed(location: str) -> None:
    """Pictures and credentials go where they were sent to and nowhere else, wherever a server points."""
    answer = http(307, b"gone", f"Location: {location}")
    with scripted(answer) as server, Client(server.url) as client, pytest.raises(UndocumentedAnswer, match="HTTP 307"):
        client.compare_faces_in_two_images(b"1", b"2")
    assert len(server.requests) == 1


def test_an_answer_keeps_where_a_redirect_leads() -> None:
    """Whoever judges the answer has to see all of its headers, under lower-case names."""
    with scripted(http(302, b"", "Location: /elsewhere", "X-Odd: 1")) as server, requests.Session() as session:
        answer = send(session, Call((), (), ()), server.url, timeout=5)
    assert (answer.http_code, answer.headers["location"], answer.headers["x-odd"]) == (302, "/elsewhere", "1")


def test_the_users_own_session_is_used_and_its_hooks_are_kept() -> None:
    """Proxies, certificates and hooks that an application has set up apply."""
    seen: list[int] = []
    with scripted(http(200, PRINTED_SUCCESS)) as server, requests.Session() as session:
        session.headers["X-Mine"] = "yes"
        session.hooks["response"].append(lambda response, **_: seen.append(response.status_code))
        with Client(server.url, session=session) as client:
            client.compare_faces_in_two_images(b"1", b"2")
    assert server.headers["X-Mine"] == "yes"
    assert seen == [200]


@responses.activate
def test_a_recorded_answer_can_stand_in_for_the_service() -> None:
    """``responses`` answers below the session; nothing leaves the machine."""
    responses.post(HOST + PATH, json=PRINTED_SUCCESS)
    assert Client(api_id="a", api_secret="b").compare_faces_in_two_images(b"1", b"2").best_pair == (0, 0)
