"""Faults in where things come from: the path, credentials, encodings, files and urls."""

from dataclasses import replace

from ._accounts import Ledger
from ._asking import Ask, Upload
from ._behaviour import STEPS, Behaviour, admit, choose, fetch, route
from ._fault import edited, of, put, table, without
from ._terms import Refusal, Reply, Side


def _unchecked(_: Ledger, ask: Ask) -> None:
    return None


def _id_alone(ledger: Ledger, ask: Ask) -> None:
    known = ledger.accounts.get(ask.text("api_id"))
    ledger.admit(ask.text("api_id"), known.secret if known else "")


def _secret_alone(ledger: Ledger, ask: Ask) -> None:
    owners = [name for name, account in ledger.accounts.items() if account.secret == ask.text("api_secret")]
    ledger.admit(owners[0] if owners else "", ask.text("api_secret"))


def _any_case(ledger: Ledger, ask: Ask) -> None:
    known = ledger.accounts.get(ask.text("api_id"))
    same = known is not None and known.secret.lower() == ask.text("api_secret").lower()
    ledger.admit(ask.text("api_id"), known.secret if known and same else "")


def _beginning_alone(ledger: Ledger, ask: Ask) -> None:
    known = ledger.accounts.get(ask.text("api_id"))
    same = known is not None and known.secret.startswith(ask.text("api_secret"))
    ledger.admit(ask.text("api_id"), known.secret if known and same else "")


def _anonymous(ledger: Ledger, ask: Ask) -> None:
    if ask.text("api_id") or ask.text("api_secret"):
        admit(ledger, ask)


def _without_query(ask: Ask) -> Ask:
    return replace(ask, query={})


def _without_credentials_in_form(ask: Ask) -> Ask:
    return replace(ask, form={name: value for name, value in ask.form.items() if not name.startswith("api_")})


def _any_path(ask: Ask) -> None:
    if not ask.path.startswith("/identity"):
        route(ask)


def _mended(ask: Ask) -> Ask:
    def mend(values: dict[str, bytes]) -> dict[str, bytes]:
        return {
            name.encode(errors="replace").decode(): value.decode("utf-8", "replace").encode()
            for name, value in values.items()
        }

    return replace(ask, query=mend(dict(ask.query)), form=mend(dict(ask.form)))


def _in_credentials_only(ask: Ask) -> Ask:
    kept = {name: value for name, value in ask.form.items() if name.startswith("api_")}
    return replace(_mended(ask), form={**_mended(ask).form, **kept})


def _other_side(side: Side) -> Side:
    return {"one": "two", "two": "one"}[side]


def _copied(ask: Ask) -> Ask:
    """Fill a missing side from the other."""
    given = {side: [name for name in _names(side) if name in ask.files or ask.raw(name)] for side in ("one", "two")}
    files, form = dict(ask.files), dict(ask.form)
    for side, names in given.items():
        other = given[_other_side(side)]
        if not names and other:
            mine = other[0].replace(_other_side(side), side)
            if other[0] in files:
                files[mine] = files[other[0]]
            else:
                form[mine] = ask.raw(other[0]) or b""
    return replace(ask, files=files, form=form)


def _names(side: Side) -> list[str]:
    return [f"image_{side}_{kind}" for kind in ("file", "url", "id")]


def _failing_without(ask: Ask, side: Side) -> str:
    try:
        return choose(ask, side)
    except Refusal:
        raise RuntimeError("no such part") from None


def _empty_file_without(ask: Ask) -> Ask:
    """Take a missing side for an empty file."""
    missing = [side for side in ("one", "two") if not any(name in ask.files or ask.raw(name) for name in _names(side))]
    return replace(ask, files={**ask.files, **{f"image_{side}_file": Upload("", None, b"") for side in missing}})


def _any_answer(url: str, side: Side, most: int) -> bytes:
    """Take what could not be downloaded for an empty picture."""
    try:
        return fetch(url, side, most)
    except Refusal as refusal:
        if refusal.status == "DOWNLOAD_ERROR":
            return b""
        raise


def _blaming_one(url: str, side: Side, most: int) -> bytes:
    try:
        return fetch(url, side, most)
    except Refusal as refusal:
        raise Refusal(refusal.status, side="one") from None


def _failing_late(url: str, side: Side, most: int) -> bytes:
    try:
        return fetch(url, side, most)
    except Refusal as refusal:
        if refusal.status == "DOWNLOAD_TIMEOUT":
            raise RuntimeError("unexpected timeout") from None
        raise


def _cut_short(url: str, side: Side, most: int) -> bytes:
    return fetch(url, side, most)[:8192]


def _url_without_ids(ask: Ask, reply: Reply) -> Reply:
    hidden = [f"image_{side}" for side in ("one", "two") if ask.raw(f"image_{side}_url")]
    return Reply(reply.code, {name: value for name, value in reply.body.items() if name not in hidden})


FAULTS = [
    *table(
        "api_id and api_secret have to be an account's",
        24,
        "LF-CRED-SECRET LF-CRED-ID LF-ERR-UNAUTHORIZED",
        {
            "credentials-unchecked": Behaviour(admit=_unchecked),
            "id-alone-checked": Behaviour(admit=_id_alone),
            "secret-alone-checked": Behaviour(admit=_secret_alone),
            "secret-in-any-case": Behaviour(admit=_any_case),
            "secret-by-its-beginning": Behaviour(admit=_beginning_alone),
            "anonymous-welcome": Behaviour(admit=_anonymous),
        },
    ),
    *table(
        "credentials in the query are taken",
        116,
        "LF-CRED-QUERY",
        {
            "query-ignored": Behaviour(hear=_without_query),
        },
    ),
    *table(
        "credentials in the form are taken",
        265,
        "LF-CRED-FORM",
        {
            "form-credentials-ignored": Behaviour(hear=_without_credentials_in_form),
        },
    ),
    *table(
        "another path is 404 NOT_FOUND",
        106,
        "LF-ERR-NOT-FOUND",
        {
            "any-path-under-identity": Behaviour(route=_any_path),
            "any-path": Behaviour(route=lambda _: None),
        },
    ),
    *table(
        "parameters that are not UTF-8 are ENCODING_ERROR",
        91,
        "LF-ERR-ENCODING-ERROR",
        {
            "encoding-mended": Behaviour(hear=_mended),
            "encoding-checked-in-credentials-only": Behaviour(hear=_in_credentials_only),
            "encoding-unchecked": Behaviour(steps=STEPS[1:]),
            "encoding-error-fails": edited(of("ENCODING_ERROR"), put(status="INTERNAL_ERROR"), code=500),
        },
    ),
    *table(
        "each side needs a source",
        38,
        "LF-SRC-REQUIRED LF-ERR-INVALID-ARGUMENT",
        {
            "missing-side-copied": Behaviour(hear=_copied),
            "missing-side-fails": Behaviour(choose=_failing_without),
            "missing-side-taken-for-corrupt": Behaviour(hear=_empty_file_without),
        },
    ),
    *table(
        "a side may come by file",
        45,
        "LF-SRC-FILE LF-CALL-MULTIPART LF-CALL-ENDPOINT",
        {
            "file-of-one-ignored": without("image_one_file"),
            "file-of-two-ignored": without("image_two_file"),
        },
    ),
    *table(
        "a side may come by url",
        26,
        "LF-SRC-URL",
        {
            "url-of-one-ignored": without("image_one_url"),
            "url-of-two-ignored": without("image_two_url"),
            "url-cut-short": Behaviour(fetch=_cut_short),
        },
    ),
    *table(
        "a failed download is DOWNLOAD_ERROR",
        93,
        "LF-ERR-DOWNLOAD-ERROR",
        {
            "download-error-as-empty-picture": Behaviour(fetch=_any_answer),
        },
    ),
    *table(
        "errors of downloads name their side",
        92,
        "LF-ERR-IMAGE LF-ERR-IMAGE-SIDES LF-ERR-DOWNLOAD-ERROR",
        {
            "download-blames-one": Behaviour(fetch=_blaming_one),
        },
    ),
    *table(
        "a slow download is DOWNLOAD_TIMEOUT",
        92,
        "LF-ERR-DOWNLOAD-TIMEOUT",
        {
            "download-timeout-fails": Behaviour(fetch=_failing_late),
        },
    ),
    *table(
        "a picture by url gets an id too",
        56,
        "LF-OK-IMAGE-ONE LF-OK-IMAGE-TWO",
        {
            "no-ids-for-urls": Behaviour(answer=_url_without_ids),
        },
    ),
]
