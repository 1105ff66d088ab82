"""The source of an encyclopedia's page, as somebody copied it, put into Markdown.

What cites (``<ref>``, ``{{cite journal|…}}``, ``{{sfn|…}}``) becomes footnotes, links and headings
those of Markdown; boxes, tables, pictures and categories are left out.
"""

from __future__ import annotations

import re

from pipeline.read.front_matter import FrontMatter
from pipeline.read.hints import Hints

_SIGNS = (
    re.compile(r"<ref[\s>/]"),
    re.compile(r"\{\{\s{0,3}(?:[Cc]ite|[Cc]itation|[Rr]eflist|[Ss]fn|[Ii]nfobox)\b"),
    re.compile(r"\[\[[^\[\]\n]{1,120}\]\]"),
    re.compile(r"^={2,5}[^=\n]{1,80}={2,5}\s{0,9}$", re.M),
    re.compile(r"'''[^'\n]{1,120}'''"),
)
_LEAD = re.compile(r"^'{3}([^'\n]{2,120})'{3}", re.M)  # the page's own name
_LEAST = 3  # of these signs
_AGAIN = re.compile(r"<ref\b([^<>/]{0,200})/>", re.I)
_REF = re.compile(r"<ref\b([^<>/]{0,200})>((?:[^<]|<(?!/?ref\b)){0,5000})</ref>", re.I)
_NAME = re.compile(r"name\s?=\s?(?:\"([^\"]{1,80})\"|'([^']{1,80})'|([^\s\"'/>]{1,80}))", re.I)
_TEMPLATE = re.compile(r"\{\{([^{}]{0,6000})\}\}")
_LINK = re.compile(r"\[\[([^\[\]|]{1,300})(?:\|([^\[\]]{0,600}))?\]\]")
_APART = re.compile(r"\s{0,3}:?(?:file|image|category|datei|bild|kategorie|media)\s?:", re.I)
_ADDRESS = re.compile(r"\[(https?://[^\s\[\]]{1,1000})(?:\s([^\[\]\n]{1,400}))?\]")
_HEADING = re.compile(r"^(={1,6})[ \t]*([^=\n][^\n]{0,200}?)[ \t]*\1[ \t]*$", re.M)
_ITEM = re.compile(r"^([*#:;]{1,6})[ \t]*(?=\S)", re.M)
_TAG = re.compile(
    r"</?(?:small|big|div|span|center|nowiki|references|blockquote)\b[^<>]{0,300}>", re.I
)
_NESTED = 8  # templates within templates
_AUTHORS = 30


def is_wikitext(text: str) -> bool:
    """Whether a text is the source of a page of a wiki."""
    head = text[:60_000]
    found = [sign.search(head) is not None for sign in _SIGNS]
    return sum(found) >= _LEAST and (found[0] or (found[1] and found[3]))


def render_wikitext(text: str) -> tuple[str, Hints]:
    """Return the source of a page as plain text and its structure."""
    from pipeline.read.markdown import render_markdown

    lead = _LEAD.search(text[:20_000])
    return render_markdown(to_markdown(text), 0, FrontMatter(title=lead[1] if lead else None))


def to_markdown(text: str) -> str:
    """Return the source of a page as Markdown, its references as footnotes at the end."""
    text = _without(text.replace("\r\n", "\n"), "<!--", "-->")
    text = _without(text, "\n{|", "\n|}")
    for _ in range(_NESTED):
        text, changed = _TEMPLATE.subn(_filled, text)
        if not changed:
            break
    for _ in range(3):
        text = _LINK.sub(_shown, text)
    text = _ADDRESS.sub(lambda m: f"[{m[2]}]({m[1]})" if m[2] else f"<{m[1]}>", text)
    notes: dict[str, str] = {}
    text = _REF.sub(lambda found: _noted(found, notes), text)
    text = _AGAIN.sub(lambda found: f"[^{_key(found[1])}]", text)
    text = _ITEM.sub(lambda m: "- " if m[1][-1] in "*#" else "", text)
    text = _HEADING.sub(lambda m: f"\n{'#' * len(m[1])} {m[2]}\n", text)
    text = re.sub(r"'{2,5}", "", _TAG.sub("", text))
    defined = (f"[^{key}]: {said}" for key, said in notes.items())
    return text.strip() + "\n\n" + "\n".join(re.sub(r"'{2,5}", "", note) for note in defined) + "\n"


def _without(text: str, opening: str, closing: str) -> str:
    """Leave out what stands between two signs, the signs too; what nothing closes stays."""
    parts: list[str] = []
    at = 0
    while (start := text.find(opening, at)) >= 0:
        end = text.find(closing, start + len(opening))
        if end < 0:
            break
        parts.append(text[at:start])
        at = end + len(closing)
    return "".join([*parts, text[at:]])


def _noted(found: re.Match[str], notes: dict[str, str]) -> str:
    """Keep what a reference says, and return the mark that leads to it."""
    name = _NAME.search(found[1])
    key = _key(found[1]) if name else f"n{len(notes) + 1}"
    said = " ".join(found[2].split())
    if said:
        notes.setdefault(key, said)
    return f"[^{key}]"


def _key(attributes: str) -> str:
    name = _NAME.search(attributes)
    words = next((group for group in name.groups() if group), "") if name else "n"
    return re.sub(r"[^\w-]", "-", words.strip()) or "n"


def _shown(found: re.Match[str]) -> str:
    """Return what a reader sees of a link; pictures and categories are left out."""
    if _APART.match(found[1]):
        return ""
    return (found[2] or found[1]).rpartition("|")[2] if found[2] else found[1].lstrip(":")


def _filled(found: re.Match[str]) -> str:
    """Return what a template prints, as far as it is words of the article or a source."""
    name, *values = found[1].split("|")
    name = name.strip().lower().replace("_", " ")
    given = [value for value in values if "=" not in value]
    fields = {k.strip().lower(): v.strip() for k, _, v in (v.partition("=") for v in values)}
    if name.startswith(("cite ", "citation")) and name != "citation needed":
        return _cited(fields)
    if name in ("sfn", "harv", "harvnb", "harvp"):
        return f" ({' '.join(given[:-1])} {given[-1]})" if len(given) > 1 else ""
    if name in ("convert", "cvt", "val"):
        return " ".join(given[:2])
    if name in ("nowrap", "lang", "abbr", "em", "strong", "ill", "sub", "sup", "small"):
        return given[-1 if name == "lang" else 0] if given else ""
    return " " if name in ("nbsp", "spaces") else "–" if name in ("ndash", "snd") else ""


def _cited(fields: dict[str, str]) -> str:
    """Return a source as a list prints it."""
    authors = fields.get("vauthors") or fields.get("authors") or fields.get("author") or ""
    if not authors:
        numbers = ("", *map(str, range(1, _AUTHORS)))
        names = ((fields.get(f"last{n}"), fields.get(f"first{n}")) for n in numbers)
        authors = ", ".join(
            f"{last} {_initials(first or '')}".strip() for last, first in names if last
        )
    year = re.search(r"(?:1[89]|20)\d\d", fields.get("year") or fields.get("date") or "")
    where = next((fields[k] for k in _HOLDERS if fields.get(k)), "")
    place = fields.get("volume", "")
    place += f"({fields['issue']})" if place and fields.get("issue") else ""
    pages = fields.get("pages") or fields.get("page") or ""
    place += f":{pages}" if pages and place else pages
    parts = [
        f"{authors}." if authors else "", f"{fields.get('title', '').rstrip('.')}.",
        f"{where}." if where else "", f"{year[0]};{place}." if year and place else "",
        f"{year[0]}." if year and not place else f"{place}." if place and not year else "",
        f"doi:{fields['doi']}" if fields.get("doi") else "",
        f"PMID: {fields['pmid']}" if fields.get("pmid") else "", fields.get("url", ""),
    ]  # fmt: skip
    return " ".join(part for part in parts if part and part != ".")


_HOLDERS = ("journal", "work", "website", "newspaper", "magazine", "publisher")


def _initials(names: str) -> str:
    return "".join(name[0] for name in re.split(r"[\s.-]+", names) if name)
