"""The OpenAPI document: valid, complete, and never of another opinion than the tables."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from pytest_linkface import contract

HERE = "https://pytest-linkface.example/schemas/openapi.json"
OPERATION: dict[str, Any] = contract.schema("openapi")["paths"][contract.PATH][contract.METHOD.lower()]
RESPONSES: dict[str, Any] = OPERATION["responses"]
PRINTED = {code: answer for code, answer in RESPONSES.items() if "examples" in answer["content"]["application/json"]}
ONE_SOURCE = [f"image_one_{one} image_two_{two}" for one, two in product(contract.SOURCES, repeat=2)]


def validator(pointer: str) -> Draft202012Validator:
    """A validator of one place in the document, which finds success.json and error.json beside it."""
    names = ("openapi", "success", "error")
    resources = [(HERE.replace("openapi", name), DRAFT202012.create_resource(contract.schema(name))) for name in names]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator({"$ref": f"{HERE}#{pointer}"}, registry=registry)


def of_response(code: str) -> Draft202012Validator:
    """A validator of the body of one HTTP code."""
    path = contract.PATH.replace("/", "~1")
    return validator(f"/paths/{path}/post/responses/{code}/content/application~1json/schema")


def answer(status: contract.Status) -> dict[str, Any]:
    """The least that the manual promises to come with an error."""
    return {"status": status.name, "image": "image_one", "reason": "why"}


def test_the_document_is_valid_openapi() -> None:
    """openapi-spec-validator has nothing to say, the neighbours' schemas followed from file to file."""
    document = Path(__file__).parents[2] / "schemas" / "openapi.json"
    validate(contract.schema("openapi"), base_uri=document.as_uri())


def test_the_endpoint_is_the_documented_one() -> None:
    """Host, path and method are those of the tables, and there is no other operation."""
    document = contract.schema("openapi")
    assert [server["url"] for server in document["servers"]] == [contract.HOST]
    assert {path: list(operations) for path, operations in document["paths"].items()} == {contract.PATH: ["post"]}


def test_the_form_has_the_ten_parameters() -> None:
    """Every documented parameter is a field of the form with the documented type, and no other is."""
    form = contract.schema("openapi")["components"]["schemas"]["form"]
    assert {name: _type(field) for name, field in form["properties"].items()} == {
        parameter.name: parameter.type for parameter in contract.PARAMETERS
    }


def test_the_query_takes_the_credentials() -> None:
    """The two required parameters may travel in the query, where neither is required for the form may hold them."""
    described = [(row["name"], row["in"], row.get("required", False)) for row in OPERATION["parameters"]]
    assert described == [(parameter.name, "query", False) for parameter in contract.PARAMETERS if parameter.required]


@pytest.mark.parametrize("fields", ONE_SOURCE)
def test_one_source_a_side_is_a_form(fields: str) -> None:
    """Each of the nine pairs of sources is a valid form, with credentials in it and without."""
    form = dict.fromkeys(fields.split(), "x")
    credentials = {"api_id": "ID", "api_secret": "SECRET"}
    assert validator("/components/schemas/form").is_valid(form)
    assert validator("/components/schemas/form").is_valid(form | credentials)


@pytest.mark.parametrize(
    "fields",
    [
        "",
        "image_one_file",
        "image_two_id",
        "image_one_auto_rotate image_two_auto_rotate",
        "image_one_file image_one_url image_two_file",
        "image_one_file image_two_url image_two_id",
        "image_one_file image_one_url image_one_id image_two_id",
    ],
)
def test_no_source_or_several_for_a_side_is_no_form(fields: str) -> None:
    """A form breaks the document when a side has no source or more than one."""
    assert not validator("/components/schemas/form").is_valid(dict.fromkeys(fields.split(), "x"))


def test_the_documented_http_codes_are_there() -> None:
    """The responses are those of the documented HTTP codes and no others."""
    assert set(RESPONSES) == {str(status.http_code) for status in contract.STATUSES.values()}


@pytest.mark.parametrize("status", contract.ERRORS, ids=lambda status: status.name)
def test_each_status_belongs_to_its_http_code_alone(status: contract.Status) -> None:
    """An error is valid under its own HTTP code and under none of the others."""
    valid_under = [code for code in RESPONSES if of_response(code).is_valid(answer(status))]
    assert valid_under == [str(status.http_code)]


def test_errors_obey_error_json_whatever_their_code() -> None:
    """The rules of error.json hold under HTTP codes too: a picture's error without image is refused."""
    assert not of_response("400").is_valid({"status": "NO_FACE_DETECTED"})


def test_examples_obey_the_schema_beside_them() -> None:
    """200 and 400 have an example, which is valid under that HTTP code."""
    assert list(PRINTED) == ["200", "400"]
    for code, response in PRINTED.items():
        of_response(code).validate(response["content"]["application/json"]["examples"]["printed"]["value"])


def _type(field: dict[str, str]) -> str:
    name = field["$ref"].rpartition("/")[2]
    described = contract.schema("openapi")["components"]["schemas"][name]
    return "file" if described.get("format") == "binary" else str(described["type"])
