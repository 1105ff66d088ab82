"""Which language a text is in."""

from __future__ import annotations

import re
import runpy
from collections import Counter
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

_CITED = re.compile(r"\([^()]{1,80}\)")  # names of authors, which may be of any language
_OTHERS = ("de", "fr", "es", "it", "pt", "nl", "sv", "da", "pl")
_FOREIGN = 1.5
"""How much oftener the stop words of another language stand in its texts than English ones."""

_LEAST = 2
"""Stop words that English lacks, of a text in another language that has English ones too."""


def guess_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language whose stop words the text uses most.

    Stop words are spaCy's. ``None`` when fewer than a tenth of the first 2,000 words
    are stop words of any language tried: the text is too short or not prose.
    """
    told = _CITED.sub(" ", text[:20_000].lower())
    words = Counter(re.findall(r"[^\W\d_]+", told)[:2000])
    if not words:
        return None
    english = _stop_word_share(words, "en")
    if english > 0.3:
        return "en"
    shares = {code: _stop_word_share(words, code) for code in _OTHERS}
    best = max(shares, key=lambda code: shares[code])
    if english > max(0.1, shares[best] / _FOREIGN):
        return "en"  # a few sentences with names in them: "in", "of" and "van" are Dutch, too
    if english and len(words.keys() & (_stop_words(best) - _stop_words("en"))) < _LEAST:
        return "en" if english > 0.1 else None  # "Statins help in men": "men" is a Dutch word
    return best if shares[best] > 0.1 else None


def _stop_word_share(words: Counter[str], code: str) -> float:
    return sum(words[word] for word in words.keys() & _stop_words(code)) / words.total()


@lru_cache
def _stop_words(code: str) -> frozenset[str]:
    """Read spaCy's list from its file: importing it would build the language's tokenizer,
    which for French takes two seconds and 36 MB."""
    package = find_spec("spacy")
    assert package is not None
    assert package.origin is not None
    path = Path(package.origin).parent / "lang" / code / "stop_words.py"
    return frozenset(runpy.run_path(str(path))["STOP_WORDS"])
