"""Whether a text is Markdown although its name does not say so."""

from __future__ import annotations

import re

from pipeline.read.front_matter import has_front_matter
from pipeline.text.patterns import Hinted, hinted

# Each sign means nothing else in prose. A number and a full stop, a lone star, a line of
# hyphens and brackets round a number are no signs: plain texts have them.
_SIGNS: tuple[Hinted, ...] = (
    hinted(r"^#{1,6} [^\s#]", "#", re.M),
    hinted(r"\[[^\[\]\n]{1,200}\]\((?:https?://|#|/|\./|mailto:)[^\s()]{1,500}", "]("),
    hinted(r"^ {0,3}\[[^\[\]\n]{1,60}\]:[ \t]{1,3}<?https?://\S", "]:", re.M),
    hinted(r"^ {0,3}\[\^[\w-]{1,40}\]:[ \t]\S", "[^", re.M),
    hinted(
        r"^ {0,3}\|?(?:[ \t]?:?-{3,60}:?[ \t]?\|){1,30}(?:[ \t]?:?-{3,60}:?[ \t]?)?$", "--", re.M
    ),
    hinted(r"^ {0,3}(?:```|~~~)[\w+-]{0,20}[ \t]*$", "```|~~~", re.M),
    hinted(r"(?<![\w*])\*\*[^\s*][^*\n]{0,200}[^\s*]\*\*(?![\w*])", "**"),
    hinted(r"(?<![\w*])\*[^\W\d_][^*\n]{0,80}[\w.,!?]\*(?![\w*])", "*"),
    hinted(r"(?<![\w_])_[^\W\d_][^_\n]{0,80}[^\W_]_(?![\w_])", "_"),
    hinted(r"!\[[^\[\]\n]{0,200}\]\([^\s()]{1,500}", "!["),
    hinted(r"~~[^\s~][^~\n]{0,200}~~|(?<![\w=])==[^\s=][^=\n]{0,200}==(?![\w=])", "~~|=="),
    hinted(r"^> \S", "> ", re.M),
    hinted(r"\S\[\^[\w-]{1,40}\](?!:)", "[^"),
    hinted(r"\[[^\[\]\n]{0,100}[^\W\d_]{3}[^\[\]\n]{0,100}\]\[[\w -]{1,40}\]", "]["),
)
_STRONG = 6  # the signs before this one are made for no other end
_SEVERAL = 2  # signs of a kind, or kinds of signs, that leave no doubt


def is_markdown(text: str) -> bool:
    """Whether a text is plainly Markdown: it has several signs of it, one beyond doubt."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if has_front_matter(text):
        return True
    found = [place for place, sign in enumerate(_SIGNS) if sign.search(text)]
    return len(found) >= _SEVERAL and found[0] < _STRONG
