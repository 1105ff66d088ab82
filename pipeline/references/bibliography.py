"""One printed reference entry into its fields.

A trained labeller (``models/references``) says which words are authors, title, container
and so on; rules stand round it only: the label before the entry, identifiers, the names
within the authors, numbers within volume, issue and pages. A part that is not printed is
left out; nothing is guessed from outside. All patterns are bounded, so an entry costs
time in its length only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.references.borders import settled, without_status
from pipeline.references.customs import common_order
from pipeline.references.fields import Fields
from pipeline.references.figures import pages_of, volume_of, year_in, year_of
from pipeline.references.laws import read_law
from pipeline.references.names import ET_AL, NO_NAMES, Name, read_names, split_names
from pipeline.references.parts import Parts
from pipeline.references.plain import plain
from pipeline.references.tokens import Token, token_features, tokenise
from pipeline.references.writers import names_first
from pipeline.text.identifiers import Identifiers, identifiers_in
from pipeline.text.signs import DASHES, key_at, number_at, past_bullet
from pipeline.weights.chain import load_chain
from pipeline.weights.folders import MODELS

_YEARS = re.compile(rf"(?:1[89]|20)\d\d[{DASHES}](?:1[89]|20)\d\d")
_BEHIND = re.compile(
    rf"(?:\)?\s?[:,]|(?<=[:,]))\s?(?:pp?\.\s?)?(?!(?:1[89]|20)\d\d\b)([A-Za-z]?\d{{2,8}}(?:[{DASHES}]\w{{1,8}})?)(?![\w/])"
)
_GIVEN_FIRST = re.compile(
    r"(?:[^\W\d_a-z]\.[ -]?){1,3}(?:(?:van|von|de[rnl]?|d[aiou]|la|le)\s){0,2}"
    r"[^\W\d_a-z][\w'’-]{1,40}(?=\s?[:,(])"
)
_FIRST = 4
"""Editors that begin an entry, within so many characters, stand in the place of its authors."""
_AFTER_NAMES = re.compile(r"\s?\((?:19|20)\d\d[a-z]?\)|\.\s(?:19|20)\d\d[a-z]?\.")
_YEAR_NUMBERS = range(1500, 2100)
"""No list has an entry of such a number: "(2010) Iron and tea" begins with its year."""
# What links back to the text leave before an entry: "1. a b c Roe K".
_BACK_LETTERS = re.compile(
    r"(?=[abc] )(?:a )?(?:b )?(?:c )?(?:d )?(?:e )?(?:f )?(?:g )?(?:h )?(?=[^\W\d_a-z])"
)
# Stops that end no sentence: "U.S. nurses", "St. James", "H. pylori".
_SHORTENED = re.compile(
    r"\b(?:U\.\s?[SKN]\.|E\.U\.|Ste?\.(?=\s[A-Z])|(?<![\w’'-]\s)STE?\.(?=\s[A-Z])"
    r"|[A-Z]\.(?=\s(?!(?:and|et|und|in|van|von|de[rnl]?|the|for|of|ten|ter|la|le|da|di)\b)[a-z]{4}))"
)
_WORDS = re.compile(r"[^\W\d_a-z][\w’-]{2,20}\s(?:[a-zà-ÿ]{1,4}\s){0,2}[a-zà-ÿ]{5}")
"""Words that are no names: ``Bread and wine``."""
_SOURCE = re.compile(r"(?:source|ref(?:erence)?|quelle|fuente)s?\s?:\s(?=\S)", re.IGNORECASE)
# How a note leads to its source: "See", "Cf."; but a family may be named See: "See KC", "See, K.".
_SIGNAL = re.compile(
    r"(?:(?:but )?see(?: also| generally|(?: also)?,? (?:for (?:example|instance)|e\.\s?g\.),?)?"
    r"|cf\.|compare|e\.g\.,?|(?:as )?(?:quoted|cited|reviewed|discussed|described) in:?"
    r"|adapted from:?|for (?:an? )?(?:(?:recent|good|further) )?"
    r"(?:reviews?|overview|details?|discussion|example),? see:?)"
    r"\s(?=(?-i:[^\W\d_a-z][\w’'-]{0,30}[^\W\d_A-Z]))",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_APART = 12
"""Characters that may stand between two stretches of authors: ``…``, ``and the``."""


def read_label(text: str) -> tuple[int | None, int]:
    """Return an entry's printed number and where its words begin."""
    begin = past_bullet(text)
    label = number_at(text, begin)
    if label and label.number not in _YEAR_NUMBERS:
        after = past_bullet(text, label.end)
        letters = _BACK_LETTERS.match(text, after)
        return label.number, letters.end() if letters else after
    key = key_at(text, begin)
    named = None if key else _SOURCE.match(text, begin)
    return None, past_bullet(text, key.end) if key else named.end() if named else begin


def read_entry(text: str, models: Path = MODELS, links: Sequence[str] = ()) -> Fields:
    """Return the fields printed in one entry of a reference list.

    ``links`` are the addresses that its words lead to. Raises ``ModelError`` when the weights
    (``models/references``) are missing or damaged.
    """
    whole, inside = plain(text)
    number, begin = read_label(whole)
    signal = _SIGNAL.match(whole, begin)
    begin = signal.end() if signal else begin
    words = names_first(common_order(whole[begin:]))
    ids = _identifiers(words, (*inside, *links))
    if law := read_law(whole):  # "21 CFR § 101.14": no label
        number = None
    law = law or read_law(words)
    if law:
        return Fields(number=number, **law._asdict(), **ids._asdict())
    tokens = tokenise(words)
    chain = load_chain("references", models)
    labels = chain.label_rows(token_features(_unstopped(words, tokens), chain.encode))
    parts = Parts(words, tokens, _quoted_title(tokens, _settled(words, tokens, labels)))
    authors, et_al = _authors(parts, "author")
    editors, more = _authors(parts, "editor")
    if not authors and parts.spans.get("editor", [(99, 0)])[0][0] < _FIRST:
        authors, et_al = editors, more
    volume, issue = volume_of(parts)
    year = year_of(parts)
    if volume == str(year) and not _dated(parts):
        volume = None  # a date taken for a volume
    fields = Fields(
        number=number,
        authors=authors,
        et_al=et_al,
        year=year,
        title=without_status(parts.first("title")),
        container=without_status(parts.first("container")),
        volume=volume,
        issue=issue,
        pages=pages_of(parts) or _page_behind(parts),
        publisher=parts.first("publisher"),
        place=parts.first("location"),
        editors=editors,
        note=parts.first("note"),
        **ids._asdict(),
    )
    fields = settled(words, fields)
    return replace(fields, container=fields.container or fields.title)  # a whole book or page


def _unstopped(words: str, tokens: list[Token]) -> list[Token]:
    """Return the tokens as the labeller sees them: no stop within ``U.S.`` ends a sentence."""
    inner = {at for found in _SHORTENED.finditer(words) for at in range(*found.span())}
    if not inner:
        return tokens
    return [
        token._replace(text="-") if token.text == "." and token.start in inner else token
        for token in tokens
    ]


def _page_behind(parts: Parts) -> str | None:
    """Return what stands behind volume and issue and no label was given: ``340 (9): c2096``."""
    ends = [end for label in ("volume", "issue") for _, end in parts.spans.get(label, [])]
    found = _BEHIND.match(parts.text, max(ends)) if ends else None
    return found[1] if found else None


def _dated(parts: Parts) -> bool:
    return year_in(" ".join(parts.all("date"))) is not None


def _settled(text: str, tokens: list[Token], labels: list[str]) -> list[str]:
    """Give the title its words back: years in it, and what the authors took of it."""
    labels = list(labels)
    for i in range(_led(text, tokens, labels)):
        labels[i] = "author"
    if labels.count("date") > 3:
        for i in range(1, len(labels) - 3):
            span = text[tokens[i].start : tokens[i + 2].end]
            if labels[i - 1] == "title" and labels[i] == "date" and _YEARS.fullmatch(span):
                labels[i : i + 4] = ["title"] * 4
    end = next((i for i, label in enumerate(labels) if label != "author"), len(labels))
    if not 0 < end < len(labels):
        return labels
    if tokens[0].text.lower() in NO_NAMES:  # "Vitamin K. National Institute of Health."
        after = next((i for i in range(end, len(labels)) if labels[i] != "title"), len(labels))
        labels[:after] = ["title"] * end + ["container"] * (after - end)
        return labels
    _, _, names_end = read_names(text[: tokens[end - 1].end])
    first = next((i for i in range(end) if tokens[i].start >= names_end), end)
    untitled = "title" not in labels
    closed = text[names_end - 1] == "." and first < end and tokens[first].text not in ".:"
    cut = names_end > 0 and first < end and (closed or tokens[first].text in ".:")
    dated = labels[end] == "date" and _WORDS.search(text, names_end, tokens[end - 1].end)
    # "Li JH. Bread, | beer and wine", "Li JH. Bread. | In: ...", "Li JH. Bread and wine. | 2016."
    if cut and (untitled or dated or (labels[end] == "title" and tokens[end - 1].text != ".")):
        begin = first if closed else first + 1
        labels[begin:end] = ["title"] * (end - begin)
    elif untitled and not names_end and not {"volume", "pages"} & set(labels):
        labels[:end] = ["title"] * end  # "Jet lag. A site. 2020"
    return labels


def _quoted_title(tokens: list[Token], labels: list[str]) -> list[str]:
    """Label what quotes hold as the title, and the names before them as authors."""
    opens = next((i for i, t in enumerate(tokens) if t.text in '“"'), len(tokens))
    closes = next((i for i in range(opens + 1, len(tokens)) if tokens[i].text in '”"'), 0)
    inside = labels[opens + 1 : closes]
    before = set(labels[:opens])
    on = labels[closes + 1 : closes + 2] == ["title"]  # '"Fat" and health'
    if on or opens < 2 or closes - opens < 3 or inside.count("title") < 0.5 * len(inside):
        return labels
    if before <= {"author", "title"}:
        labels[:opens] = ["author"] * opens
    labels[opens + 1 : closes] = ["title"] * len(inside)
    return labels


def _led(text: str, tokens: list[Token], labels: list[str]) -> int:
    """Return how many tokens are authors for sure, whatever they are labelled."""
    if labels[:1] == ["author"]:  # "J. Roe: Iron and tea": one author
        who = _GIVEN_FIRST.match(text)
        end = who.end() if who else 0
        if text[1:3] == ". ":  # "C. Roe, E. Irons. Tea and iron"
            names, _, stop = read_names(text)
            end = max(end, stop) if len(names) > 1 and text[stop : stop + 2] == ". " else end
    else:  # "O’Roe S, Li K (2022) Iron and tea"
        names, _, end = read_names(text)
        people = bool(names) and all(n.given for n in names)
        closed = text[end - 1 : end + 2]
        several = len(names) > 1 and (". " in closed or ": " in closed)
        sure = people and (several or _AFTER_NAMES.match(text, end))
        end = end if sure else 0
    return sum(token.end <= end for token in tokens)


def _authors(parts: Parts, label: str) -> tuple[tuple[Name, ...], bool]:
    """Return the names of the first stretch of authors and of those close behind it."""
    names: list[Name] = []
    et_al = False
    last = -1
    for start, end in parts.spans.get(label, []):
        if names and start - last > _APART:
            break
        found, more = split_names(parts.text[start:end])
        names += found
        et_al = et_al or more
        last = end
    more_said = last >= 0 and ET_AL.match(parts.text, last + 1) is not None
    return tuple(names), et_al or more_said


def _identifiers(text: str, links: Sequence[str]) -> Identifiers:
    """Return the identifiers printed, else those of the addresses that the words lead to."""
    found = identifiers_in(text)
    for link in links:
        more = identifiers_in(link)
        found = Identifiers(*(a or b for a, b in zip(found, more, strict=True)))
    bare = (found.url or "").removeprefix("www.").rstrip("/")
    if bare and "://" not in bare:  # "example.org/iron" is printed, and leads there
        whole = (link for link in links if _SCHEME.sub("", link).rstrip("/") == bare)
        found = found._replace(url=next(whole, found.url))
    return found
