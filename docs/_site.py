"""Lets a page read alike in the repository and on the site: its links to files outside, its bars within tables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
CODE = re.compile(r"`[^`\n]+`")
"""In tables GitHub wants a bar escaped there; Python-Markdown knows it for what it is, and would show the escape."""
LINK = re.compile(r"\]\(((?:\.\./)+)([^)#]+)(#[^)]*)?\)")


def on_files(files: Files, config: Any) -> Files:
    """Add the linked files, as downloads."""
    linked = {match for page in files.documentation_pages() for match in _outside(page, page.content_string)}
    for path in sorted(linked):
        files.append(File.generated(config, f"files/{path}.txt", abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Lead the links there, and let bars in the code of tables stand for themselves."""
    markdown = CODE.sub(lambda code: code[0].replace("\\|", "|"), markdown)
    up = "../" * page.file.src_uri.count("/")
    for path in _outside(page.file, markdown):
        markdown = re.sub(rf"\]\((?:\.\./)+{re.escape(path)}(#[^)]*)?\)", f"]({up}files/{path}.txt)", markdown)
    return markdown


def _outside(file: File, markdown: str) -> set[str]:
    """The files outside of the site's folder that a page links to, from the repository's root."""
    depth = file.src_uri.count("/") + 1
    return {path for ups, path, _ in LINK.findall(markdown) if ups.count("../") == depth and (ROOT / path).is_file()}
