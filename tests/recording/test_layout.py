"""What a cassette's file looks like: as little of it as possible changes where one value does."""

from __future__ import annotations

import json

from pytest_linkface.recording._layout import laid_out

LONG = "x" * 80
EXPECTED = f"""\
{{
  "empty": [],
  "short": {{"a": 1, "b": [1, 2]}},
  "matrix": [
    ["{LONG}"],
    [
      "{LONG}",
      "{LONG}"
    ]
  ],
  "deep": {{
    "inner": {{
      "long": "{LONG}",
      "more": 1
    }}
  }}
}}"""


def test_what_is_too_long_for_a_line_has_a_line_for_each_of_its_elements() -> None:
    """Two blanks further in for each container, down to the deepest; and it is the same JSON."""
    deep = {"inner": {"long": LONG, "more": 1}}
    value = {"empty": [], "short": {"a": 1, "b": [1, 2]}, "matrix": [[LONG], [LONG, LONG]], "deep": deep}
    assert laid_out(value) == EXPECTED
    assert json.loads(laid_out(value)) == value


def test_a_line_has_at_most_100_characters_with_its_indentation() -> None:
    """A text of 100 stands in one line; one of 101, or of 100 further in, is divided."""
    fits = ["x" * 96]
    assert laid_out(fits) == json.dumps(fits)
    assert len(json.dumps(fits)) == 100
    assert laid_out(["x" * 97]).count("\n") == laid_out(fits, 1).count("\n") == 2
