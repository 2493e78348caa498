"""``docs/how-to/server.md``, followed from top to bottom with the server in Node.js that it is about."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.docs._page import Block, Reader, blocks

PAGE = "how-to/server.md"
EXAMPLE = Path(__file__).parents[2] / "examples" / "server-node"
SHELL = "in another shell"
NODE = shutil.which("node")
_HASTE = {"DOWNLOAD_MS": "500"}
"""Downloads that hang are given up sooner than a reader's server does; four of them are."""
pytestmark = pytest.mark.skipif(NODE is None, reason="node is not installed")


@contextmanager
def served(block: Block, reader: Reader) -> Iterator[None]:
    """The server that the page starts in another shell, on a free port, under which the page is then followed."""
    words = block.text.split()
    assert words[:2] == ["node", "server.js"]
    command = [str(NODE), "server.js", "0", *words[3:]]
    with subprocess.Popen(
        command, cwd=reader.folder, env=os.environ | reader.variables | _HASTE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            reader.instead["http://127.0.0.1:8000"] = process.stdout.readline().strip()
            yield
        finally:
            process.kill()


def test_whoever_follows_the_page_sees_what_it_shows(tmp_path: Path) -> None:
    """Every command prints what stands below it, and the server keeps and breaks what the page says."""
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    reader = Reader(tmp_path)
    with ExitStack() as stack:
        for block in blocks(PAGE):
            if block.title == SHELL:
                stack.pop_all().close()
                stack.enter_context(served(block, reader))
            else:
                reader.follow(block)
    shutil.rmtree(tmp_path / "CORPUS")
