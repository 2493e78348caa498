"""How the public parts are used, for a type checker: it only has to be free of complaints, nobody runs it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import assert_type

import requests
from hypothesis import given

from pytest_linkface.checks import Expectation, Judgement, judge
from pytest_linkface.client import Client, Comparison, Image, ImageId, Url, curl_line, decode, picture_lines, send
from pytest_linkface.contract import Clause, Level, Status, clauses
from pytest_linkface.emulator import Account as Customer
from pytest_linkface.emulator import Emulator, Rate, application
from pytest_linkface.errors import LinkfaceError, NoAnswer, NoFaceDetected, Refused, UndocumentedAnswer
from pytest_linkface.exchange import Account, Answer, Call, Exchange, Placement, Upload
from pytest_linkface.images import Picture, scene
from pytest_linkface.redaction import Redactor
from pytest_linkface.strategies import images
from pytest_linkface.verdict import ExitCode, Result, State, Verdict, reach


def a_client_is_asked() -> None:
    """Every way to give a picture, every option by its name."""
    with Client("http://localhost", api_id="a", api_secret="b", session=requests.Session(), timeout=1) as client:
        assert_type(client, Client)
        assert_type(client.base_url, str)
        one: Image = Path("a.jpg")
        comparison = client.compare_faces_in_two_images(one, b"", image_one_auto_rotate=True)
        client.compare_faces_in_two_images(io.BytesIO(), Url("http://a"), image_two_auto_rotate=False)
        with Path("a.jpg").open("rb") as file:
            client.compare_faces_in_two_images(file, ImageId("1"))
        client.compare_faces_in_two_images("a.jpg", b"")  # type: ignore[arg-type]  # a text could be anything
        client.compare_faces_in_two_images(b"", b"", True)  # type: ignore[call-arg]  # options have names
        assert_type(comparison, Comparison)


def a_comparison_is_read(comparison: Comparison) -> None:
    """Its fields and questions."""
    assert_type(comparison.confidences, tuple[tuple[float, ...], ...])
    assert_type(comparison.max_confidence, float)
    assert_type(comparison.best_pair, tuple[int, int])
    assert_type(comparison.same_person(threshold=0.8), bool)
    assert_type(comparison.error_rate(), float)
    assert_type(comparison.image_one_id, str | None)
    comparison.request_id = ""  # type: ignore[misc]  # values are frozen


def errors_are_caught(client: Client) -> str | None:
    """From the particular to the general."""
    try:
        client.compare_faces_in_two_images(b"", b"")
    except NoFaceDetected as refusal:
        return assert_type(refusal.side, str | None)
    except Refused as refusal:
        return assert_type(refusal.status, str) + str(assert_type(refusal.http_code, int))
    except UndocumentedAnswer as odd:
        return assert_type(odd.excerpt, str)
    except NoAnswer as silence:
        return str(silence)
    except LinkfaceError:
        raise
    return None


def a_call_is_sent_and_judged() -> Judgement:
    """What an emulator's author does by hand."""
    account = Account("a", "b")
    picture = scene(("ada",))
    assert_type(picture, Picture)
    call = Call((Upload.of(picture),), (ImageId(b"\xff"),), account.fields, Placement.FORM, shown=account.shown)
    answer = send(requests.Session(), call, "http://localhost", timeout=1.0)
    assert_type(answer, Answer)
    assert_type(decode(answer, redact=Redactor(["b"])), Comparison)
    assert_type(curl_line(call, "http://localhost"), str)
    assert_type(picture_lines(call), list[str])
    judgement = judge(Exchange(call, answer), Expectation("LF-SRC-FILE", shape=(1, 1), by_id=frozenset({"two"})))
    assert_type(judgement.verified, frozenset[str])
    return judgement


def an_emulator_is_told_and_asked(linkface_emulator: Emulator) -> None:
    """What an integrator writes in a test."""
    linkface_emulator.next(status="RATE_LIMIT_EXCEEDED", times=2)
    linkface_emulator.next(fault="reset")
    linkface_emulator.next(fault="smoke")  # type: ignore[arg-type]  # there is no such fault
    linkface_emulator.recognise(b"", faces=["ana"])
    linkface_emulator.calls.assert_called(times=1)
    linkface_emulator.calls.assert_called_with(image_one_file=b"")
    assert_type([call.status for call in linkface_emulator.calls], list[str | None])
    assert_type(linkface_emulator.url, str)
    linkface_emulator.reset()


def an_emulator_is_made() -> None:
    """With customers of one's own, and under another server."""
    with Emulator([Customer("a", "b", quota=1, rate=Rate(burst=5, per_second=1))], allow_hosts=["localhost"]) as made:
        assert_type(made, Emulator)
    application(store="pictures")


@given(images())
def pictures_are_drawn(picture: Picture) -> None:
    """As Hypothesis hands them on."""
    assert_type(picture.make(), bytes)


def a_verdict_is_reached(results: list[Result]) -> ExitCode:
    """From results to the exit code."""
    verdict = reach(results, {"LF-SRC-FILE": ("case",)}, judged=(Level.MUST,), fail_under=50)
    assert_type(verdict, Verdict)
    assert_type([one.state for one in verdict.of(Level.MUST, State.VERIFIED)], list[State])
    assert_type(clauses(), dict[str, Clause])
    return assert_type(verdict.exit_code, ExitCode)


def statuses_are_a_table(status: Status) -> bool:
    """What a documented status is accompanied by."""
    return assert_type(status.names_image, bool) or assert_type(status.gives_reason, bool)
