"""The citation links of a page and the entries they lead to.

A link cites when its text is a number or names a year and it leads, inside the page, to
the beginning of a block: a list item, a paragraph, a table row. Publishers put the target
on the block, on an anchor inside it, before it, or leave it out where the entry links back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from pipeline.read.elements import (
    HEADINGS,
    is_block,
    is_concealed,
    is_dropped,
    name,
    named_region,
    names,
)
from pipeline.text.labels import NOTE_MARK
from pipeline.text.linkwords import PROGRAM_ADDRESS, PROGRAM_WORDS, links_begin, may_lead_elsewhere

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NUMBER = re.compile(
    r"[\[(]?(?:refs?\.?|note)?\s?\d{1,4}[a-z]?(?:\s?[,;–-]\s?\d{1,4}){0,9}[\])]?", re.I
)
_ALONE = re.compile(r"[\[(]?(\d{1,3})[\])]?")
_NOTE = re.compile(r"\b(?:foot|end|rear)notes?\b|\bdoc-(?:foot|end)notes?\b|\bnote\b")
_NOTES = re.compile(r"\b(?:foot|end)-?notes?\b", re.I)
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d[a-z]?(?!\d)")
_LABEL = re.compile(r"[\W\d_]*")
# When a comment was written: no author and year.
_STAMP = re.compile(r"\d:\d\d|\b\d{1,2}(?:st|nd|rd|th)?,? (?:1[89]|20)\d\d|\d[./-]\d{1,2}[./-]\d")
_NO_ENTRY = names("html body main article table tbody ol ul dl")
_INTO_PROGRAM = re.compile(PROGRAM_ADDRESS, re.I)
_PLACE = re.compile(rf"\(?(?:{PROGRAM_WORDS})\)?", re.I)
_GLUED = re.compile(r"^(\[?\d{1,4}[\].)]+)(?=[^\W\d])")
_SHORTEST, _LONGEST = 16, 4000  # characters of an entry
_LINKS = 20  # of an entry that are looked at
_LARGEST = 1000  # begins and ends of elements in an entry
_BACK = re.compile(
    r"[\W_]*(?:[a-z][\W_]*){0,3}|[↩↵↑^⏎][\W\d]*|jump (?:back )?up(?: to)?[\W\w]{0,9}", re.I
)
_EMPTY = re.compile(r"(?:\[\s*\]|[\s|·]){1,40}$")
_END = "\0"  # where a line ends, while an entry is put together; no page has it


@dataclass
class Cited:
    """What of a page cites and what is cited: filled once, before the page is rendered."""

    entries: dict[Element, tuple[str, ...]] = field(default_factory=dict)
    """Elements that hold one entry of the reference list each, and the targets inside."""
    anchors: dict[Element, str] = field(default_factory=dict)
    """Targets in running lines: the line that begins there is the entry."""
    links: dict[Element, str] = field(default_factory=dict)
    """Links to an entry, and its target."""
    terms: set[Element] = field(default_factory=set)
    """Labels of entries in a definition list, which are part of the entry."""


def name_notes(root: Element) -> None:
    """Call notes and their marks what HTML does, whatever an e-book or a page calls them.

    A note beside the text (``aside``) is a block of it.
    """
    for element in root.iter("a", "aside"):
        types = " ".join(v for k, v in element.attrib.items() if k.endswith(("type", "role")))
        if element.tag == "a":
            if "noteref" in types:
                element.set("role", "doc-noteref")
        elif _NOTE.search(types) or _NOTES.search((element.get("class") or "")[:200]):
            element.tag = "div"
            element.attrib.pop("hidden", None)


def drop_program_links(root: Element) -> None:
    """Take out links into a reader's own programs: "(pdf)" behind a quotation, from Zotero."""
    for link in list(root.iter("a")):
        words = _short(link).strip()
        if not _INTO_PROGRAM.match(link.get("href") or "") or not _PLACE.fullmatch(words):
            continue
        above, before, after = link.getparent(), link.getprevious(), link.tail or ""
        if above is None:
            continue
        lead = (above.text if before is None else before.tail) or ""
        if lead.rstrip()[-1:] == "(" and after.lstrip()[:1] == ")":
            lead, after = lead.rstrip()[:-1].rstrip(), after.lstrip()[1:]
        if before is None:
            above.text = lead + after
        else:
            before.tail = lead + after
        link.tail = None
        above.remove(link)


def find_cited(root: Element) -> Cited:
    """Return the citation links of a page and the elements they lead to."""
    targets: dict[str, Element] = {}
    backs: dict[str, Element] = {}
    links: list[tuple[Element, str]] = []
    for element in root.iter():
        for key in (element.get("id"), element.get("name") if name(element) == "a" else None):
            if key:
                targets.setdefault(key, element)
        target = _fragment(element)
        if target:
            links.append((element, target))
            backs.setdefault(target, element)
    cited = Cited()
    leads: dict[str, Element] = {}
    exchanged: set[str] = set()  # the names of marks that are led back to
    for link, target in links:
        if target in leads:
            continue
        found = targets.get(target)
        if not _cites(link):
            own = _returns(link, found, backs)
            if not own or target in exchanged:
                continue
            exchanged.add(own)
        if found is None:  # an entry that links back to this link, under its name or id
            back = (backs.get(key) for key in (link.get("name"), link.get("id")) if key)
            found = next((b for b in back if b is not None), None)
        if found is not None and found is not link and not _within(link, found):
            leads[target] = found
    _settle_entries(cited, leads)
    _add_siblings(cited)
    keys = {k for keys in cited.entries.values() for k in keys} | set(cited.anchors.values())
    inside = {e for entry in cited.entries for e in entry.iter("a")}
    cited.terms = {t for entry in cited.entries if (t := label_of(entry)) is not None}
    cited.links = {a: t for a, t in links if t in keys and a not in inside and _short(a).strip()}
    return cited


class EntryText(NamedTuple):
    """The text of an entry, and where in it a block or a line of the page ended."""

    text: str
    gaps: tuple[int, ...]


def entry_text(element: Element) -> str:
    """Return an entry's text without links back to the prose and links to elsewhere.

    Empty for what is too large to be an entry, and for a section.
    """
    return read_entry(element).text


def read_entry(element: Element) -> EntryText:
    """Return an entry's text as ``entry_text`` does, with the ends of the lines it is shown on."""
    from lxml import etree

    term = label_of(element)
    parts = [" ".join(term.itertext()) + " "] if term is not None else []
    walk = etree.iterwalk(element, events=("start", "end"))
    for steps, (event, e) in enumerate(walk):
        if steps > _LARGEST or name(e) in HEADINGS:
            return EntryText("", ())
        if e.tag == "br" or is_block(e):
            parts.append(_END)
        if event == "end":
            parts.append((e.tail or "") if e is not element else "")
        elif e is not element and (_unread(e) or _leads_away(e)):
            walk.skip_subtree()
        else:
            parts.append(e.text or "")
    lines = [" ".join(line.split()) for line in "".join(parts).split(_END)]
    lines = [line for line in lines if line]
    printed = " ".join(lines)
    text = printed.lstrip("^↑ ")
    ends = [end - len(printed) + len(text) for end in accumulate(len(line) + 1 for line in lines)]
    text = _EMPTY.sub("", text)
    text = printed = text[: links_begin(text)]
    first = next(iter(element), None)
    number = "".join(first.itertext()).strip() if first is not None else ""
    if number.isdecimal() and len(number) < 5 and text.startswith(number):
        rest = text[len(number) :].lstrip()  # "<span>1</span><span>Lund J"
        text = f"{number}{rest}" if rest[:1] in (".", ")", "]", ":") else f"{number} {rest}"
    text = _GLUED.sub(r"\1 ", text, count=1)
    moved = len(text) - len(printed)  # all of it at the number
    gaps = (end - 1 + moved for end in ends[:-1] if 0 < end <= len(printed))
    return EntryText(text, tuple(gap for gap in gaps if text[gap : gap + 1] == " "))


def _unread(element: Element) -> bool:
    """Whether a part of an entry is none of its text: a tooltip, or what is never shown."""
    return is_dropped(element) or (is_concealed(element) and not is_block(element))


def _leads_away(element: Element) -> bool:
    """Whether a link of an entry leads back to the prose or to a place that has the entry."""
    if name(element) != "a":
        return False
    text = " ".join(_short(element).split())
    back = _BACK.fullmatch(text) or NOTE_MARK.fullmatch(text)
    if _fragment(element) and (back or _counts_back(element)):
        return True
    return bool(text) and may_lead_elsewhere(text)


def _counts_back(link: Element) -> bool:
    """Whether a link is one of several that count 1, 2: they lead back, a label stands alone."""
    row = (link, link.getnext(), link.getprevious())
    links = [a for a in row if a is not None and _fragment(a) and _short(a).strip().isdecimal()]
    return links[:1] == [link] and len(links) > 1


def leads_out(element: Element) -> bool:
    """Whether an element has a link to another site."""
    return any(_address(a) for a in islice(element.iter("a"), _LINKS))


def addresses(element: Element) -> list[str]:
    """Return where the links of an entry lead, on other sites."""
    links = (_address(link) for link in islice(element.iter("a"), _LINKS))
    return [address for address in links if address]


def _address(link: Element) -> str:
    href = (link.get("href") or "").strip()
    return href[:2000] if href[:4].lower() == "http" else ""


def label_of(element: Element) -> Element | None:
    """Return the term that stands before an entry of a definition list."""
    before = element.getprevious() if name(element) == "dd" else None
    return before if before is not None and name(before) == "dt" else None


def leads_nowhere(link: Element) -> int:
    """Return the number that a link prints that only a script follows, 0 for any other link."""
    href = (link.get("href") or "").strip()
    if href not in ("", "#") and not href[:11].lower().startswith("javascript:"):
        return 0
    found = _ALONE.fullmatch("".join(link.itertext())[:20].strip())
    return int(found[1]) if found else 0


def _fragment(element: Element) -> str:
    href = element.get("href") or ""
    return unquote(href.rpartition("#")[2]) if "#" in href and name(element) == "a" else ""


def _short(element: Element, most: int = 120) -> str:
    """Return the beginning of an element's text; a link's text is short."""
    text = ""
    for part in element.itertext():
        text += part
        if len(text) > most:
            break
    return text


def _cites(link: Element) -> bool:
    text = " ".join(_short(link).split())
    if _NUMBER.fullmatch(text) or link.get("role") == "doc-noteref":
        return True
    return len(text) <= 100 and bool(_YEAR.search(text)) and not _STAMP.search(text)


def _returns(link: Element, found: Element | None, backs: dict[str, Element]) -> str:
    """Return the name of a mark that the beginning of what it leads to leads back to."""
    if found is None or not NOTE_MARK.fullmatch(_short(link).strip()):
        return ""
    above = link.getparent()
    marks = [link] if above is None else [link, above]
    keys: list[str] = [e.get(k) or "" for e in marks for k in ("name", "id")]
    for key in filter(None, keys):
        back = backs.get(key)
        if back is not None and (back is found or _within(back, found)):
            return key
    return ""


def _settle_entries(cited: Cited, leads: dict[str, Element]) -> None:
    """Find the block each target begins; where several share one, its lines are the entries."""
    homes: dict[Element, list[tuple[str, Element]]] = {}
    for key, target in leads.items():
        home = _home(target)
        if home is not None and not _is_furniture(home):  # a count of comments leads to them
            homes.setdefault(home, []).append((key, target))
    for home, found in homes.items():
        one = len({target for _, target in found}) == 1 and name(home) not in _NO_ENTRY
        if one and _begins(home, found[0][1]) and _fits(home):
            cited.entries[home] = tuple(key for key, _ in found)
        else:
            cited.anchors.update((target, key) for key, target in found)
    for element in list(cited.entries):
        outer = next((a for a in element.iterancestors() if a in cited.entries), None)
        if outer is not None:
            cited.entries[outer] += cited.entries.pop(element)


def _within(link: Element, target: Element) -> bool:
    """Whether a link stands inside what it leads to, as the date of a comment does."""
    return any(above is target for above in islice(link.iterancestors(), 40))


def _is_furniture(home: Element) -> bool:
    """Whether an element is called, or stands in, what is no list: comments, a menu."""
    if named_region(home) is not None:
        return True
    return any(named_region(a) == "comments" for a in islice(home.iterancestors(), 12))


def _fits(element: Element) -> bool:
    return _SHORTEST <= len(entry_text(element)) <= _LONGEST


def _home(target: Element) -> Element | None:
    """Return the block a target stands in: the item or row of a list, if it begins one."""
    block: Element | None = target
    while block is not None and not is_block(block):
        block = block.getparent()
    if block is None or name(block) in HEADINGS:
        return None
    if name(block) == "dt":
        after = block.getnext()
        return after if after is not None and name(after) == "dd" else block
    at: Element | None = block
    for _ in range(3):
        if at is None or name(at) in ("li", "tr", "dd"):
            break
        at = at.getparent()
    return at if at is not None and name(at) in ("li", "tr", "dd") else block


def _begins(home: Element, target: Element) -> bool:
    """Whether nothing but a label stands before a target in its block (or it names the block)."""
    from lxml import etree

    before = ""
    for event, e in etree.iterwalk(home, events=("start", "end")):
        if e is target or len(before) > 200:
            break
        before += ((e.text if event == "start" else e.tail) or "") if name(e) else ""
    else:
        return True  # the term of a definition list
    before = before.strip()
    return len(before) <= 12 and _LABEL.fullmatch(before) is not None


def _add_siblings(cited: Cited) -> None:
    """Take the items between and beside entries of one list as entries too: nobody cites them."""
    parents: dict[Element, list[Element]] = {}
    for entry in cited.entries:
        parent = entry.getparent()
        if parent is not None:
            parents.setdefault(parent, []).append(entry)
    for parent, found in parents.items():
        tag, known = found[0].tag, set(found)
        places = [i for i, child in enumerate(parent) if child in known]
        first, last = (0, len(parent)) if tag == "li" else (places[0], places[-1])
        if tag == "li" or (len(found) > 1 and tag in ("tr", "p", "dd")):
            new = [c for c in parent[first:last] if c.tag == tag and c not in known and _fits(c)]
            cited.entries.update((child, ()) for child in new)
