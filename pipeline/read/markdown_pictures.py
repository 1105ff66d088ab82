"""Pictures and tables of Markdown: which paragraphs are their captions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_CREDIT = re.compile(
    r"(?:photo|image|picture|credit|source|illustration|fig(?:ure|\.)?|table)\b[^.:|]{0,20}[.:|]"
    r"|:\s",
    re.I,
)
_LONGEST = 300  # characters of a caption


def find_caption(children: list[Token], pictured: bool) -> list[Token] | None:
    """Return the caption that a paragraph is, ``None`` for one of the article.

    That is a picture's alternative text, or what stands beside it in italics or begins like a
    credit. ``pictured``: a picture or table stands right above.
    """
    images = [c for c in children if c.type == "image"]
    rest = [c for c in children if c.type not in ("image", "softbreak", "hardbreak")]
    text = "".join(c.content for c in rest).strip()
    if images and not text:
        alt, title = images[0].content, str(images[0].attrs.get("title") or "")
        words = title if len(title) > len(alt) else alt
        return [images[0].copy(type="text", content=words, children=None)]
    beside = children[:1] == images[:1] if images else pictured
    credited = is_strong(rest, "em") or _CREDIT.match(text) is not None
    return children if text and beside and credited and len(text) < _LONGEST else None


def is_strong(children: list[Token], kind: str = "strong") -> bool:
    """Whether all words of a paragraph stand inside one mark, bold type or italics."""
    shown = [c for c in children if c.type != "text" or c.content.strip()]
    return len(shown) > 2 and shown[0].type == kind + "_open" and shown[-1].type == kind + "_close"
