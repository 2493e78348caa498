"""The words in which the tables of mutants and controls are written: small hooks, made of small conditions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from pytest_linkface.contract import STATUSES
from pytest_linkface.emulator._answer import Answer
from pytest_linkface.emulator._request import Pairs, Request
from pytest_linkface.emulator._variant import WAVED, Hooks, Seen, Variant

Body = dict[str, Any]
Edit = Callable[[Body], object]
When = Callable[[Request, Answer], bool]
Where = Callable[[Seen], bool]


def compact(body: Body) -> bytes:
    """As the plain emulator writes it."""
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode()


class Altered(Answer):
    """The answer that it is made of, with another code, body or media type: it need not be a documented one."""

    def __init__(
        self, answer: Answer, *, code: int, body: Body, kind: str, dump: Callable[[Body], bytes] = compact
    ) -> None:
        super().__init__(answer.status, answer.request_id, answer.fields)
        self.code = code
        self.body = body
        self.kind = kind
        self.dump = dump

    @property
    def http_code(self) -> int:
        return self.code

    @property
    def content_type(self) -> str:
        return self.kind

    @property
    def json(self) -> Body:
        return self.body

    @property
    def content(self) -> bytes:
        return self.dump(self.body)


def altered(answer: Answer, **changed: Any) -> Altered:
    """The same answer with something of it changed."""
    plain = {"code": answer.http_code, "body": json.loads(json.dumps(answer.json)), "kind": answer.content_type}
    return Altered(answer, **plain | changed)


# When an answer is changed


def always(_: Request, __: Answer) -> bool:
    """Each answer."""
    return True


def of(*statuses: str) -> When:
    """Answers of some statuses."""
    return lambda _, answer: answer.status in statuses


def error(_: Request, answer: Answer) -> bool:
    """Each refusal."""
    return answer.status != "OK"


def blaming(side: str, *statuses: str) -> When:
    """Refusals of the picture of one side, by some statuses or any."""
    return lambda _, answer: answer.fields.get("image") == f"image_{side}" and (answer.status in (statuses or STATUSES))


def given(*names: str) -> When:
    """Answers to requests with all of these parameters."""
    return lambda request, _: set(names) <= parameters(request)


def both(one: When, two: When) -> When:
    """Where two conditions hold."""
    return lambda request, answer: one(request, answer) and two(request, answer)


def parameters(request: Request) -> set[str]:
    """The names of what was sent, file parts among them."""
    texts = {name.decode("latin-1") for name, _ in (*request.query, *request.form.fields)}
    return texts | {upload.name.decode("latin-1") for upload in request.form.uploads}


# What is changed of it


def put(**values: Any) -> Edit:
    """Set fields."""
    return lambda body: body.update(values)


def drop(*names: str) -> Edit:
    """Leave fields out."""
    return lambda body: [body.pop(name, None) for name in names]


def cells(change: Callable[[float], float]) -> Edit:
    """Another score in each cell, and the best of them as the best."""

    def edit(body: Body) -> None:
        if "confidences" in body:
            body["confidences"] = [[change(cell) for cell in row] for row in body["confidences"]]
            body["max_confidence"] = max(map(max, body["confidences"]))

    return edit


def keep(_: Body) -> None:
    """Leave the fields as they are."""


def edited(when: When, edit: Edit = keep, **changed: Any) -> Hooks:
    """Another answer (``code``, ``kind``, ``dump``, or its fields edited) on some conditions."""

    def tell(request: Request, answer: Answer) -> Answer:
        if not when(request, answer):
            return answer
        told = altered(answer, **changed)
        edit(told.body)
        return told

    return Hooks(tell=tell)


def coded(status: str, code: int) -> Hooks:
    """A documented status under another HTTP code."""
    return edited(of(status), code=code)


def renamed(when: When, status: str, **fields: Any) -> Hooks:
    """Another documented refusal, or success, with its own HTTP code."""

    def tell(request: Request, answer: Answer) -> Answer:
        if not when(request, answer):
            return answer
        known = STATUSES[status]
        kept = answer.fields if known.names_image else {name: v for name, v in answer.fields.items() if name != "image"}
        reason = {"reason": "not as it should be"} if known.gives_reason else {}
        return Answer(status, answer.request_id, {**kept, **reason, **fields})

    return Hooks(tell=tell)


# Pictures


def on(side: str) -> Where:
    """The pictures of one side."""
    return lambda seen: seen.side == side


def by(kind: str) -> Where:
    """The pictures of one kind of source."""
    return lambda seen: seen.kind == kind


def in_format(*names: str) -> Where:
    """The pictures of one format."""
    return lambda seen: seen.format in names


def every(*conditions: Where) -> Where:
    """Where all conditions hold."""
    return lambda seen: all(holds(seen) for holds in conditions)


def not_(condition: Where) -> Where:
    """Where a condition does not hold."""
    return lambda seen: not condition(seen)


def refusing(where: Where, status: str = "INVALID_IMAGE_FORMAT_OR_SIZE") -> Hooks:
    """A refusal of pictures that are good."""
    return Hooks(check=lambda seen: status if where(seen) else "")


def waving(where: Where) -> Hooks:
    """No look at the format, the pixels and the bytes of some pictures."""
    return Hooks(check=lambda seen: WAVED if where(seen) else "")


# Requests


def heard(change: Callable[[Request], Request]) -> Hooks:
    """Another request than the one that came."""
    return Hooks(hear=change)


def with_pairs(request: Request, change: Callable[[Pairs], Iterable[tuple[bytes, bytes]]]) -> Request:
    """The request with its query and its form's texts changed."""
    form = request.form._replace(fields=tuple(change(request.form.fields)))
    return request._replace(query=tuple(change(request.query)), form=form)


def deaf(*names: str) -> Hooks:
    """Some parameters are overlooked wherever they come."""
    unheard = {name.encode() for name in names}

    def hear(request: Request) -> Request:
        request = with_pairs(request, lambda pairs: (pair for pair in pairs if pair[0] not in unheard))
        uploads = tuple(upload for upload in request.form.uploads if upload.name not in unheard)
        return request._replace(form=request.form._replace(uploads=uploads))

    return heard(hear)


# Rows of the tables


def rows(table: dict[str, tuple[str, str, Hooks | Callable[[], Hooks]]]) -> list[Variant]:
    """Mutants from ``name: (clauses, what it does, hooks)``; hooks that remember come as what makes them."""
    return [Variant(name, what, _maker(hooks), tuple(ids.split())) for name, (ids, what, hooks) in table.items()]


def _maker(hooks: Hooks | Callable[[], Hooks]) -> Callable[[], Hooks]:
    return (lambda: hooks) if isinstance(hooks, Hooks) else hooks
