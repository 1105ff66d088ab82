"""A file's bytes -> ``Article``, and what its markup knows of the text."""

from __future__ import annotations

from pipeline.errors import ArticleError
from pipeline.read.formats import read_format
from pipeline.read.hints import Hints
from pipeline.read.languages import guess_language
from pipeline.records import Article


def read_article(
    data: bytes, *, id: str, source: str, sha256: str, max_characters: int, ocr: bool = False
) -> tuple[Article, Hints | None]:
    """Make the ``Article`` of a seed's bytes; title and style are set by later stages.

    Plain text stays exactly as it is. Other formats are rendered as text, and what their
    markup knows of it comes beside it. With ``ocr`` the text of scanned pages is recognised.

    Raises ``ArticleError`` for bytes that are no text, empty text, or too much of it.
    """
    text, hints, format = read_format(data, source, max_characters, ocr)
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
        date=hints.date if hints else None,
        byline=hints.byline if hints else None,
        url=hints.url if hints else None,
        notices=hints.notices if hints else (),
    )
    return article, hints
