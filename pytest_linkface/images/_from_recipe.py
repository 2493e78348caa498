"""A recipe read back: calls of the makers of pictures with plain values, and nothing else that Python could run."""

from __future__ import annotations

import ast
from collections.abc import Callable

from pytest_linkface.images._bomb import bomb
from pytest_linkface.images._broken import cut, empty, html, noise, text, wrong_magic
from pytest_linkface.images._flat import flat
from pytest_linkface.images._foreign import foreign
from pytest_linkface.images._landscape import landscape
from pytest_linkface.images._padding import padded
from pytest_linkface.images._picture import Picture
from pytest_linkface.images._scenes import frames, scene

_MAKERS: dict[str, Callable[..., Picture]] = {
    maker.__name__: maker
    for maker in (bomb, cut, empty, flat, foreign, frames, html, landscape, noise, padded, scene, text, wrong_magic)
}


def from_recipe(recipe: str) -> Picture:
    """The picture whose ``repr`` this text is.

    Raises:
        ValueError: the text is no recipe, or the maker refuses its arguments.
    """
    try:
        made = _value(ast.parse(recipe.strip(), mode="eval").body)
    except (SyntaxError, TypeError, RecursionError) as error:
        raise ValueError(f"no recipe: {recipe!r:.200} ({error})") from None
    if not isinstance(made, Picture):
        raise ValueError(f"no recipe: {recipe!r:.200} makes no picture")  # noqa: TRY004 - a text is wrong, not a type
    return made


def _value(node: ast.expr) -> object:
    if isinstance(node, ast.Call):
        return _made(node)
    return ast.literal_eval(node)


def _made(node: ast.Call) -> Picture:
    name = ast.unparse(node.func).removeprefix("images.")
    if name not in _MAKERS or not ast.unparse(node.func).startswith("images."):
        called = ast.unparse(node.func)
        raise ValueError(f"a recipe calls images.NAME with one of {', '.join(sorted(_MAKERS))}, not {called}")
    options = {str(keyword.arg): _value(keyword.value) for keyword in node.keywords}
    return _MAKERS[name](*(_value(one) for one in node.args), **options)
