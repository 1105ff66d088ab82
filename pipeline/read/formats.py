"""The formats that articles come in: which suffixes each has, how it is told, and its reader.

A new format is a module with a reader and one row of ``FORMATS``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple

from pipeline.read.encodings import decode_text
from pipeline.read.exports import SUFFIXES as EXPORTS
from pipeline.read.exports import is_export, parted
from pipeline.read.hints import Hints
from pipeline.read.light_markup import is_light_markup, render_light_markup
from pipeline.read.mail import is_mail
from pipeline.read.markdown_signs import is_markdown
from pipeline.read.markup import has_tags, is_page, render
from pipeline.read.packed import is_flat, is_packed, kind_of
from pipeline.read.pdf import is_pdf
from pipeline.read.rtf import is_rtf, read_rtf
from pipeline.read.wikitext import is_wikitext, render_wikitext

_LOOKED_AT = 100_000  # bytes of a file by whose signs its format is told


class Rendered(NamedTuple):
    """A file as text, what its markup knows of the text, and the name of its format."""

    text: str
    hints: Hints | None
    format: str


class Format(NamedTuple):
    """A kind of file.

    ``is_it`` is asked with a file's bytes and whether its suffix is one of ``suffixes``;
    ``read`` with the bytes and the most characters that a text may have. It raises
    ``ArticleError`` when the file holds no text.
    """

    name: str
    suffixes: tuple[str, ...]
    is_it: Callable[[bytes, bool], bool]
    read: Callable[[bytes, int], Rendered]
    recognise: Callable[[bytes, int], Rendered] | None = None
    """Reads a file and the text in its pictures, where that is asked for."""


def _read_markup(data: bytes, max_characters: int) -> Rendered:
    return Rendered(*render(data, decode_text, max_characters))


def _read_plain(data: bytes, max_characters: int) -> Rendered:
    return Rendered(decode_text(data), None, "text")


def _read_markdown(data: bytes, max_characters: int) -> Rendered:
    from pipeline.read.markdown import render_markdown

    return Rendered(*render_markdown(decode_text(data)), "markdown")


def _read_light_markup(data: bytes, max_characters: int) -> Rendered:
    return Rendered(render_light_markup(decode_text(data)), None, "light markup")


def _read_wikitext(data: bytes, max_characters: int) -> Rendered:
    return Rendered(*render_wikitext(decode_text(data)), "wikitext")


def _read_mail(data: bytes, max_characters: int) -> Rendered:
    from pipeline.read.mail import render_mail

    return Rendered(*render_mail(decode_text(data)), "email")


def _read_pdf(data: bytes, max_characters: int) -> Rendered:
    from pipeline.read.pdf import render_pdf

    return Rendered(*render_pdf(data, max_characters), "pdf")


def _recognise_pdf(data: bytes, max_characters: int) -> Rendered:
    from pipeline.read.pdf import render_pdf

    return Rendered(*render_pdf(data, max_characters, ocr=True), "pdf")


def _read_docx(data: bytes, max_characters: int) -> Rendered:
    from pipeline.read.docx import render_docx

    return Rendered(*render_docx(data, max_characters), "docx")


def _read_odt(data: bytes, max_characters: int) -> Rendered:
    from pipeline.read.odt import render_odt

    return Rendered(*render_odt(data, max_characters), "odt")


def _read_epub(data: bytes, max_characters: int) -> Rendered:
    from pipeline.read.epub import render_epub

    return Rendered(*render_epub(data, max_characters), "epub")


def _read_export(data: bytes, max_characters: int) -> Rendered:
    from pipeline.read.exports import render_records

    return Rendered(*render_records(decode_text(data)), "export")


def _read_rtf(data: bytes, max_characters: int) -> Rendered:
    return Rendered(read_rtf(data), None, "rtf")


def _begins(data: bytes) -> str:
    """Return the begin of a file as text, to look for signs in."""
    return data[:_LOOKED_AT].replace(b"\0", b"").decode("utf-8", "ignore").removeprefix("\ufeff")


# The first row that says yes to a file reads it, so the last takes whatever is left.
FORMATS = (
    Format("pdf", (".pdf",), lambda data, named: is_pdf(data) or named, _read_pdf, _recognise_pdf),
    Format(
        "docx",
        (".docx", ".docm", ".dotx", ".doc"),
        lambda data, named: kind_of(data) == "docx" or (named and is_packed(data)),
        _read_docx,
    ),
    Format(
        "odt",
        (".odt", ".fodt", ".ott"),
        lambda data, named: (
            kind_of(data) == "odt" or (named and (is_packed(data) or is_flat(data)))
        ),
        _read_odt,
    ),
    Format(
        "wikitext",
        (".wiki", ".wikitext", ".mediawiki"),
        lambda data, named: named or is_wikitext(_begins(data)),
        _read_wikitext,
    ),
    Format(
        "markup",  # HTML or JATS XML: the elements decide, whatever the suffix says
        (".html", ".htm", ".xhtml", ".mht", ".mhtml", ".xml", ".nxml"),
        lambda data, named: has_tags(data) if named else is_page(data),
        _read_markup,
    ),
    Format(
        "epub",
        (".epub",),
        lambda data, named: kind_of(data) == "epub" or (named and is_packed(data)),
        _read_epub,
    ),
    Format("rtf", (".rtf",), lambda data, _: is_rtf(data), _read_rtf),
    Format(
        "export",  # of a literature database
        EXPORTS,
        lambda data, named: named or is_export(data),
        _read_export,
    ),
    Format("email", (), lambda data, _: is_mail(_begins(data)), _read_mail),
    Format(
        "light markup",  # AsciiDoc, Org, reStructuredText
        (),
        lambda data, _: is_light_markup(_begins(data)),
        _read_light_markup,
    ),
    Format(
        "markdown",
        (".md", ".markdown"),
        lambda data, named: named or is_markdown(_begins(data)),
        _read_markdown,
    ),
    Format("text", (".txt", ".text"), lambda *_: True, _read_plain),
)
SUFFIXES = frozenset(suffix for format in FORMATS for suffix in format.suffixes)


def is_read(name: str) -> bool:
    """Whether files of that name are read, going by its suffix."""
    return PurePosixPath(parted(name)[0]).suffix.lower() in SUFFIXES


def read_format(data: bytes, name: str, max_characters: int, ocr: bool = False) -> Rendered:
    """Read a file in the format that its bytes and its suffix tell.

    ``ocr``: the text in its pictures too, if what recognises it is installed.

    Raises ``ArticleError`` when it holds no text.
    """
    suffix = PurePosixPath(parted(name)[0]).suffix.lower()
    chosen = next(f for f in FORMATS if f.is_it(data, suffix in f.suffixes))
    read = chosen.recognise if ocr and chosen.recognise else chosen.read
    return read(data, max_characters)
