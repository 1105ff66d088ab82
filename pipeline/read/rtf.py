"""Rich text (RTF): its words alone, read like a text file.

Notes, superscript, headings and links are lost: a notice says so."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.errors import ArticleError

_BEGIN = b"{\\rtf"


def is_rtf(data: bytes) -> bool:
    """Whether a file is rich text, whatever its name says."""
    return data[:99].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_BEGIN)


def read_rtf(data: bytes) -> str:
    """Return the words of a file of rich text, a line for each paragraph.

    Raises ``ArticleError`` where it holds none.
    """
    from striprtf.striprtf import rtf_to_text

    convert: Callable[..., str] = rtf_to_text

    try:
        text = convert(data.decode("cp1252", "replace"), errors="replace")
    except (ValueError, LookupError, IndexError, RecursionError) as error:
        raise ArticleError("is damaged rich text: open it and save it as .docx") from error
    text = text.replace("\0", "")
    if not text.strip():
        raise ArticleError("holds no text: open it and save it as .docx")
    return text.encode("utf-8", "replace").decode("utf-8")
