"""What a team in another language would write: it knows the folder and HTTP, and nothing of the kit."""

from __future__ import annotations

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import requests

Answer = tuple[int, dict[str, Any]]
Object = dict[str, Any]


class Reader:
    """Replays cases of a corpus against a server."""

    def __init__(self, folder: Path, url: str, accounts: dict[str, tuple[str, str]], pictures: str = "") -> None:
        self.folder = folder
        self.manifest: Object = json.loads((folder / "manifest.json").read_text("utf-8"))
        self.url = url
        self.accounts = accounts
        self.pictures = pictures
        self.failed_controls = {name for name, call in self.manifest["controls"].items() if self._complaints(call, [])}

    def replay(self, case: Object) -> list[str]:
        """Everything that is wrong with the answers to a case."""
        if self.failed_controls & set(case["controls"]):
            return ["a control failed"]
        if "together" in case["not_in_files"]:
            with ThreadPoolExecutor(len(case["calls"])) as pool:
                found = pool.map(lambda call: self._complaints(call, []), case["calls"])
                return [wrong for complaints in found for wrong in complaints]
        answers: list[Answer] = []
        return [wrong for call in case["calls"] for wrong in self._complaints(call, answers)]

    def _complaints(self, call: Object, answers: list[Answer]) -> list[str]:
        answers.append(self._send(call, answers))
        code, body = answers[-1]
        if call["allowed"] == "anything":
            return []
        if call["allowed"] == "no failure":
            return ["it failed"] if code == 500 or body.get("status") == "INTERNAL_ERROR" else []
        wrong = [_wrong(outcome, code, body) for outcome in call["allowed"]]
        return [] if "" in wrong else [f"{'; '.join(wrong)}: {code} {json.dumps(body):.200}"]

    def _send(self, call: Object, answers: list[Answer]) -> Answer:
        credentials = [(given["name"], self._credential(given)) for given in call["credentials"]]
        in_query = call["credentials_in"] == "query"
        parts: list[tuple[str, Any]] = [] if in_query else [(name, (None, value, None)) for name, value in credentials]
        parts += [(field["name"], self._part(field, answers)) for field in call["fields"]]
        response = requests.request(
            call["method"],
            self.url + call["path"],
            params=credentials if in_query else None,
            files=parts or None,
            timeout=20,
        )
        return response.status_code, response.json()

    def _credential(self, given: Object) -> str:
        if "value" in given:
            return str(given["value"])
        pair = self.accounts[given["role"]]
        text = pair[0] if given["name"] == "api_id" else pair[1]
        return text[: len(text) - given.get("without_last", 0)]

    def _part(self, field: Object, answers: list[Answer]) -> tuple[str | None, str | bytes, str | None]:
        match field:
            case {"file": file, "file_name": name}:
                return name, (self.folder / file).read_bytes(), field.get("content_type")
            case {"base64": text}:
                return None, base64.b64decode(text), None
            case {"id_of": {"call": number, "side": side}}:
                return None, answers[number][1][f"image_{side}"][f"image_{side}_id"], None
            case {"url_of": name}:
                return None, f"{self.pictures}/{name}", None
        return None, field["value"], None


def _wrong(outcome: Object, code: int, body: Object) -> str:
    """What keeps an answer from being this outcome; empty when nothing does."""
    if (code, body.get("status")) != (outcome["http_code"], outcome["status"]):
        return f"not {outcome['http_code']} {outcome['status']}"
    if "image" in outcome and not str(body.get("image")).startswith(f"image_{outcome['image']}"):
        return f"blames {body.get('image')}"
    rows = body.get("confidences", [[]])
    if "matrix" in outcome and [len(rows), len(rows[0])] != outcome["matrix"]:
        return f"not {outcome['matrix']}"
    if "ids" in outcome and [side for side in ("one", "two") if f"image_{side}" in body] != outcome["ids"]:
        return f"not the ids of {outcome['ids']}"
    return ""


class Host:
    """A web server that answers what the manifest says of each name."""

    def __init__(self, folder: Path) -> None:
        hosted: Object = json.loads((folder / "manifest.json").read_text("utf-8"))["hosted"]
        closing = self._closing = Event()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                known: Object = hosted[self.path.rpartition("/")[2]]
                if "never" in known:
                    closing.wait(20)
                    return
                body = (folder / known["file"]).read_bytes() if "file" in known else known.get("body", "").encode()
                self.send_response(known["http_code"])
                self.send_header("Content-Length", str(len(body)))
                if "content_type" in known:
                    self.send_header("Content-Type", known["content_type"])
                if "location_of" in known:
                    self.send_header("Location", known["location_of"])
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self) -> Host:
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
