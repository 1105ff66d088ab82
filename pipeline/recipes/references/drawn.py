"""Entries in styles drawn at random: a template, a language, a form of names, of dates, of numbers.

No list of styles is ever whole. What a labeller must learn is that the parts come in any order with
any signs between them, so they are combined freely here, each with its label.
"""

from __future__ import annotations

import random
import re
from typing import NamedTuple

from pipeline.recipes.references import words as w
from pipeline.recipes.references.data import Builder
from pipeline.recipes.references.templates import (
    ARTICLES,
    BOOKS,
    CHAPTERS,
    CYRILLIC,
    HAN,
    OTHERS,
    PAGES,
)
from pipeline.recipes.references.works import Work

_LABELS = {
    **{"A": "author", "B": "author", "T": "title", "J": "container", "d": "date", "v": "volume"},
    **{"i": "issue", "p": "pages", "E": "editor", "P": "publisher", "L": "location", "N": "note"},
    **{
        "Q": "publisher",
        "X": "container",
        "m": "date",
        "x": "note",
        "ep": "note",
        "ed": "note",
        "e": "editor",
    },
}
_FIELD = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"<([^<>]*)>")
_TONGUES = (62, 6, 4, 5, 3, 3, 3, 3, 2, 2, 6, 1)
_FORMS = (
    ("{f} {g}", 34), ("{f} {d}", 8), ("{f} {s}", 6), ("{f}, {d}", 12), ("{f}, {s}", 14),
    ("{f}, {g}", 3), ("{s} {f}", 8), ("{d} {f}", 4), ("{g} {f}", 2), ("{n} {f}", 9), ("{n} {m} {f}", 7),  # noqa: E501
    ("{f}, {n}", 5),
)  # fmt: skip
"""Family name, initials (together, dotted, dotted with spaces), given name, middle initial."""
_HAN = 0.05  # of the entries drawn
_INVERTED = 0.6  # of the lists in full names: only the first is turned round
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip  # noqa: E501
_NOTES = {
    "thesis": "dissertation|Doctoral dissertation|PhD thesis|master's thesis|Unpublished doctoral "
    "dissertation|Dissertation|thèse|tesis doctoral|Unpublished manuscript|Thesis",
    "report": "Technical Report No. {n}|Report No. {n}|WHO Technical Report Series, No. {n}|Publication "  # noqa: E501
    "No. {n}-{n}|White paper|Policy brief|Fact sheet|Evidence Report/Technology Assessment No. {n}",
    "press": "In press|in press|Forthcoming|Accepted for publication|Submitted|Unpublished data|"
    "n.d.|im Druck|en prensa|In review",
    "language": "Article in German|in German|in Japanese|in Spanish|Russian|in French|In Chinese|Chinese|Retracted|published correction "  # noqa: E501
    "appears in J Clin Invest 2011;15:3|Epub 2018 Sep 30|Erratum in: Lancet 2012;379:1|Review|"
    "letter|Editorial|abstract",
    "number": "2004.{n}{n}|{n}.{n}|1907.{n}{n} [q-bio.NC]|2020.05.11.0{n}{n}",
    "article": "Art. no. {n}{n}|Article {n}|Art. no. e{n}{n}|Article ID {n}{n}",
}


class Draw(NamedTuple):
    """What one entry is drawn with."""

    rng: random.Random
    tongue: w.Tongue
    work: Work

    def one(self, words: str) -> str:
        """Return one of the words between bars."""
        return self.rng.choice(words.split("|"))

    def chance(self, odds: float) -> bool:
        """Return true as often as that."""
        return self.rng.random() < odds


def drawn(work: Work, rng: random.Random) -> Builder:
    """Return a work as an entry of a style that is drawn."""
    tongue = rng.choices(w.TONGUES, _TONGUES)[0]
    kinds = (ARTICLES, BOOKS, CHAPTERS, PAGES, OTHERS)
    if work.title and work.container and not work.publisher:
        kind = rng.choices(kinds, (76, 4, 3, 11, 6))[0]
    else:
        kind = rng.choices(kinds, (6, 42, 30, 14, 8))[0]
        work = work._replace(title=work.title or work.container)
    draw = Draw(rng, tongue, work)
    if tongue.name == "ru" and rng.random() < 0.6:
        return _filled(draw, rng.choice(CYRILLIC), ARTICLES)
    if tongue.name == "en" and rng.random() < _HAN:
        return _filled(draw, rng.choice(HAN), HAN)
    return _filled(draw, rng.choice(kind), kind)


def _filled(draw: Draw, template: str, kind: list[str]) -> Builder:
    """Fill a template; a field that is missing takes the sign before it with it."""
    values = _values(draw, template, kind)
    template = _OPTIONAL.sub(
        lambda m: m[1] if all(values.get(n) for n in _FIELD.findall(m[1])) else "", template
    )
    entry = Builder()
    at = 0
    for field in _FIELD.finditer(template):
        _sign(entry, template[at : field.start()])
        entry.put(values.get(field[1], ""), _LABELS.get(field[1]))
        at = field.end()
    _sign(entry, template[at:])
    return _behind(draw, entry) if kind in (ARTICLES, BOOKS, CHAPTERS) else entry


def _sign(entry: Builder, sign: str) -> None:
    """Put what stands between two fields; no full stop behind another."""
    if sign[:1] in (".", ",") and entry.text[-1:] in ("?", "!", sign[0]):
        sign = sign[1:]
    entry.put(sign if entry.text else sign.lstrip(" .,:;"))


def _values(draw: Draw, template: str, kind: list[str]) -> dict[str, str]:
    """Return the words of every field a template may ask for."""
    rng, tongue, work = draw.rng, draw.tongue, draw.work
    volume, issue, pages = _numbers(draw)
    months = tongue.months.split()
    month = rng.choice(months)
    short = month[:3] + rng.choice((".", "", "")) if rng.random() < 0.5 else month
    note = "press" if kind is ARTICLES else "report" if kind is BOOKS else "thesis"
    note = "number" if "arXiv" in template or "bioRxiv" in template else note
    note = "article" if "{m}, {N}" in template else note
    note = (
        "language"
        if any(s in template for s in ("[{N}]", "{p}. {N}")) and kind is ARTICLES
        else note
    )
    note = "report" if "{B}" in template else note
    number = str(rng.randint(1, 999))
    body = _body(draw)
    values = {
        "A": _people(draw), "T": _title(draw), "J": _container(draw, kind), "d": _date(draw, template),  # noqa: E501
        "v": volume, "i": issue, "p": pages, "m": short, "B": body,
        "E": _editors(draw), "P": work.publisher or rng.choice(w.PUBLISHERS),
        "L": work.place or rng.choice(w.PLACES), "N": draw.one(_NOTES[note]).replace("{n}", number),
        "V": draw.one(tongue.volume), "I": draw.one(tongue.issue), "S": draw.one(tongue.pages),
        "K": draw.one(tongue.inside).strip(), "e": draw.one(tongue.editors), "ed": draw.one(tongue.edition),  # noqa: E501
        "x": _visit(draw), "ep": f"Epub {_date(draw, '')}", "u": _address(draw, body),
    }  # fmt: skip
    values |= {"Q": rng.choice(w.SITES), "X": rng.choice(w.SERVERS)}
    return values | _han(rng, values) if kind is HAN else _scripted(draw, values)


def _people(draw: Draw) -> str:
    """Return authors in a form of names, with what is said of those left out."""
    rng, work, tongue = draw.rng, draw.work, draw.tongue
    if not work.authors or rng.random() < 0.05:
        return work.collective or _body(draw)
    forms, odds = zip(*_FORMS, strict=True)
    form = rng.choices(forms, odds)[0]
    most = rng.choice((1, 2, 3, 3, 6, 6, 99))
    names = [_name(rng, form, name) for name in work.authors[:most]]
    if form == "{f}, {n}" and rng.random() < _INVERTED:
        names[1:] = [_name(rng, "{n} {f}", name) for name in work.authors[1:most]]
    if rng.random() < 0.06:
        names = [name.upper() for name in names]
    between = "; " if "," in form and rng.random() < 0.35 else ", "
    if len(work.authors) > most or (work.et_al and rng.random() < 0.7):
        if rng.random() < 0.04:
            return f"{between.join(names)}, …, {_name(rng, form, work.authors[-1])}"
        return between.join(names) + rng.choice((", ", ", ", " ", between)) + draw.one(tongue.more)
    people = names[0]
    if len(names) > 1:
        also = draw.one(tongue.also)
        also = also.upper() if names[0].isupper() and rng.random() < 0.5 else also
        last = rng.choice((between, between, f" {also} ", f" {also} ", f"{between}{also} "))
        people = between.join(names[:-1]) + last + names[-1]
    if rng.random() < 0.04:
        people += rng.choice(("; ", ", for the ", " on behalf of the ", ", and the ")) + _body(draw)
    elif rng.random() < 0.02:
        people += f" [{_body(draw)}]"
    return people


def _name(rng: random.Random, form: str, name: tuple[str, str]) -> str:
    family, initials = name
    initials = initials or "ABCDEFGHIJKLMNPRSTW"[rng.randrange(19)]
    given = rng.choice(w.GIVEN)
    return form.format(
        f=family, g=initials, d=".".join(initials) + ".", s=". ".join(initials) + ".",
        n=given, m=f"{rng.choice('ABCDEHIJLMRST')}.",
    )  # fmt: skip


def _body(draw: Draw) -> str:
    words = [
        x for x in re.findall(r"[^\W\d_]{5,}", draw.work.title) if x[0].isupper() or len(x) > 7
    ]
    topic = (draw.rng.choice(words) if words else "Heart").capitalize()
    body = draw.rng.choice(w.BODIES if draw.chance(0.6) else w.SITES)
    return body.replace("{}", topic.upper() if draw.chance(0.2) else topic)


def _editors(draw: Draw) -> str:
    editors = (
        draw.work.editors or draw.work.authors[::-1][: draw.rng.randint(1, 3)] or (("Roe", "K"),)
    )
    form = draw.rng.choice(("{f} {g}", "{f} {g}", "{s} {f}", "{f}, {s}", "{n} {f}"))
    return draw.rng.choice((", ", " & ", " and ")).join(
        _name(draw.rng, form, e) for e in editors[:3]
    )


def _title(draw: Draw) -> str:
    """Return the title, now and then with years in it, in capitals, or shorter."""
    rng, title = draw.rng, draw.work.title.rstrip(".")
    year = rng.randint(1900, 2024)
    if rng.random() < 0.09:
        title = rng.choice((
            f"{title}, {year}-{year + 9}", f"{title} {year}–{year + 20}", f"{title} in {year}",
            f"A {year} {title[:1].lower()}{title[1:]}", f"{title}: {year} update", f"{year} {title}",  # noqa: E501
            f"{title}, {year}–{year + 5}: a systematic review", f"Health in {year}: {title}",
        ))  # fmt: skip
    elif rng.random() < 0.06:
        title = " ".join(x.capitalize() if len(x) > 3 else x for x in title.split())
    elif rng.random() < 0.03:
        title = title.upper()
    elif rng.random() < 0.14:
        title = " ".join(title.split()[: rng.randint(1, 6)]).rstrip(",:;")
    if rng.random() < 0.02:
        title = rng.choice(("[6]-", "[18F]", "(−)-", "“Healthy” ", "α-", "1,25-")) + title
    return title


def _container(draw: Draw, kind: list[str]) -> str:
    rng = draw.rng
    if kind is PAGES:
        return rng.choice(w.NEWSPAPERS if rng.random() < 0.4 else w.SITES)
    container = draw.work.container or rng.choice(w.NEWSPAPERS)
    parts = container.split()
    if len(parts) > 1 and rng.random() < 0.15 and "." not in container:
        container = " ".join(x + "." if x[0].isupper() and 1 < len(x) < 8 else x for x in parts)
        return container.rstrip(".")
    return container


def _date(draw: Draw, template: str) -> str:
    """Return the year, often with a month and a day where templates have room."""
    rng, year = draw.rng, draw.work.year or str(draw.rng.randint(1950, 2024))
    if "({d})" in template or rng.random() < 0.6:
        if rng.random() < 0.03:
            return rng.choice((f"{year}a", f"{year}b", f"[{year}]", f"{year}/{int(year[:4]) + 1}"))
        if rng.random() < 0.01:
            return f"{year[:4]}-{(int(year[:4]) + 1) % 100:02}"
        return (
            year
            if "({d})" not in template or rng.random() > 0.1
            else f"{year}, {_month(draw)} {rng.randint(1, 28)}"
        )
    month, day = _month(draw), rng.randint(1, 28)
    return rng.choice((
        f"{year} {month}", f"{year} {month} {day}", f"{month} {year}", f"{day} {month} {year}",
        f"{month} {day}, {year}", f"{month} {day}, {year}", f"{year}, {month} {day}",
        f"{rng.choice(('Winter', 'Spring', 'Summer', 'Fall'))} {year}", f"{year} {month}-{_month(draw)}",  # noqa: E501
        f"{day}.{rng.randint(1, 12)}.{year}", f"{year}-{rng.randint(1, 12):02}-{day:02}", year,
    ))  # fmt: skip


def _month(draw: Draw) -> str:
    month = draw.rng.choice(draw.tongue.months.split())
    return draw.rng.choice((month, month[:3], month[:3], month[:3] + "."))


def _numbers(draw: Draw) -> tuple[str, str, str]:
    """Return volume, issue and pages, now and then of the rarer kinds."""
    rng, work = draw.rng, draw.work
    volume, _, inside = (work.volume or str(rng.randint(1, 400))).partition("(")
    issue = (
        work.issue or inside.rstrip(")") or (str(rng.randint(1, 12)) if rng.random() < 0.6 else "")
    )
    first = rng.randint(1, 1999)
    pages = work.pages or f"{first}-{first + rng.randint(1, 30)}"
    if rng.random() < 0.18:
        volume = rng.choice((
            _roman(rng.randint(2, 60)), str(rng.randint(1800, 2025)), str(rng.randint(1800, 1999)),
            f"{volume} Suppl {rng.randint(1, 3)}", f"{volume}A", f"Suppl {rng.randint(1, 9)}",
            f"{volume}-{rng.randint(100, 999)}", str(rng.randint(1000, 4000)),
        ))  # fmt: skip
    if issue and rng.random() < 0.12:
        number = rng.randint(1, 9)
        issue = rng.choice((
            f"{issue} Pt {rng.randint(1, 2)}", f"{number}-{number + 1}", f"S{issue}", f"Suppl {issue}",  # noqa: E501
            f"Suppl. {issue}", f"suppl {number}", f"supl. {number}", f"Supl {number}", f"{issue} Suppl",  # noqa: E501
            f"{number} Suppl {issue}", f"{number} Suppl. 1", str(rng.randint(1000, 9999)), "Suppl",
        ))  # fmt: skip
    if rng.random() < 0.22:
        pages = rng.choice((
            f"e{rng.randint(1, 999)}", f"S{first}-S{first + 7}", f"{first}a-{first + 3}a", f"CD00{first}",  # noqa: E501
            f"e0{rng.randint(100_000, 299_999)}", str(first), f"{first}-{(first + 7) % 10}",
            f"{rng.randint(1850, 2030)}-{rng.randint(2031, 2050)}", "xii-xvi", f"{first}.e1-{first + 9}.e4",  # noqa: E501
            f"{first}–{first + 9}", f"{first}--{first + 9}", f"{first} – {first + 9}", f"{first}-{first + 12:}",  # noqa: E501
        ))  # fmt: skip
    elif rng.random() < 0.4:
        pages = pages.replace("-", "–")
    return volume, issue, pages


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        while number >= value:
            text, number = text + sign, number - value
    return text


def _visit(draw: Draw) -> str:
    """``Accessed March 12, 2023``, ``[cited 2021 Mar 3]``."""
    rng, lead = draw.rng, draw.one(draw.tongue.accessed)
    month, day, year = _month(draw), rng.randint(1, 28), rng.randint(2001, 2025)
    date = rng.choice((
        f"{month} {day}, {year}", f"{day} {month} {year}", f"{year} {month} {day}", f"{month} {year}",  # noqa: E501
        f"{day}.{rng.randint(1, 12)}.{year}", f"{year}-{rng.randint(1, 12):02}-{day:02}", f"{day}/{rng.randint(1, 12)}/{year}",  # noqa: E501
        str(year),
    ))  # fmt: skip
    return f"{lead}{date}" + {"[": "]", "(": ")"}.get(lead[:1], "")


def _address(draw: Draw, body: str) -> str:
    rng = draw.rng
    host = re.sub(r"[^a-z]", "", body.lower())[:14] or "example"
    path = "/".join(re.findall(r"[a-z]{3,}", draw.work.title.lower())[: rng.randint(0, 4)])
    year = f"{rng.randint(2000, 2024)}/" if rng.random() < 0.2 else ""
    address = f"{rng.choice(('https://www.', 'https://', 'http://', 'www.', ''))}{host}.{rng.choice(('org', 'com', 'gov', 'org.uk'))}/{year}{path}"  # noqa: E501
    if rng.random() < 0.1 and draw.work.doi:
        address = f"https://doi.org/{draw.work.doi}"
    return draw.one(draw.tongue.available) + address


def _behind(draw: Draw, entry: Builder) -> Builder:
    """Put identifiers, an address or a visit behind an article or a book."""
    rng, work = draw.rng, draw.work
    pmid = work.pmid or str(rng.randint(1_000_000, 39_999_999))
    if work.doi and rng.random() < 0.35:
        entry.put(
            rng.choice(
                (" doi:", " doi: ", " https://doi.org/", " DOI: ", ", doi: ", " (doi: ", " DOI ")
            )
            + work.doi
        )
        entry.put(")." if "(doi: " in entry.text[-len(work.doi) - 8 :] else rng.choice(("", ".")))
    if rng.random() < 0.16:
        entry.put(rng.choice((f" PMID: {pmid}.", f" PMID {pmid}", f" [PubMed: {pmid}]", f" PMID: {pmid}; PMCID: PMC{pmid[1:]}.",  # noqa: E501
                              f" PMC {pmid[1:]}. PMID {pmid}.", f" https://pubmed.ncbi.nlm.nih.gov/{pmid}/")))  # fmt: skip  # noqa: E501
    if rng.random() < 0.06:
        entry.put(" ").put(_visit(draw), "note").put(".")
    elif rng.random() < 0.05:
        entry.put(f" {_address(draw, 'site')}")
    return entry


def _scripted(draw: Draw, values: dict[str, str]) -> dict[str, str]:
    """Return the words in the letters of the language: Cyrillic, accents, now and then Chinese."""
    rng, name = draw.rng, draw.tongue.name
    fields = ("A", "T", "J", "E", "P", "B")
    if name == "ru":
        table: dict[str, str | int | None] = {
            **w.CYRILLIC,
            **{k.upper(): v.upper() for k, v in w.CYRILLIC.items()},
        }
        return values | {
            k: values[k].translate(str.maketrans(table))
            for k in fields
            if values[k].isascii() or rng.random() < 0.8
        }
    if name != "en" or rng.random() < 0.08:
        odds = rng.choice((0.05, 0.15, 0.3))
        return values | {k: _accented(rng, values[k], odds) for k in fields}
    return values


def _accented(rng: random.Random, text: str, odds: float) -> str:
    return "".join(
        rng.choice(w.ACCENTS[c]) if c in w.ACCENTS and rng.random() < odds else c for c in text
    )


def _han(rng: random.Random, values: dict[str, str]) -> dict[str, str]:
    """Return names, a title and a journal of Chinese signs."""

    def some(signs: str, least: int, most: int) -> str:
        return "".join(rng.choices(signs, k=rng.randint(least, most)))

    names = [rng.choice(w.HAN_NAMES) + some(w.HAN_TITLE, 1, 2) for _ in range(rng.randint(1, 4))]
    place, publisher = rng.choice(w.HAN_PLACES)
    more = rng.choice(("", "", ", 等", "等", " 他"))
    return {"A": rng.choice((", ", ",", "，", "、")).join(names) + more, "T": some(w.HAN_TITLE, 5, 22),  # noqa: E501
            "J": rng.choice(w.HAN_JOURNALS), "L": place, "P": publisher, "E": names[0],
            "B": some(w.HAN_TITLE, 3, 5) + "协会"}  # fmt: skip
