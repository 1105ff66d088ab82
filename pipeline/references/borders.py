"""Words that one field took from its neighbour, given back by what the print itself says.

The labeller draws the borders between authors, title and journal. Each rule here moves one of them
where the words leave no doubt, and is given the entry's words and the fields so far.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from pipeline.references.fields import Fields
from pipeline.references.names import Name, bodies, names_body, split_names, without_short
from pipeline.references.parts import bare

_UNPRINTED = re.compile(  # what stands in the place of a year, a volume, a journal
    r"\W{0,3}\b(?:in press|forthcoming|im druck|en prensa|sous presse|in review|n\.?\s?d|submitted"
    r"|accepted)\b\W{0,3}$",
    re.IGNORECASE,
)
_ONLINE = re.compile(r"\s?[\[(](?:internet|online|serial online)[\])]\W{0,3}$", re.IGNORECASE)
_DATED_BODY = re.compile(
    r"((?:[^\W\d_a-z][\w’'&-]{0,30}\s(?:(?:of|for|and|the|on|in|to|de|du|des|et|für|und|&)\s){0,3}){1,12}"
    r"[^\W\d_a-z][\w’'&-]{1,30}|[A-Z]{3,10})\.\s\((?:(?:19|20)\d\d[a-z]?(?:,[^()]{1,20})?|n\.\s?d\."
    r"|in press|forthcoming)\)[.,:]?\s?"
)
_SENTENCE = re.compile(r"[^.?!\n]{3,300}[?!]?")
# "Iron and tea. Gut Lett 3", before the pages
_VOLUME_BEHIND = re.compile(
    r"(?P<title>.{8,400})\.\s(?P<journal>[^\W\d_a-z][^.\d]{1,60})\s(?P<volume>\d{1,4})"
)
_TAIL = re.compile(r"(?<=\w{4})[.,]\s([^\W\d_a-z][^\W\d_A-Z]{1,8})$")
_LAST_WORD = re.compile(r"(?<=\S)[.?!†]{1,2}\s([^\W\d_a-z][^\W\d_]{1,15})$")
_WHERE_AND_WHEN = re.compile(
    r"(?:,\s(?:[^\W\d_a-z][\w’ -]{1,30}?\s?)?(?:(?:19|20)\d\d)?"
    r"(?:[-–—]\s?(?:[^\W\d_]{3,9}\s)?\d{2,4})?){1,3}\.\s"
)
_CUT_SHORT = re.compile(r"\b(?:U\.S|U\.K|U\.N|E\.U)$")
_IN_BRACKETS = 80
"""Characters in brackets that end a title."""
_ISSN = re.compile(r"\.\s(?:ISSN|S2CID|OCLC)\b.{0,40}$")
_PRINTED_BY = re.compile(
    r"(?P<title>.{8,400}?)[.?!]\s"
    r"(?P<place>[^\W\d_a-z][\w’-]{2,30}(?:[ -][^\W\d_a-z][\w’-]{1,30}){0,2})"
    r":\s(?P<publisher>[^\W\d_a-z][\w’&-]{1,30}(?:\s(?:[^\W\d_a-z]|&|of\s)[\w’&-]{0,30}){0,4})"
)
_JOURNAL = 7
"""Words of a journal's name that was taken for the end of a title."""

# The first sentence of an entry; an abbreviation such as "U.S." or "St." does not end it.
_HEAD = re.compile(r"((?:[^.\n]|(?<=\b[A-Z])\.|(?<=\bSt)\.|(?<=\be)\.(?=\s?V\.)){3,200})\.\s(?=\S)")
# A volume that looks like a year, before the pages and the year itself: "Acta 1840: 27-9, 2014".
_LATE_YEAR = re.compile(
    r"\s(?P<volume>(?:1[4-9]|20)\d\d)\s?(?:[(]\d{1,4}[)]\s?)?[:,]\s?"
    r"[A-Za-z]?\d{1,6}(?:\s?[-–—]\s?[A-Za-z]?\d{1,6})?\s?[,;.]?\s?"
    r"\(?(?P<year>(?:19|20)\d\d)\)?(?=[.\s]*(?:$|doi|PM|http))",
    re.IGNORECASE,
)
_SERVER = re.compile(
    r"\b(?:arXiv|bioRxiv|medRxiv|chemRxiv|PsyArXiv|OSF Preprints|Research Square|SSRN"
    r"|Preprints\.org|Authorea|SciELO Preprints)\b",
    re.IGNORECASE,
)
# How Chinese entries say of what kind a work is: "[J]", "[EB/OL]"; the title may lack the bracket.
_CODED = re.compile(
    r"\s?\[(?:[JMCDRNPSZ]|EB|DB|CP)(?:/OL)?\]?$|^(?:[JMCDRNPSZ]|EB|DB|CP)(?:/OL)?\][.\s]{0,3}"
)
_SITE = re.compile(r"(?<=\S)\.\s(?P<site>(?:[a-z\d-]{1,40}\.){1,3}[a-z]{2,6})(?:\.\s.{0,40})?$")
_KIND_OF_PAGE = re.compile(r"fact ?sheet|patient information|overview|q ?& ?a\b", re.IGNORECASE)
_QUOTES = tuple('"“”')
_OF_EDITORS = re.compile(
    r"^\W{0,3}(?:eds?|editors?|hrsg|dirs?|coords?|comps?)\b\.?[)\]]?[\s.,:]{1,3}", re.I
)
_TITLE_FIRST = re.compile(r"(?P<title>[^.?!]{12,300}[.?!])\s(?P<names>[^\W\d_a-z].{3,400})")
_DATED = re.compile(r"(?P<journal>.{2,120}?),?\s(?P<year>(?:19|20)\d\d)")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_ABBREVIATED = frozenset(
    ["Acta", "Adv", "Am", "Ann", "Arch", "Biochem", "Br", "Brit", "Bull", "Can", "Clin", "Curr",
     "Eur", "Exp", "Int", "J", "Jpn", "Mol", "Nat", "Proc", "Rev", "Scand", "Trans"]
)  # fmt: skip
"""Words that begin the short name of a journal and are no title."""


def without_status(name: str | None) -> str | None:
    """Return a title or a container, unless it only says that there is none yet."""
    return bare(_UNPRINTED.sub("", name)) if name else None


def settled(words: str, fields: Fields) -> Fields:
    """Return the fields of an entry with each border where its words say that it is."""
    for rule in _RULES:
        fields = rule(words, fields)
    return fields


def _dated_body(words: str, fields: Fields) -> Fields:
    """``Iron Board. (2019). Iron in food``."""
    body = _DATED_BODY.match(words)
    if not body:
        return fields
    title, container = fields.title, fields.container
    if title in (None, body[1]):
        title, container = container, None
    if title in (None, body[1]):
        first = _SENTENCE.match(words, body.end())
        title = first[0].strip() if first else None
    return replace(fields, authors=(Name(body[1], None),), title=title, container=container)


def _whole_body(words: str, fields: Fields) -> Fields:
    """``Centers for Disease Control and Prevention (CDC). Iron`` names one body, to its stop."""
    head = _HEAD.match(words)
    if not head or not names_body(head[1]):
        return fields
    body = without_short(head[1])
    if any(name.given for name in fields.authors):  # "Harlow T.H.", "Roe School of Health"
        first = fields.authors[0]
        printed = f"{first.family} {first.given} {fields.title}"
        if len(fields.authors) > 1 or (first.given or "").count(".") < 2 or printed != body:
            return fields
        fields = replace(fields, authors=(), title=head[1])
    families = [name.family for name in fields.authors]
    rest = words[head.end() :]
    if not families and fields.title == head[1] and rest.startswith(fields.container or "\n"):
        authors = tuple(Name(one, None) for one in bodies(body))
        return replace(fields, authors=authors, title=fields.container, container=None)
    if not families and not (fields.title or "").startswith(f"{head[1]}. "):
        return fields
    if families and (families[-1].startswith(f"{body}. ") or not head[1].endswith(families[-1])):
        authors = tuple(Name(one, None) for one in bodies(body))
        if fields.container and rest.startswith(fields.container):
            return replace(fields, authors=authors, title=fields.container, container=None)
        title = _after(rest, fields.title)
        return replace(fields, authors=authors, title=title or fields.title)
    if not families:
        title = (fields.title or "").removeprefix(f"{head[1]}. ")
        return replace(fields, authors=(Name(body, None),), title=title)
    return fields


def _after(rest: str, title: str | None) -> str | None:
    """Return a title that begins where the authors end, and not within or behind their name."""
    if not title:
        return None
    begin = rest.find(title)
    if begin >= 0:
        end = begin + len(title)
        end += rest[begin - 1 : begin] in _QUOTES and rest[end : end + 1] in _QUOTES
        return rest[:end] if 0 < begin < len(title) else title
    kept = title
    while kept and not rest.startswith(kept):  # the title took words of the name
        kept = kept.partition(". ")[2]
    return kept or title


def _led_by_body(words: str, fields: Fields) -> Fields:
    """Part the body that wrote a page from the title: ``Iron Board. Iron and tea``."""
    body, _, rest = (fields.title or "").partition(". ")
    if fields.authors or len(rest) < 4 or not names_body(body):
        return fields
    return replace(fields, authors=(Name(body, None),), title=rest)


def _led_by_initials(words: str, fields: Fields) -> Fields:
    """``NCCIH. Ginger. nccih.nih.gov``: capitals that are part of the address are the body's."""
    body, _, rest = (fields.title or "").partition(". ")
    if fields.authors or len(rest) < 4 or not (body.isupper() and body.isalpha()):
        return fields
    site = _SITE.search(rest)
    hosts = [*_host(fields.url), *(site["site"].split(".") if site else ())]
    if body.lower() not in hosts:
        return fields
    return replace(fields, authors=(Name(body, None),), title=rest)


def _all_journal(words: str, fields: Fields) -> Fields:
    """``Tea. Harvard Health Publishing. April 2019``: the first of the sentences is the title."""
    first, _, rest = (fields.container or "").partition(". ")
    if fields.title is not None or not rest or len(first) < 3:
        return fields
    counted = fields.volume or fields.pages  # no "J. Biol. Chem. 3"
    dated = re.search(r"\((?:19|20)\d\d[^()]{0,20}\)[.,:]?\s$", words.partition(first)[0])
    sure = (
        (dated and first.strip(".") not in _ABBREVIATED)
        or not counted
        or first.count(" ") > 1
        or _HAN.search(first)
    )
    return replace(fields, title=first, container=rest) if sure else fields


def _title_first(words: str, fields: Fields) -> Fields:
    """``Iron and tea. Roe K, Li M. Gut 3``: the names follow the title."""
    if fields.title or len(fields.authors) != 1 or fields.authors[0].given:
        return fields
    found = _TITLE_FIRST.fullmatch(fields.authors[0].family)
    names, et_al = split_names(found["names"]) if found else ((), False)
    if not found or not names or not all(name.given for name in names):
        return fields
    return replace(fields, title=bare(found["title"]), authors=names, et_al=fields.et_al or et_al)


def _after_editors(words: str, fields: Fields) -> Fields:
    """``Roe K, Li M (eds). Iron``: what the names are is no word of the title."""
    return replace(fields, title=_OF_EDITORS.sub("", fields.title)) if fields.title else fields


def _dated_journal(words: str, fields: Fields) -> Fields:
    """``Gut Lett 2010 [updated 2017 Apr 3]; 22: 4``: the year of the volume stands beside it."""
    found = _DATED.fullmatch(fields.container or "") if fields.volume else None
    if not found or not re.search(re.escape(found[0]) + r"\s?[\[(]", words):
        return fields
    return replace(fields, container=found["journal"], year=int(found["year"]))


def _untitled(words: str, fields: Fields) -> Fields:
    """``Hurrell R et al., Br. J. Nutr., 81, 289``: a journal and no title."""
    title, journal = fields.title, fields.container
    if title not in _ABBREVIATED or not journal or f"{title}. {journal}" not in words:
        return fields
    return replace(fields, title=None, container=f"{title}. {journal}")


def _parted(words: str, fields: Fields) -> Fields:
    """Part a journal of a few words from the title it was taken for: ``Iron and tea. Gut Lett``."""
    if fields.container or not (fields.volume or _UNPRINTED.search(words)):
        return fields
    work, _, journal = (fields.title or "").rpartition(". ")
    short = (
        0 < len(journal) < 2 * len(work) and journal.count(" ") < _JOURNAL and journal[0].isupper()
    )
    return replace(fields, title=work, container=journal) if work and short else fields


def _without_publisher(words: str, fields: Fields) -> Fields:
    """``Oaks of Spain. Ourense: Acorn``: the place and who printed it are no words of the title."""
    found = None
    if fields.title and not fields.publisher and not fields.container and not fields.volume:
        found = _PRINTED_BY.fullmatch(fields.title)
    if not found:
        return fields
    return replace(fields, title=found["title"], place=found["place"], publisher=found["publisher"])


def _volume_behind(words: str, fields: Fields) -> Fields:
    """``Iron and tea. Gut Lett 3``, where the pages follow."""
    found = None
    if fields.title and not fields.container and not fields.volume:
        found = _VOLUME_BEHIND.fullmatch(fields.title)
    if not found:
        return fields
    title, journal, volume = found["title"], found["journal"], found["volume"]
    return replace(fields, title=title, container=journal, volume=volume)


def _divided_journal(words: str, fields: Fields) -> Fields:
    """``Iron in rats, Rat`` and ``Lipids``: in print ``Rat. Lipids. 3``."""
    title, container = fields.title, fields.container
    cut = _TAIL.search(title) if title and container else None
    if not cut or not title or not container:
        return fields
    if f"{cut[1]}. {container.split()[0].strip('.')}. " not in words:
        return fields
    return replace(fields, title=title[: cut.start()], container=f"{cut[1]}. {container}")


def _begun_journal(words: str, fields: Fields) -> Fields:
    """``Archives. Data`` and ``Science J``: no sign parts the last word from the journal."""
    title, container = fields.title, fields.container
    cut = _LAST_WORD.search(title) if title and container else None
    if not cut or not title or f"{cut[1]} {container}" not in words:
        return fields
    return replace(fields, title=bare(title[: cut.start()]), container=f"{cut[1]} {container}")


def _chapter(words: str, fields: Fields) -> Fields:
    """``Pests. Handbook of cotton. Marlow Press; 2006:245-63``: pages of a book, and its title."""
    title, _, book = (fields.title or "").partition(". ")
    pages_in_book = fields.publisher and fields.pages and not (fields.container or fields.volume)
    if not pages_in_book or ". " in book or len(title) < 4 or not book[:1].isupper():
        return fields
    return replace(fields, title=title, container=book) if book.count(" ") else fields


def _closed_title(words: str, fields: Fields) -> Fields:
    """A bracket that the title opens is closed in it: ``Crows (Corvus corone; C. c. cornix)``."""
    title, container = fields.title, fields.container
    at = words.find(title) if title and container else -1
    if at < 0 or not title or not container:
        return fields
    if title.count("(") > title.count(")"):
        end = words.find(")", at + len(title), at + len(title) + _IN_BRACKETS) + 1
        return replace(fields, title=words[at:end], editors=()) if end else fields
    unopened = container.find(")")
    if unopened < 0 or "(" in container[:unopened]:
        return fields
    end = words.find(")", at + len(title), at + len(title) + _IN_BRACKETS) + 1
    journal = bare(container[unopened + 1 :])
    return replace(fields, title=words[at:end], container=journal) if end else fields


def _whole_title(words: str, fields: Fields) -> Fields:
    """``Tanning laws`` and ``, USA, 2013``: a title goes on to the stop before the journal."""
    title, container = fields.title, fields.container
    at = words.find(title) if title and container and fields.volume else -1
    if at < 0 or not title or not container:
        return fields
    end = at + len(title)
    journal = words.find(container, end)
    if journal < 0 or not _WHERE_AND_WHEN.fullmatch(words, end, journal):
        return fields
    return replace(fields, title=bare(words[at:journal]), place=None)


def _uncut(words: str, fields: Fields) -> Fields:
    """``a service of the U.S`` and ``National Library``: no stop of a sentence."""
    if not fields.title or not fields.container or fields.volume:
        return fields
    whole = f"{fields.title}. {fields.container}"
    cut = _CUT_SHORT.search(fields.title) and whole in words
    return replace(fields, title=whole, container=None) if cut else fields


def _group_behind(words: str, fields: Fields) -> Fields:
    """``Roe K, et al; Iron Study Group. Iron and tea``: the group is no word of the title."""
    body, _, rest = (fields.title or "").partition(". ")
    if not fields.authors or not rest or not names_body(body) or f"; {body}. " not in words:
        return fields
    return replace(fields, authors=(*fields.authors, Name(body, None)), title=rest)


def _volume_like_year(words: str, fields: Fields) -> Fields:
    """``Biochim Biophys Acta 1840: 2709-2729, 2014``."""
    found = _LATE_YEAR.search(words) if not fields.volume else None
    if not found or str(fields.year) not in (found["volume"], found["year"]):
        return fields
    return replace(fields, volume=found["volume"], year=int(found["year"]))


def _year_of_title(words: str, fields: Fields) -> Fields:
    """``2023 Guideline on iron. Gut. 2023``: the first year is the title's own."""
    opening = f". {fields.year} {fields.title}"
    if not fields.year or not fields.title or fields.title[:1] in "([" or opening not in words:
        return fields
    if words.count(str(fields.year)) < 2:
        return fields
    return replace(fields, title=f"{fields.year} {fields.title}")


def _numbered_article(words: str, fields: Fields) -> Fields:
    """``Front Chem 2018, 6, 407``: behind a comma stands the article's number, no issue."""
    if fields.pages or not fields.volume or not fields.issue or not fields.issue.isdigit():
        return fields
    plain = re.search(rf",\s{re.escape(fields.volume)},\s{fields.issue}(?![\d-])", words)
    return replace(fields, pages=fields.issue, issue=None) if plain else fields


def _preprint(words: str, fields: Fields) -> Fields:
    """A server of preprints is where such a work stands."""
    if fields.container or fields.volume:
        return fields
    found = list(_SERVER.finditer(words))[:1] if not _SERVER.search(fields.title or "") else []
    return replace(fields, container=found[0][0]) if found else fields


def _site(words: str, fields: Fields) -> Fields:
    """A title takes neither the name nor the address of the site: ``Vitamin K. Wikipedia``."""
    title = fields.title or ""
    if fields.container or fields.volume:
        return fields
    named = _SITE.search(title)
    if named and named.start() > 2:
        return replace(fields, title=title[: named.start()], container=named["site"])
    work, _, site = title.rpartition(". ")
    if work and site.replace(" ", "").lower() in _host(fields.url):
        return replace(fields, title=work, container=site)
    return fields


def _host(url: str | None) -> list[str]:
    """Return the parts of an address's host: those of ``en.wikipedia.org``."""
    try:
        return urlsplit(url or "").netloc.lower().split(".")
    except ValueError:
        return []


def _subtitle(words: str, fields: Fields) -> Fields:
    """What a page calls itself goes on in its title: ``Iron: fact sheet for consumers``."""
    note, title = fields.note or "", fields.title
    if fields.volume or fields.pages or not title or not _KIND_OF_PAGE.match(note):
        return fields
    at = words.find(title)
    end = words.find(note, at)
    if at < 0 or end - at - len(title) not in (1, 2):
        return fields
    end += len(note)
    more = words.find(fields.container, end) if fields.container else -1
    if fields.container and more in (end, end + 1):
        return replace(fields, title=words[at : more + len(fields.container)], container=None)
    return replace(fields, title=words[at:end], note=None)


def _uncoded(words: str, fields: Fields) -> Fields:
    """``铁与茶的关系[J]``: what kind of work it is belongs to no field."""
    title = _CODED.sub("", fields.title) if fields.title else None
    container = _CODED.sub("", fields.container) if fields.container else None
    return replace(fields, title=title, container=container)


def _book(words: str, fields: Fields) -> Fields:
    """``Roe K (ed). Iron. Oxford: Marlow Press``: what no other work stands in is the title."""
    counted = fields.volume or fields.issue or fields.pages or fields.title
    if counted or not fields.publisher or not fields.authors:
        return fields
    return replace(fields, title=fields.container, container=None)


def _tidy_journal(words: str, fields: Fields) -> Fields:
    """Drop ``ISSN 1234`` and ``[Internet]`` behind a journal."""
    container = _ISSN.sub("", fields.container) if fields.container else None
    if container and (fields.volume or fields.issue):
        container = _ONLINE.sub("", container)
    return replace(fields, container=container)


_RULES: tuple[Callable[[str, Fields], Fields], ...] = (
    _dated_body,
    _whole_body,
    _led_by_body,
    _led_by_initials,
    _untitled,
    _all_journal,
    _title_first,
    _after_editors,
    _dated_journal,
    _volume_like_year,
    _without_publisher,
    _parted,
    _volume_behind,
    _divided_journal,
    _begun_journal,
    _chapter,
    _closed_title,
    _whole_title,
    _uncut,
    _group_behind,
    _year_of_title,
    _numbered_article,
    _preprint,
    _subtitle,
    _site,
    _uncoded,
    _book,
    _tidy_journal,
)
