"""What ``success.json`` and ``error.json`` accept and refuse, each refusal at the place of the fault."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pytest_linkface import contract
from tests._printed import PRINTED_ERROR, PRINTED_SUCCESS

REFUSED_ARGUMENT: dict[str, Any] = {"status": "INVALID_ARGUMENT", "reason": "image_one is missing"}
NAMES_IMAGE = [status.name for status in contract.ERRORS if status.names_image]
GIVES_REASON = [status.name for status in contract.ERRORS if status.gives_reason]


def without(field: str, answer: dict[str, Any]) -> dict[str, Any]:
    """The answer with one field less."""
    return {name: value for name, value in answer.items() if name != field}


def success(**changed: Any) -> dict[str, Any]:
    """The printed success with other fields."""
    return PRINTED_SUCCESS | changed


def error(**changed: Any) -> dict[str, Any]:
    """The printed error with other fields."""
    return PRINTED_ERROR | changed


def places(name: str, answer: Any) -> set[str]:
    """Where the answer breaks the schema, as JSON paths."""
    return {fault.json_path for fault in contract.validator(name).iter_errors(answer)}


NO_SUCCESS: dict[str, tuple[str, Any]] = {
    "null": ("$", None),
    "a text": ("$", "OK"),
    "a number": ("$", 200),
    "the answer within a list": ("$", [PRINTED_SUCCESS]),
    "no request_id": ("$", without("request_id", PRINTED_SUCCESS)),
    "request_id null": ("$.request_id", success(request_id=None)),
    "request_id empty": ("$.request_id", success(request_id="")),
    "request_id a number": ("$.request_id", success(request_id=17)),
    "request_id a list": ("$.request_id", success(request_id=["TID8bf47ab6"])),
    "no status": ("$", without("status", PRINTED_SUCCESS)),
    "status in small letters": ("$.status", success(status="ok")),
    "status with a space": ("$.status", success(status="OK ")),
    "status of an error": ("$.status", success(status="INTERNAL_ERROR")),
    "status of another platform": ("$.status", success(status="SUCCESS")),
    "status empty": ("$.status", success(status="")),
    "status null": ("$.status", success(status=None)),
    "status true": ("$.status", success(status=True)),
    "status the HTTP code": ("$.status", success(status=200)),
    "status a list": ("$.status", success(status=["OK"])),
    "no confidences": ("$", without("confidences", PRINTED_SUCCESS)),
    "confidences null": ("$.confidences", success(confidences=None)),
    "confidences a number": ("$.confidences", success(confidences=0.94)),
    "confidences a text": ("$.confidences", success(confidences="[[0.94]]")),
    "confidences an object by face": ("$.confidences", success(confidences={"0": [0.94]})),
    "confidences without rows": ("$.confidences", success(confidences=[])),
    "confidences of five rows": ("$.confidences", success(confidences=[[0.5]] * 5)),
    "a flat list": ("$.confidences[0]", success(confidences=[0.94])),
    "one row without cells": ("$.confidences[0]", success(confidences=[[]])),
    "a row of five cells": ("$.confidences[0]", success(confidences=[[0.5] * 5])),
    "a row null": ("$.confidences[1]", success(confidences=[[0.5], None])),
    "a row an object": ("$.confidences[1]", success(confidences=[[0.5], {"0": 0.5}])),
    "the second row shorter": ("$.confidences", success(confidences=[[0.5, 0.5], [0.5]])),
    "the first row shorter": ("$.confidences", success(confidences=[[0.5], [0.5, 0.5]])),
    "the last of four rows longer": ("$.confidences", success(confidences=[[0.5] * 3] * 3 + [[0.5] * 4])),
    "a triangle": ("$.confidences", success(confidences=[[0.5] * width for width in (4, 3, 2, 1)])),
    "a cell null": ("$.confidences[0][0]", success(confidences=[[None]])),
    "a cell a text": ("$.confidences[0][1]", success(confidences=[[0.5, "0.5"]])),
    "a cell true": ("$.confidences[0][0]", success(confidences=[[True]])),
    "a cell a list": ("$.confidences[0][0]", success(confidences=[[[0.5]]])),
    "a cell an object": ("$.confidences[1][0]", success(confidences=[[0.5], [{"confidence": 0.5}]])),
    "a cell below 0": ("$.confidences[0][0]", success(confidences=[[-1e-9]])),
    "a cell -1 for no face": ("$.confidences[3][3]", success(confidences=[[0.5] * 4] * 3 + [[0.5] * 3 + [-1]])),
    "a cell above 1": ("$.confidences[0][0]", success(confidences=[[1.0000001]])),
    "a cell in percent": ("$.confidences[0][0]", success(confidences=[[94.1]])),
    "a cell NaN": ("$.confidences[0][0]", success(confidences=[[float("nan")]])),
    "a cell infinite": ("$.confidences[0][0]", success(confidences=[[float("inf")]])),
    "a cell of 400 digits": ("$.confidences[0][0]", success(confidences=[[10**400]])),
    "no max_confidence": ("$", without("max_confidence", PRINTED_SUCCESS)),
    "max_confidence null": ("$.max_confidence", success(max_confidence=None)),
    "max_confidence a text": ("$.max_confidence", success(max_confidence="0.9410581588745117")),
    "max_confidence a list": ("$.max_confidence", success(max_confidence=[0.9410581588745117])),
    "max_confidence true": ("$.max_confidence", success(max_confidence=True)),
    "max_confidence below 0": ("$.max_confidence", success(max_confidence=-0.1)),
    "max_confidence above 1": ("$.max_confidence", success(max_confidence=1.1)),
    "max_confidence NaN": ("$.max_confidence", success(max_confidence=float("nan"))),
    "image_one null": ("$.image_one", success(image_one=None)),
    "image_one the bare id": ("$.image_one", success(image_one="6d1ac077")),
    "image_one empty": ("$.image_one", success(image_one={})),
    "image_one a list": ("$.image_one", success(image_one=[{"image_one_id": "6d1ac077"}])),
    "image_one with the id of the other side": ("$.image_one", success(image_one={"image_two_id": "6d1ac077"})),
    "image_one_id empty": ("$.image_one.image_one_id", success(image_one={"image_one_id": ""})),
    "image_one_id null": ("$.image_one.image_one_id", success(image_one={"image_one_id": None})),
    "image_one_id a number": ("$.image_one.image_one_id", success(image_one={"image_one_id": 6})),
    "image_two null": ("$.image_two", success(image_two=None)),
    "image_two the bare id": ("$.image_two", success(image_two="44b0a59d")),
    "image_two empty": ("$.image_two", success(image_two={})),
    "image_two with a shortened name": ("$.image_two", success(image_two={"id": "44b0a59d"})),
    "image_two_id empty": ("$.image_two.image_two_id", success(image_two={"image_two_id": ""})),
    "image_two_id null": ("$.image_two.image_two_id", success(image_two={"image_two_id": None})),
    "image_two_id a list": ("$.image_two.image_two_id", success(image_two={"image_two_id": ["44b0a59d"]})),
}

NO_ERROR: dict[str, tuple[str, Any]] = {
    "null": ("$", None),
    "a text": ("$", "DOWNLOAD_TIMEOUT"),
    "the answer within a list": ("$", [PRINTED_ERROR]),
    "an empty object": ("$", {}),
    "no status": ("$", without("status", PRINTED_ERROR)),
    "a success": ("$.status", PRINTED_SUCCESS),
    "status in small letters": ("$.status", error(status="download_timeout")),
    "status with a space": ("$.status", error(status=" DOWNLOAD_TIMEOUT")),
    "status unknown to the manual": ("$.status", error(status="IMAGE_TOO_BIG")),
    "status empty": ("$.status", error(status="")),
    "status null": ("$.status", error(status=None)),
    "status the HTTP code": ("$.status", error(status=400)),
    "status a list": ("$.status", error(status=["DOWNLOAD_TIMEOUT"])),
    "image empty": ("$.image", error(image="")),
    "image null": ("$.image", error(image=None)),
    "image a number": ("$.image", error(image=1)),
    "image a list of both sides": ("$.image", error(image=["image_one", "image_two"])),
    "image an object": ("$.image", error(image={"image_one_id": "6d1ac077"})),
    "reason instead of image": ("$", without("image", error(reason="timeout"))),
    "reason empty": ("$.reason", REFUSED_ARGUMENT | {"reason": ""}),
    "reason null": ("$.reason", REFUSED_ARGUMENT | {"reason": None}),
    "reason a list": ("$.reason", REFUSED_ARGUMENT | {"reason": ["image_one is missing"]}),
    "image instead of reason": ("$", {"status": "INVALID_ARGUMENT", "image": "image_one"}),
    "request_id empty": ("$.request_id", error(request_id="")),
    "request_id null": ("$.request_id", error(request_id=None)),
    "request_id a number": ("$.request_id", error(request_id=17)),
}

SUCCESSES: dict[str, Any] = {
    "as printed": PRINTED_SUCCESS,
    "both pictures by id": without("image_one", without("image_two", PRINTED_SUCCESS)),
    "one face each": success(confidences=[[0.5]], max_confidence=0.5),
    "one face against four": success(confidences=[[0.1, 0.2, 0.3, 0.4]], max_confidence=0.4),
    "four faces against one": success(confidences=[[0.1], [0.2], [0.3], [0.4]], max_confidence=0.4),
    "a full match as the integer 1": success(confidences=[[1]], max_confidence=1),
    "no likeness as the integer 0": success(confidences=[[0]], max_confidence=0),
    "a field unknown to the manual": success(version="2"),
    "an unknown field beside an id": success(image_one={"image_one_id": "6d1ac077", "faces": []}),
}

ERRORS: dict[str, Any] = {
    "as printed": PRINTED_ERROR,
    "without request_id": without("request_id", PRINTED_ERROR),
    "with a reason": REFUSED_ARGUMENT,
    "a reason in Chinese": REFUSED_ARGUMENT | {"reason": "参数错误"},
    "a bare status": {"status": "NOT_FOUND"},
    "an undocumented reason of no text": error(reason=None),
    "an undocumented image of no text": REFUSED_ARGUMENT | {"image": ["image_one"]},
    "a field unknown to the manual": error(version="2"),
}


@pytest.mark.parametrize("answer", SUCCESSES.values(), ids=SUCCESSES)
def test_a_documented_success_is_valid(answer: Any) -> None:
    """A success as the manual prints or allows it obeys success.json."""
    assert places("success", answer) == set()


@pytest.mark.parametrize("answer", ERRORS.values(), ids=ERRORS)
def test_a_documented_error_is_valid(answer: Any) -> None:
    """An error as the manual prints or allows it obeys error.json."""
    assert places("error", answer) == set()


@pytest.mark.parametrize(("place", "answer"), NO_SUCCESS.values(), ids=NO_SUCCESS)
def test_a_broken_success_is_refused_where_it_is_broken(place: str, answer: Any) -> None:
    """A success with one fault breaks success.json at the fault and nowhere else."""
    assert places("success", answer) == {place}


@pytest.mark.parametrize(("place", "answer"), NO_ERROR.values(), ids=NO_ERROR)
def test_a_broken_error_is_refused_where_it_is_broken(place: str, answer: Any) -> None:
    """An error with one fault breaks error.json at the fault and nowhere else."""
    assert places("error", answer) == {place}


@pytest.mark.parametrize("status", contract.ERRORS, ids=lambda status: status.name)
def test_each_status_asks_for_the_fields_that_must_accompany_it(status: contract.Status) -> None:
    """A bare status is refused exactly when the manual announces image or reason with it, which then suffice."""
    announced = {"image"} if status.names_image else {"reason"} if status.gives_reason else set()
    answer = {"status": status.name}
    missing = [fault.message for fault in contract.validator("error").iter_errors(answer)]
    assert missing == [f"{field!r} is a required property" for field in announced]
    assert places("error", answer | dict.fromkeys(announced, "image_one")) == set()


def test_the_printed_answers_are_the_examples_of_openapi() -> None:
    """openapi.json shows the manual's two printed answers word by word."""
    responses = contract.schema("openapi")["paths"][contract.PATH]["post"]["responses"]
    contents = [responses[code]["content"]["application/json"] for code in ("200", "400")]
    assert [content["examples"]["printed"]["value"] for content in contents] == [PRINTED_SUCCESS, PRINTED_ERROR]


def test_error_schema_lists_the_documented_statuses() -> None:
    """The three enumerations of error.json are those of contract.ERRORS, in the manual's order."""
    error_schema = contract.schema("error")
    with_image, with_reason = (rule["if"]["properties"]["status"]["enum"] for rule in error_schema["allOf"])
    assert error_schema["properties"]["status"]["enum"] == [status.name for status in contract.ERRORS]
    assert with_image == [status.name for status in contract.ERRORS if status.names_image]
    assert with_reason == [status.name for status in contract.ERRORS if status.gives_reason]


@pytest.mark.parametrize("name", ["success", "error", "clauses"])
def test_schemas_are_valid_and_named(name: str) -> None:
    """Each schema obeys its metaschema and has an id of its own."""
    described = contract.schema(name)
    Draft202012Validator.check_schema(described)
    assert described["$id"] == f"https://pytest-linkface.example/schemas/{name}.json"
    assert described["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def test_the_matrix_is_as_large_as_the_faces_allowed() -> None:
    """success.json has room for as many rows and cells as a picture may show faces, and for no more."""
    described = contract.schema("success")
    sizes = [described["properties"]["confidences"], described["$defs"]["row"]]
    assert [(size["minItems"], size["maxItems"]) for size in sizes] == [(1, contract.MAX_FACES)] * 2


def test_nan_is_refused_although_python_reads_it() -> None:
    """NaN as Python's parser reads it out of an answer does not pass for a confidence."""
    answer = json.loads(json.dumps(PRINTED_SUCCESS).replace("0.37318912148475647", "NaN"))
    assert places("success", answer) == {"$.confidences[0][1]"}


def test_an_unknown_schema_is_named() -> None:
    """Asking for a schema that does not exist says which file is missing."""
    with pytest.raises(FileNotFoundError, match=r"praise\.json"):
        contract.schema("praise")
