"""File to ``Article``: decode the bytes and keep the text exactly as it is."""

from __future__ import annotations

import codecs
import re
import runpy
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path, PurePosixPath

from pipeline.errors import ArticleError
from pipeline.read.hints import Hints
from pipeline.read.markup import is_page, render
from pipeline.records import Article

FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mht": "html",
    ".mhtml": "html",
    ".xml": "jats",
    ".nxml": "jats",
}

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP, Word or Excel file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip file",
    b"{\\rtf": "an RTF document",
}
# What people paste and old exports hold; a free choice would guess exotic code pages.
_ONE_BYTE = ["cp1252", "mac_roman"]
_TWO_BYTES = ["utf_16_le", "utf_16_be"]
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.02
_SAMPLE = 200_000


def _stray_byte(error: UnicodeError) -> tuple[str, int]:
    """Decode one byte that is not UTF-8 as Windows-1252: a paste of mixed sources."""
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", "replace"), error.start + 1


codecs.register_error("claimsheet-cp1252", _stray_byte)


def decode_text(data: bytes) -> str:
    """Decode a file's bytes; the byte order mark is dropped, line ends stay.

    A byte order mark decides, then valid UTF-8, then UTF-8 with stray Windows-1252
    bytes, then charset-normalizer's choice among the common encodings. Raises
    ``ArticleError`` when the bytes are no text.
    """
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise ArticleError(f"is not text but {what}: save its text as .txt")
    text = _decode(data)
    sample = text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > _MAX_CONTROL_SHARE * len(sample):
        raise ArticleError("is not text: save the article's text as .txt (UTF-8)")
    if not text.strip():
        raise ArticleError("is empty: paste the article's text into it, or remove it")
    return text


def _decode(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    # Every second byte of UTF-16 without a mark is NUL, which is valid UTF-8 too.
    if text and data[:_SAMPLE].count(0) < 0.1 * len(data[:_SAMPLE]):
        return text
    mixed = data.decode("utf-8", "claimsheet-cp1252")
    if b"\x00" not in data and _has_utf8_sequences(data):
        return mixed
    from charset_normalizer import from_bytes

    encodings = _TWO_BYTES if b"\x00" in data[:_SAMPLE] else _ONE_BYTE
    best = from_bytes(data[:_SAMPLE], cp_isolation=encodings).best()
    return mixed if best is None else data.decode(best.encoding, "replace")


def _has_utf8_sequences(data: bytes) -> bool:
    """Say whether multi-byte UTF-8 stands in the data, beside bytes that are none."""
    return re.search(rb"[\xc3-\xf4][\x80-\xbf]|\xc2[\xa0-\xbf]", data[:_SAMPLE]) is not None


def read_article(
    data: bytes, *, id: str, source: str, sha256: str, max_characters: int
) -> tuple[Article, Hints | None]:
    """Make the ``Article`` of a seed's bytes; title and style are set by later stages.

    HTML and JATS are rendered as text, and what their markup knows of it comes beside it.

    Raises ``ArticleError`` for bytes that are no text, empty text, or too much of it.
    """
    format = FORMATS[PurePosixPath(source).suffix.lower()]
    hints = None
    if format in ("html", "jats") or (format == "text" and is_page(data)):
        text, hints, format = render(data, decode_text, max_characters)
    else:
        text = decode_text(data)
    if len(text) > max_characters:
        raise ArticleError(
            f"has {len(text):,} characters, over the limit of {max_characters:,}: "
            "split it, or raise max_characters in pipeline.toml"
        )
    article = Article(
        id=id,
        source=source,
        format=format,
        sha256=sha256,
        title=None,
        text=text,
        citation_style=None,
        language=guess_language(text),
    )
    return article, hints


def guess_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language whose stop words the text uses most.

    Stop words are spaCy's. ``None`` when fewer than a tenth of the first 2,000 words
    are stop words of any language tried: the text is too short or not prose.
    """
    words = re.findall(r"[^\W\d_]+", text[:20_000].lower())[:2000]
    if not words:
        return None
    share: Callable[[str], float] = lambda code: _stop_word_share(words, code)  # noqa: E731
    if share("en") > 0.3:
        return "en"
    best = max(("en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "pl"), key=share)
    return best if share(best) > 0.1 else None


def _stop_word_share(words: list[str], code: str) -> float:
    stop = _stop_words(code)
    return sum(word in stop for word in words) / len(words)


@lru_cache
def _stop_words(code: str) -> frozenset[str]:
    """Read spaCy's list from its file: importing it would build the language's tokenizer,
    which for French takes two seconds and 36 MB."""
    package = find_spec("spacy")
    assert package is not None
    assert package.origin is not None
    path = Path(package.origin).parent / "lang" / code / "stop_words.py"
    return frozenset(runpy.run_path(str(path))["STOP_WORDS"])
