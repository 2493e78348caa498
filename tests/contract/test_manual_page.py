"""The tables against the manual's page itself, which lies beside a checkout that has it."""

from __future__ import annotations

import json
import re
from itertools import pairwise, takewhile
from math import prod
from pathlib import Path
from typing import Any

import pytest

from pytest_linkface import contract

PAGE = Path(__file__).parents[3] / "shared" / "000_8d12f5fcc9d40c9f.txt"
NUMERALS = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
MISPRINTS = {("image_one_id", "file"): "string"}


@pytest.fixture(scope="module")
def page() -> dict[int, str]:
    """The lines of the page by their numbers, counted from 1."""
    if not PAGE.is_file():
        pytest.skip("the manual's page is not beside this checkout")
    return dict(enumerate(PAGE.read_text("utf-8").split("\n"), start=1))


def rows(page: dict[int, str], header: str, end: str) -> dict[int, list[str]]:
    """The cells of the table below a header, by line, as far as a line that begins with other words."""
    after = next(line for line, text in page.items() if text.startswith(header)) + 2
    inside = takewhile(lambda line: not page[line].startswith(end), range(after, len(page)))
    return {line: [cell.strip() for cell in page[line].split("|")] for line in inside}


def printed(page: dict[int, str], first: int, last: int) -> dict[str, Any]:
    """The JSON that the page prints from one line to another."""
    answer: dict[str, Any] = json.loads("\n".join(page[line] for line in range(first, last + 1)))
    return answer


@pytest.mark.parametrize("clause", contract.clauses().values(), ids=contract.clauses())
def test_quotations_stand_in_their_lines(page: dict[int, str], clause: contract.Clause) -> None:
    """The words of each quotation are found in the line that it names."""
    assert [quote for quote in clause.quotes if quote.text not in page[quote.line]] == []


def test_every_line_is_claimed_or_explained(page: dict[int, str]) -> None:
    """No line of the page is left out: a clause quotes it, or a reason says why none does."""
    quoted = {quote.line for clause in contract.clauses().values() for quote in clause.quotes}
    explained = {line for row in contract.unclaused() for line in range(row.first, row.last + 1)}
    assert len(page) == 310
    assert sorted(page.keys() - quoted - explained) == []
    assert sorted((quoted | explained) - page.keys()) == []


def test_no_range_without_a_clause_hides_a_quoted_line() -> None:
    """Ranges without clauses follow each other and hold no quoted line; only a line by itself may be half and half."""
    quoted = {quote.line for clause in contract.clauses().values() for quote in clause.quotes}
    ranges = [range(row.first, row.last + 1) for row in contract.unclaused()]
    assert all(earlier.stop <= later.start for earlier, later in pairwise(ranges))
    assert [lines for lines in ranges if len(lines) > 1 and quoted & set(lines)] == []
    assert all(row.reason for row in contract.unclaused())


def test_parameters_are_those_of_the_page(page: dict[int, str]) -> None:
    """Names, types, lines and necessity of the ten parameters are the page's, but for its one misprint."""
    documented = [
        contract.Parameter(name, MISPRINTS.get((name, kind), kind), required == "是", line)
        for line, (name, kind, required, *_) in rows(page, "字段 | 类型 | 必需", "注释").items()
    ]
    assert list(contract.PARAMETERS) == documented


def test_errors_are_those_of_the_page(page: dict[int, str]) -> None:
    """Codes, names, lines and the fields announced by each of the seventeen errors are the page's."""
    documented = [
        contract.Status(name, int(code), line, names_image="字段 image" in text, gives_reason="reason 字段" in text)
        for line, (code, name, text, *_) in rows(page, "状态码 | status 字段", "输出示例").items()
    ]
    assert len(documented) == 17
    assert list(contract.ERRORS) == documented


def test_fields_of_a_success_are_those_of_the_page(page: dict[int, str]) -> None:
    """success.json describes the documented fields and requires those that come whatever the sources are."""
    fields = rows(page, "字段 | 类型 | 描述", "置信度阈值")
    described = contract.schema("success")
    assert sorted(described["properties"]) == sorted(name for name, *_ in fields.values())
    assert described["required"] == [name for name, _, text, *_ in fields.values() if "返回此参数" not in text]
    assert contract.OK.line == next(line for line, (name, *_) in fields.items() if name == "status")


def test_the_endpoint_is_that_of_the_page(page: dict[int, str]) -> None:
    """Method and address are those of lines 17 and 19."""
    assert (page[17], page[19]) == (contract.METHOD, contract.HOST + contract.PATH)


def test_limits_are_those_of_the_page(page: dict[int, str]) -> None:
    """Formats, pixels, megabytes and faces are the numbers of lines 7 and 10 to 12."""
    formats = [name.rpartition("(")[2].rstrip(")") for name in page[10].removeprefix("- 格式为 ").split(",")]
    faces = re.search(r"人脸不超过(\d+)个", page[7])
    assert list(contract.FORMATS) == formats
    assert re.findall(r"\d+", page[11]) == [str(contract.ABOVE_PX), str(contract.MAX_PX)]
    assert re.findall(r"(\d+) MB", page[12]) == ["5"]
    assert (contract.MAX_BYTES_SURE, contract.MAX_BYTES) == (5 * 10**6, 5 * 2**20)
    assert faces
    assert int(faces[1]) == contract.MAX_FACES


def test_error_rates_are_those_of_the_page(page: dict[int, str]) -> None:
    """The thresholds and their error rates, written in Chinese numerals, are those of lines 58 and 60."""
    thresholds = [float(cell) for cell in page[58].split("|")[1:-1]]
    denominators = [cell.strip().removesuffix("分之一") for cell in page[60].split("|")[1:-1]]
    rates = [1 / prod(NUMERALS[numeral] for numeral in denominator) for denominator in denominators]
    assert list(contract.ERROR_RATES) == thresholds
    assert list(contract.ERROR_RATES.values()) == pytest.approx(rates)


@pytest.mark.parametrize(("code", "first", "last", "name"), [("200", 62, 82, "success"), ("400", 109, 113, "error")])
def test_printed_answers_are_valid(page: dict[int, str], code: str, first: int, last: int, name: str) -> None:
    """The two answers that the page prints obey our schemas and are the examples in our OpenAPI document."""
    answer = printed(page, first, last)
    responses = contract.schema("openapi")["paths"][contract.PATH]["post"]["responses"]
    contract.validator(name).validate(answer)
    assert responses[code]["content"]["application/json"]["examples"]["printed"]["value"] == answer
