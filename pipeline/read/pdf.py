"""PDF: its print read as people read it, in columns, with what the type tells of each block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.errors import ArticleError
from pipeline.read.hints import Hints

if TYPE_CHECKING:
    from pipeline.read.pdf_pages import PrintedPage

_SIGN, _HEAD = b"%PDF-", 1024
_MOST_PAGES = 5000


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are those of a PDF file."""
    return _SIGN in data[:_HEAD]


def render_pdf(data: bytes, max_characters: int) -> tuple[str, Hints]:
    """Return the text of a PDF file and what its print knows of it.

    Raises ``ArticleError`` for a file that is encrypted, broken, empty or a scan.
    """
    return _rendered(data, max_characters)


def _rendered(data: bytes, max_characters: int) -> tuple[str, Hints]:
    from pipeline.read.pdf_blocks import groups
    from pipeline.read.pdf_furniture import without_furniture
    from pipeline.read.pdf_lines import find_gutters, page_lines
    from pipeline.read.pdf_outline import outline
    from pipeline.read.pdf_ligatures import mended
    from pipeline.read.pdf_render import render

    pages = _pages(data, max_characters)
    printed = mended(without_furniture(pages))
    gutters = find_gutters(printed)
    lines = [line for pieces in printed for line in page_lines(pieces, gutters)]
    return render(outline(list(groups(lines))), pages)


def _pages(data: bytes, max_characters: int) -> list[PrintedPage]:
    import pypdfium2

    from pipeline.read.pdf_pages import Faces, read_page

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
            pages.append(read_page(document.raw, at, faces))
            size += sum(len(p.text) for p in pages[-1].pieces)
            if size > 2 * max_characters:
                break
    except ValueError as error:
        raise ArticleError(f"is no readable PDF: {error}") from error
    finally:
        document.close()
    if not size:
        raise ArticleError("holds no text: it is a scan; have its text recognised and save that")
    return pages


def _why(error: str) -> str:
    if "assword" in error:
        return "is encrypted: save it without its password"
    return "is no readable PDF: save it anew, or give the article's text"
