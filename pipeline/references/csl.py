"""A reference entry as a CSL-JSON item, for Zotero, pandoc and their kin."""

from __future__ import annotations

import re
from typing import Any

from pipeline.references.fields import Fields
from pipeline.references.names import Name

_PREPRINT = re.compile(
    r"\b(?:(?:ar|bio|med|psy|chem)a?r?xiv|preprints?|ssrn|research square)\b", re.I
)
_THESIS = re.compile(
    r"\b(?:thesis|dissertation|th[èe]se|tes[ei]s?|disserta[çc][ãa]o|diss\.|ph\.?\s?d\.?)(?!\w)",
    re.I,
)
_MEETING = re.compile(
    r"\b(?:conf(?:erence)?|symposium|workshop|congress)\b|\bannual meeting\b", re.I
)
_PROCEEDINGS = re.compile(r"^(?:in\s)?proc(?:eedings)?\b", re.I)
_REPORT = re.compile(r"\b(?:report|working paper|white paper|guidelines?|fact sheet)\b", re.I)
# What a work is called beside its title: "[Data set]".
_KINDS = (
    ("dataset", re.compile(r"^data ?(?:set|base)", re.I)),
    ("motion_picture", re.compile(r"^(?:video|film|tv |webinar)", re.I)),
    ("broadcast", re.compile(r"^(?:audio|podcast)", re.I)),
    ("software", re.compile(r"^(?:computer )?software|^mobile app", re.I)),
    ("post", re.compile(r"^(?:tweet|post)\b", re.I)),
    ("post-weblog", re.compile(r"^blog", re.I)),
    ("interview", re.compile(r"^interview", re.I)),
    ("speech", re.compile(r"^(?:lecture|speech)", re.I)),
)
_PART_OF = re.compile(r"\[(?:internet|online)\]", re.I)


def csl_type(fields: Fields) -> str:
    """Return what kind of work the printed fields make the entry."""
    whole = not fields.container or fields.title == fields.container
    container = "" if whole else fields.container or ""
    about = " ".join(filter(None, (container, fields.note, fields.publisher)))
    counted = bool(fields.volume or fields.issue)
    published = bool(fields.publisher or fields.place)
    indexed = fields.doi or fields.pmid or fields.pmcid or fields.pages
    rules = (
        (fields.type or "", fields.type),
        *((name, kind.match(fields.note or "")) for name, kind in _KINDS),
        ("thesis", not counted and _THESIS.search(about)),
        ("article", _PREPRINT.search(about) and not fields.issue),
        ("paper-conference", _MEETING.search(container)),
        ("paper-conference", _PROCEEDINGS.match(container) and not counted),
        ("chapter", container and not counted and (published or _PART_OF.search(container))),
        ("chapter", container and fields.editors),
        ("article-journal", counted and not (whole and published)),
        ("article-journal", fields.pages and not published),
        ("report", whole and _REPORT.search(f"{about} {fields.title}")),
        ("webpage", whole and fields.url and not fields.place and not indexed),
        ("book", whole and published),
        ("webpage", fields.url and not indexed),
        ("article-journal", container),
        ("article-journal", fields.pmid or fields.pmcid or (fields.doi and not fields.title)),
    )
    return next((name for name, fits in rules if fits), "book")


def csl_item(item_id: str, fields: Fields, given: str | None = None) -> dict[str, Any]:
    """Return the entry as a CSL-JSON item, holding only what is printed (or its given type)."""
    item: dict[str, Any] = {"id": item_id, "type": given or csl_type(fields)}
    if fields.authors and fields.authors != fields.editors:
        item["author"] = [_person(name) for name in fields.authors]
    if fields.editors:
        item["editor"] = [_person(name) for name in fields.editors]
    if fields.year:
        item["issued"] = {"date-parts": [[fields.year]]}
    title = fields.title or (fields.container if item["type"] == "book" else None)
    values = {
        "title": title,
        "container-title": None if title == fields.container else fields.container,
        "volume": fields.volume,
        "issue": fields.issue,
        "page": fields.pages,
        "publisher": fields.publisher,
        "publisher-place": fields.place,
        "DOI": fields.doi,
        "PMID": fields.pmid,
        "PMCID": fields.pmcid,
        "URL": fields.url,
        "number": fields.note if fields.type else None,
    }
    item.update({key: value for key, value in values.items() if value})
    return item


def _person(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.given else {"literal": name.family}
