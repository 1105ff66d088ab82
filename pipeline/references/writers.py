"""Who wrote an entry, where the labeller gave names to the title or the title to the names.

Each rule is given the entry's words and the fields so far, and moves one border where the words
leave no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from urllib.parse import urlsplit

from pipeline.references.fields import Fields
from pipeline.references.names import (
    Name,
    bodies,
    names_body,
    read_names,
    split_names,
    without_short,
)
from pipeline.references.parts import bare

_DATED_BODY = re.compile(
    r"((?:[^\W\d_a-z][\w’'&-]{0,30}\s(?:(?:of|for|and|the|on|in|to|de|du|des|et|für|und|&)\s){0,3}){1,12}"
    r"[^\W\d_a-z][\w’'&-]{1,30}|[A-Z]{3,10})(\.?)\s\((?:(?:19|20)\d\d[a-z]?(?:,[^()]{1,20})?|n\.\s?d\."
    r"|in press|forthcoming)\)[.,:]?\s?"
)
_LANDS = frozenset(("UK.", "US.", "USA.", "EU."))  # "Heart UK. (2019)." is a body
_SENTENCE = re.compile(r"[^.?!\n]{3,300}[?!]?")
# The first sentence of an entry; an abbreviation such as "U.S." or "St." does not end it.
_HEAD = re.compile(r"((?:[^.\n]|(?<=\b[A-Z])\.|(?<=\bSt)\.|(?<=\be)\.(?=\s?V\.)){3,200})\.\s(?=\S)")
_QUOTES = tuple('"“”')
_OF_EDITORS = re.compile(
    r"^\W{0,3}(?:eds?|editors?|hrsg|dirs?|coords?|comps?)\b\.?[)\]]?[\s.,:]{1,3}", re.I
)
_ROLE = re.compile(r"[\s.,]{0,3}(?:eds?|editors?)?[\s.]{0,3}", re.IGNORECASE)
_TITLE_FIRST = re.compile(r"(?P<title>[^.?!]{12,300}[.?!])\s(?P<names>[^\W\d_a-z].{3,400})")
_JOURNAL_BEHIND = re.compile(r"\.\s[^\W\d_a-z][^.\d]{1,60}\.?\s\(?(?:19|20)\d\d[;,)]")
_STOP = re.compile(
    r"[.?!][\"”]?\s(?=[^\W\d_a-z]|(?:van|von|de[lnr]?|d[aiou]|l[ae]|te[nr]|[ae]l)\s)"
)
_LONGEST, _INITIALS = 300, 3
"""Characters of a title, and of the initials of a name."""
_SHORTEST = 8
"""Characters of a title before the names."""
SITE = re.compile(r"(?<=\S)\.\s(?P<site>(?:[a-z\d-]{1,40}\.){1,3}[a-z]{2,6})(?:\.\s.{0,40})?$")


def names_first(words: str) -> str:
    """Return an entry whose title stands before the names in the common order.

    ``Iron and tea. Roe K, Li M. Gut 3`` becomes ``Roe K, Li M. Iron and tea. Gut 3``.
    """
    for stop in islice(_STOP.finditer(words, _SHORTEST, _LONGEST), 3):
        rest = words[stop.end() :]
        names, et_al, end = read_names(rest)
        short = [name.given for name in names if name.given and len(name.given) <= _INITIALS]
        several = len(names) > 1 or et_al or _JOURNAL_BEHIND.match(rest, end)
        if (
            several
            and len(short) == len(names)
            and (rest[end : end + 2] == ". " or rest[end : end + 1] == " ")
        ):
            if read_names(words)[0]:
                return words
            return f"{rest[:end]}. {words[: stop.end()].rstrip()} {rest[end + 1 :].lstrip()}"
    return words


def _dated_body(words: str, fields: Fields) -> Fields:
    """``Iron Board. (2019). Iron in food``, also without the stops."""
    body = _DATED_BODY.match(words)
    if not body or (not body[2] and (fields.authors or fields.title != body[1])):
        return fields
    given = [name.given for name in fields.authors if name.given]
    if body[2] and given == [f"{body[1].split()[-1]}."] and given[0] not in _LANDS:
        return fields  # "Roe KL. (2019)."
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
        authors = _parties(body)
        return replace(fields, authors=authors, title=fields.container, container=None)
    if not families and not (fields.title or "").startswith(f"{head[1]}. "):
        return fields
    if families and (families[-1].startswith(f"{body}. ") or not head[1].endswith(families[-1])):
        authors = _parties(body)
        if fields.container and rest.startswith(fields.container):
            return replace(fields, authors=authors, title=fields.container, container=None)
        title = _after(rest, fields.title)
        return replace(fields, authors=authors, title=title or fields.title)
    if not families:
        title = (fields.title or "").removeprefix(f"{head[1]}. ")
        return replace(fields, authors=(Name(body, None),), title=title)
    return fields


def _parties(words: str) -> tuple[Name, ...]:
    """Return the bodies that wrote an entry, and the people behind them: ``; Roe K, editor``."""
    found: list[Name] = []
    for piece in bodies(words):
        names, _, end = read_names(piece)
        person = names and _ROLE.fullmatch(piece, end) is not None
        found += names if person else [Name(piece, None)]
    return tuple(found)


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
    site = SITE.search(rest)
    hosts = [*host(fields.url), *(site["site"].split(".") if site else ())]
    if body.lower() not in hosts:
        return fields
    return replace(fields, authors=(Name(body, None),), title=rest)


def _title_first(words: str, fields: Fields) -> Fields:
    """``Iron and tea. Roe K, Li M. Gut 3``: the names follow the title."""
    if fields.title or len(fields.authors) != 1 or fields.authors[0].given:
        return fields
    found = _TITLE_FIRST.fullmatch(fields.authors[0].family)
    names, et_al = split_names(found["names"]) if found else ((), False)
    if not found or not names or not all(name.given for name in names):
        return fields
    return replace(fields, title=bare(found["title"]), authors=names, et_al=fields.et_al or et_al)


def _names_between(words: str, fields: Fields) -> Fields:
    """``Iron and tea. Roe K, Li M. Gut``: a portal prints the names below the title."""
    whole = ". ".join(filter(None, (fields.title, fields.container)))
    title, _, rest = whole.partition(". ")
    if fields.authors or not rest or (fields.container and whole not in words):
        return fields
    names, et_al, end = read_names(rest)
    people = names and all(name.given and name.given.isupper() for name in names)
    if not people or rest[end : end + 1] not in ("", ".") or len(title) < _SHORTEST:
        return fields
    journal = bare(rest[end:])
    return replace(fields, title=title, authors=names, et_al=et_al, container=journal)


def _after_editors(words: str, fields: Fields) -> Fields:
    """``Roe K, Li M (eds). Iron``: what the names are is no word of the title."""
    return replace(fields, title=_OF_EDITORS.sub("", fields.title)) if fields.title else fields


def _group_behind(words: str, fields: Fields) -> Fields:
    """``Roe K, et al; Iron Study Group. Iron and tea``: the group is no word of the title."""
    body, _, rest = (fields.title or "").partition(". ")
    if not fields.authors or not rest or not names_body(body) or f"; {body}. " not in words:
        return fields
    return replace(fields, authors=(*fields.authors, Name(body, None)), title=rest)


def host(url: str | None) -> list[str]:
    """Return the parts of an address's host: those of ``en.wikipedia.org``."""
    try:
        return urlsplit(url or "").netloc.lower().split(".")
    except ValueError:
        return []


AUTHORS: tuple[Callable[[str, Fields], Fields], ...] = (
    _dated_body,
    _whole_body,
    _led_by_body,
    _led_by_initials,
    _title_first,
    _names_between,
    _after_editors,
    _group_behind,
)
"""The rules of this module, in their order."""
