"""Bytes of an HTML or XML file to rendered text; the file's content decides, not its suffix."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

from pipeline.errors import ArticleError
from pipeline.read.encodings import is_utf8
from pipeline.read.hints import Hints

_HEAD = 4000
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|div|p|h[1-6]|article|section|main|ul|ol|li|table|span|br|a)\b",
    re.I,
)
_PAGE = re.compile(rb"<!doctype\s+html|<html\b", re.I)
_WHOLE = re.compile(
    rb"\s{0,99}(?:<\?xml[^>]{0,200}\?>\s{0,99})?<(?:!doctype\s|html\b|article\b)", re.I
)
_ARCHIVE = re.compile(rb"^Content-Type:\s{0,9}multipart/related", re.I | re.M)
_XML_DECLARED = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
_BYTES_A_CHARACTER = 40


def is_page(data: bytes) -> bool:
    """Whether a file begins as a whole HTML or XML document does, whatever its name says."""
    return _WHOLE.match(data.removeprefix(codecs.BOM_UTF8)) is not None


def has_tags(data: bytes) -> bool:
    """Whether a file has tags near its head, or is a web archive."""
    head = data.replace(b"\0", b"")[:_HEAD]
    return (
        _TAG.search(head) is not None
        or b"<?xml" in data[:200]
        or b"<article" in data
        or _ARCHIVE.search(head) is not None
    )


def render(
    data: bytes, decode: Callable[[bytes], str], max_characters: int
) -> tuple[str, Hints | None, str]:
    """Return text, hints and format (``html``, ``jats``, or ``text`` for a file without tags).

    Raises ``ArticleError`` when the file is far too large, or its markup holds no text.
    """
    from pipeline.read.html import render_html
    from pipeline.read.jats import find_article, parse_xml, render_jats

    if len(data) > _BYTES_A_CHARACTER * max_characters:
        raise ArticleError(
            f"has {len(data):,} bytes, too many for an article: save the article alone"
        )
    data = _page_of_archive(data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = _XML_DECLARED.sub("", decode(data)).encode("utf-8", "replace")
    found = None
    if b"<article" in data and not _PAGE.search(data[:_HEAD]):
        root = parse_xml(data)
        found = find_article(root) if root is not None else None
    if found is not None:
        text, hints = render_jats(found)
        form = "jats"
    elif not _TAG.search(data.replace(b"\0", b"")[:_HEAD]) and b"<?xml" not in data[:200]:
        return decode(data), None, "text"
    else:
        text, hints = render_html(decode_page(data, decode))
        form = "html"
    if not text.strip():
        raise ArticleError("holds no text between its tags: save the page again, with its text")
    return text, hints, form


def decode_page(data: bytes, decode: Callable[[bytes], str]) -> str:
    """Return the source of an HTML page: UTF-8 goes before what the page says of itself."""
    from pipeline.read.html import declared_encoding

    encoding = None if is_utf8(data) else declared_encoding(data)
    source = data.decode(encoding, "replace") if encoding else decode(data)
    return _XML_DECLARED.sub("", source.lstrip("\ufeff"))


def _page_of_archive(data: bytes) -> bytes:
    """Return the page of a web archive (MHTML), as browsers save a page in one file."""
    if not _ARCHIVE.search(data[:_HEAD]):
        return data
    from email import message_from_bytes

    parts = message_from_bytes(data).walk()
    page = next((p for p in parts if p.get_content_type() == "text/html"), None)
    payload = page.get_payload(decode=True) if page is not None else None
    return payload if isinstance(payload, bytes) else data
