"""What recorders record: a service on loopback that notes every call, and answers other pictures otherwise."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@contextmanager
def answering() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback whose answer depends on the pictures; and every path that was asked."""
    hits: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Answer with a comparison."""
            hits.append(self.path)
            content = self.rfile.read(int(self.headers["Content-Length"]))
            score = int(hashlib.sha256(content).hexdigest()[:4], 16) / 65536
            body = json.dumps({
                "request_id": f"TID{len(hits):032}", "status": "OK", "confidences": [[score]], "max_confidence": score,
                "image_one": {"image_one_id": "0" * 32}, "image_two": {"image_two_id": "1" * 32},
            }).encode()  # fmt: skip
            self.send_response(200)
            self.send_header("Content-Type", "application/json;charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", hits
    server.shutdown()
    server.server_close()
