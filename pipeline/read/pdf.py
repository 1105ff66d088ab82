"""PDF: its print read as people read it, in columns, with what the type tells of each block.

The library that opens the file runs in a process of its own (``pipeline.read.bounded``): a file
made to break it ends that process and no other.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pipeline.errors import ArticleError
from pipeline.read.bounded import MOST_SECONDS, limit_time
from pipeline.read.hints import Hints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.read.pdf_pages import PrintedPage

_SIGN, _HEAD = b"%PDF-", 1024
_MOST_PAGES = 5000
_SCANNED = 0.5  # share of pages that are pictures, in a file that is a scan
# Seconds of the processor: for opening a file or one page, and for a file and each page of it.
# A page of a paper takes 0.03.
_AT_ONCE, _IN_ALL, _A_PAGE = 2, 5.0, 0.06
_BROKEN = "is no readable PDF: save it anew, or give the article's text"


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are those of a PDF file."""
    return _SIGN in data[:_HEAD]


def render_pdf(data: bytes, max_characters: int, ocr: bool = False) -> tuple[str, Hints]:
    """Return the text of a PDF file and what its print knows of it.

    ``ocr``: have the text of pages that are pictures recognised, if tesseract is installed.

    Raises ``ArticleError`` for a file that is encrypted, broken or a scan, or takes too much
    time or memory.
    """
    from pipeline.read.bounded import TooMuchError, bounded

    if not is_pdf(data):
        raise ArticleError(_BROKEN)
    try:
        return bounded(rendered, data, max_characters, ocr)
    except TooMuchError as error:
        raise ArticleError(
            "takes too much time or memory, or breaks the PDF library: give the article's text"
        ) from error
    except ValueError as error:
        raise ArticleError(_BROKEN) from error


def rendered(data: bytes, max_characters: int, ocr: bool = False) -> tuple[str, Hints]:
    """Do the work of ``render_pdf`` in this process."""
    from pipeline.read.pdf_blocks import groups
    from pipeline.read.pdf_furniture import without_furniture
    from pipeline.read.pdf_ligatures import mended
    from pipeline.read.pdf_lines import find_gutters, page_lines
    from pipeline.read.pdf_outline import outline
    from pipeline.read.pdf_render import render

    with _Clock() as clock:
        pages = _pages(data, max_characters, clock, ocr)
        clock.tick(len(pages), _A_PAGE * len(pages))
        printed = mended(without_furniture(pages))
        gutters = find_gutters(printed)
        lines = []
        for pieces in printed:
            clock.tick(len(pages))
            lines += page_lines(pieces, gutters)
        clock.tick(len(pages), _A_PAGE * len(pages))
        text, hints = render(outline(list(groups(lines))), pages)
    return text, replace(hints, notices=tuple(_notices(pages)))


def _notices(pages: list[PrintedPage]) -> Iterator[str]:
    """Yield the codes of what a reader should know of a file."""
    if sum(page.pictures for page in pages) > _SCANNED * len(pages):
        yield "scan"
    if any(page.recognised for page in pages):
        yield "recognised"


def _pages(data: bytes, max_characters: int, clock: _Clock, ocr: bool) -> list[PrintedPage]:
    import pypdfium2

    from pipeline.read.pdf_characters import Faces
    from pipeline.read.pdf_pages import read_page
    from pipeline.read.pdf_scans import is_installed, recognised

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ArticleError(_why(str(error))) from error
    try:
        count = len(document)
        if count > _MOST_PAGES:
            raise ArticleError(f"has {count:,} pages, over the limit of {_MOST_PAGES:,}: split it")
        faces, pages, size = Faces(), [], 0
        for at in range(count):
            clock.tick(at)
            pages.append(read_page(document.raw, at, faces))
            if pages[-1].pictures and ocr and is_installed():
                pages[-1] = recognised(document, at)
            size += sum(len(p.text) for p in pages[-1].pieces)
            if size > 2 * max_characters:
                break
    finally:
        document.close()
    if not size:
        raise ArticleError(_nothing(pages, ocr))
    return pages


def _nothing(pages: list[PrintedPage], ocr: bool) -> str:
    """Return why a file has no text."""
    if any(page.recognised for page in pages):
        return "is a scan, and no text was recognised in it"
    if not any(page.pictures for page in pages):
        return "holds no text"
    if ocr:
        return "is a scan, and tesseract is not installed: install it, or give a file with text"
    return (
        "is a scan and holds no text: have its text recognised, or set ocr = true in "
        "pipeline.toml where tesseract is installed"
    )


def _why(error: str) -> str:
    if "assword" in error:
        return "is encrypted: save it without its password"
    return _BROKEN


class _Clock:
    """Ends the work on a file that takes too long, within a step by ending the process."""

    def __init__(self) -> None:
        self._started = time.process_time()

    def __enter__(self) -> _Clock:
        self.tick(0)
        return self

    def tick(self, pages: int, more: float = 0.0) -> None:
        """Give the next step its time. Raises ``ArticleError`` when the file has had its own."""
        used = time.process_time()
        if used - self._started > _IN_ALL + _A_PAGE * pages:
            raise ArticleError("takes too long to read: save it anew, or give the article's text")
        limit_time(more + _AT_ONCE)

    def __exit__(self, *_: object) -> None:
        limit_time(MOST_SECONDS)
