"""Which lines of a page are its article, and what the others are.

A model (`models/pages`) says of every line how likely it is the article's. What the markup is
sure of goes before it: the title, captions, lists of references. Nothing hidden is kept but
such lists and the answers that a click would show.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from pipeline.read.elements import named_part, stands_beside
from pipeline.read.features import Words, describe
from pipeline.read.metadata import Metadata
from pipeline.read.page import Draft
from pipeline.read.walk import Part
from pipeline.records import Region
from pipeline.text.asides import is_offer
from pipeline.text.headings import COMMENT_HEADING, RELATED_HEADING
from pipeline.text.posts import shows_writer
from pipeline.weights.folders import MODELS, weights
from pipeline.weights.trees import load_trees

_INSIDE = 0.5  # the chance from which a line is the article's
_BETWEEN = 0.2  # the same for a heading between two lines of the article, and for prose that cites
_NEARLY = 0.4  # the same for a paragraph right below another of the article
_LEAST = 0.1  # of the best line's chance, where no line reaches the first of these
_POST, _SIGNED = 60, 2  # characters of a post, and signs that posts bear which make a thread
_HEADING = 90  # characters
_QUOTES = "“”\"‘’'«»„"
_PULLED = 80  # characters of a quotation that are more than a line set large
_SENTENCE, _LINKED = 60, 0.5  # characters of a paragraph, and of them those of links
_MENU = 3  # lines of a menu
_ANSWER = 40  # characters
_OWN = 0.4  # of the article's text: a block that holds more is none of readers' comments
_COMMENTS, _RELATED = re.compile(COMMENT_HEADING), re.compile(RELATED_HEADING)
_BYLINE = re.compile(
    r"(?:by|written by|posted by|reviewed by|medically reviewed by|von|par|por|di|door|af|av)\s"
    r"[^\W\d_a-z].{1,80}|(?:published|posted|updated|last (?:updated|reviewed|modified)).{0,60}"
    r"|.{0,30}(?:(?:19|20)\d\d-\d\d-\d\d|\b\d{1,2}(?:st|nd|rd|th)?\.? [^\W\d_]{3,9}\.?,? (?:19|20)\d\d"  # noqa: E501
    r"|\b[^\W\d_]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d|\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d)"  # noqa: E501
    r".{0,30}",
    re.I,
)


# A sentence that a number in brackets ends, before or behind its stop.
_NUMBERED = re.compile(
    r"[^\W\d_A-Z]{2}(?:[.!?]\s?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,8}\]"
    r"|\s?\[\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,8}\][.!?])(?:\s|$)"
)


@lru_cache(maxsize=2)
def load_words(models: Path = MODELS) -> Words:
    """Load the weights of words.

    Raises ``ModelError`` when they are missing or damaged.
    """
    found = json.loads(weights("pages", "words.json", models).read_text("utf-8"))
    return Words(found["lines"], found["prose"], found["names"])


def chances(
    drafts: Sequence[Draft], parts: Sequence[Part], said: Metadata, models: Path = MODELS
) -> list[float]:
    """Return how likely it is of every line that it is the article's."""
    import numpy as np

    rows = describe(drafts, parts, said, load_words(models)).astype(np.float32)
    found: list[float] = load_trees("pages", "trees.npz", models).predict(rows).tolist()
    return found


def settle(
    drafts: Sequence[Draft], parts: Sequence[Part], said: Metadata, chance: Sequence[float]
) -> list[Draft]:
    """Give every line its region and kind; return those that are kept, in order."""
    judge = _Judge(drafts, parts, chance)
    kept = judge.kept()
    judge.name_body()
    judge.name_others()
    found = [draft for draft, keep in zip(drafts, kept, strict=True) if keep]
    return _titled(found, said)


class _Judge:
    """The lines of a page with their chances."""

    def __init__(
        self, drafts: Sequence[Draft], parts: Sequence[Part], chance: Sequence[float]
    ) -> None:
        self.drafts, self.parts, self.chance = drafts, parts, chance
        self.open = [draft.region is None for draft in drafts]
        self.seen = [i for i, draft in enumerate(drafts) if not draft.concealed]
        best = max((chance[i] for i in self.seen if self.open[i]), default=0.0)
        least = _INSIDE if best >= _INSIDE else max(_LEAST * best, 1e-9)
        self.body = [
            is_open and not draft.concealed and value >= (_BETWEEN if _cites(draft) else least)
            for is_open, draft, value in zip(self.open, drafts, chance, strict=True)
        ]
        self._beside_prose()
        self._in_comments()
        self._in_asides()
        self._in_frames()
        self._menus()
        self._posts()
        self._offers()
        self._contents()
        self._headings()

    def _beside_prose(self) -> None:
        """Take in a paragraph with links right below one of the article, in the same block."""
        for above, i in pairwise(self.seen):
            draft, part = self.drafts[i], self.parts[self.drafts[i].place]
            before = self.parts[self.drafts[above].place]
            beside = part.tag == before.tag == "p" and part.above == before.above
            if beside and self.body[above] and self.open[i] and self.chance[i] >= _NEARLY:
                plain = 0 < draft.linked < _LINKED * len(draft.text)
                reads = len(draft.text) >= _SENTENCE and draft.text[-1] in ".!?"
                self.body[i] = self.body[i] or (plain and reads)

    def kept(self) -> list[bool]:
        """Return which lines are kept: what is seen, hidden sources and hidden answers."""
        shown = {self.drafts[i].text for i in self.seen}
        found, asked = [], False
        for i, draft in enumerate(self.drafts):
            if not draft.concealed:
                asked = self._asks(i)
                found.append(True)
            elif draft.region == "references":
                found.append(True)
            else:
                answers = asked and draft.text not in shown and self.open[i]
                reads = len(draft.text) >= _ANSWER and 2 * draft.linked < len(draft.text)
                self.body[i] = answers and reads and self.chance[i] >= _BETWEEN
                found.append(self.body[i])
        return found

    def _asks(self, i: int) -> bool:
        """Whether a line of the article may have its answer hidden below it."""
        draft = self.drafts[i]
        tag = self.parts[draft.place].tag
        heads = (draft.level and draft.kind != "title") or tag in ("dt", "summary")
        return bool(self.body[i] and (heads or draft.text.endswith("?")))

    def _in_comments(self) -> None:
        """Leave out what stands in blocks called comments, unless the article is in them."""
        whole = sum(len(self.drafts[i].text) for i in self.seen if self.body[i])
        called = [False] * len(self.parts)
        self.comments = called
        held: dict[int, int] = {}
        outer = [-1] * len(self.parts)
        for i, part in enumerate(self.parts):
            outer[i] = outer[part.above] if i else -1
            if outer[i] < 0 and "om" in part.names:
                outer[i] = i if named_part(part.names, "") == "comments" else -1
        for i in self.seen:
            block = outer[self.drafts[i].place]
            if block >= 0 and self.body[i]:
                held[block] = held.get(block, 0) + len(self.drafts[i].text)
        for i, block in enumerate(outer):
            called[i] = block >= 0 and held.get(block, 0) <= _OWN * whole
        for i, draft in enumerate(self.drafts):
            self.body[i] = self.body[i] and not called[draft.place]

    def _in_asides(self) -> None:
        """Leave out what stands in boxes between paragraphs, but for prose that cites.

        And but for long words of somebody that stand nowhere else.
        """
        called = [stands_beside(part.names) for part in self.parts]
        for i, part in enumerate(self.parts):
            called[i] = called[i] or (i > 0 and called[part.above])
        body = [i for i in self.seen if self.body[i]]
        inside = [i for i in body if called[self.drafts[i].place] and not _cites(self.drafts[i])]
        boxed = set(inside)
        beside = "\n".join(self.drafts[i].text for i in body if i not in boxed)
        inside = [i for i in inside if not _is_new(self.drafts[i].text, beside)]
        size, whole = (sum(len(self.drafts[i].text) for i in found) for found in (inside, body))
        if size <= _OWN * whole:
            for i in inside:
                self.body[i] = False

    def _in_frames(self) -> None:
        """Leave out what stands in the boxes that a wiki puts round its articles."""
        framed = self._inside("boilerplate")
        for i, draft in enumerate(self.drafts):
            self.body[i] = self.body[i] and not framed[draft.place]

    def _menus(self) -> None:
        """Leave out a cell whose lines, three or more, are links and nothing else."""
        lines: dict[int, list[int]] = {}
        for i in self.seen:
            lines.setdefault(self.drafts[i].place, []).append(i)
        for inside in lines.values():
            linked = (self.drafts[i].linked >= len(self.drafts[i].text) for i in inside)
            if len(inside) >= _MENU and all(linked):
                for i in inside:
                    self.body[i] = False

    def _posts(self) -> None:
        """Leave out the replies of a forum: its first post is the article."""
        signed = [
            i
            for i in self.seen
            if len(self.drafts[i].text) <= _HEADING and shows_writer(self.drafts[i].text)
        ]
        first = next(
            (i for i in self.seen if self.body[i] and len(self.drafts[i].text) > _POST), -1
        )
        replies = [i for i in signed if i > first >= 0]
        if len(signed) < _SIGNED or not replies:
            return
        for i in self.seen:
            draft = self.drafts[i]
            if i >= replies[0] and self.open[i]:
                self.body[i] = False
                self.comments[draft.place] = self.comments[draft.place] or draft.place > 0

    def _offers(self) -> None:
        """Leave out offers, unless they are all that there is."""
        said = [i for i in self.seen if self.body[i] and is_offer(self.drafts[i].text)]
        if 2 * len(said) < sum(self.body):
            for i in said:
                self.body[i] = False

    def _contents(self) -> None:
        """Leave out links that say again what headings say: the box of contents."""
        heads = {d.text for d in self.drafts if d.level}
        for i, draft in enumerate(self.drafts):
            if self.body[i] and not draft.level and draft.linked and self._repeats(draft, heads):
                self.body[i] = False
                if i and len(self.drafts[i - 1].text) < 40 and not self.drafts[i - 1].level:
                    self.body[i - 1] = False

    def _repeats(self, draft: Draft, heads: set[str]) -> bool:
        text = draft.text.partition(" ")[2] if draft.kind == "list_item" else draft.text
        return draft.linked >= 0.9 * len(text) and text in heads

    def _headings(self) -> None:
        """Give the article the headings between its lines, and take those that head nothing."""
        for at, i in enumerate(self.seen):
            draft = self.drafts[i]
            if not draft.level or not self.open[i]:
                continue
            after = self._next(at)
            before = self.seen[at - 1] if at else None
            if self.body[i]:
                heads = after is not None and (
                    self.body[after] or self.drafts[after].region == "references"
                )
                self.body[i] = heads or self._hides(i)
            elif before is not None and after is not None:
                inside = self.body[before] and self.body[after]
                self.body[i] = inside and self.chance[i] >= _BETWEEN

    def _next(self, at: int) -> int | None:
        """Return the next line behind a heading that is no caption and no other heading."""
        for i in self.seen[at + 1 : at + 6]:
            if self.drafts[i].kind != "caption" and not self.drafts[i].level:
                return i
        return None

    def _hides(self, i: int) -> bool:
        return i + 1 < len(self.drafts) and self.drafts[i + 1].concealed

    def name_body(self) -> None:
        """Name the kinds of the article's lines."""
        inside = [i for i, is_body in enumerate(self.body) if is_body]
        title = next((i for i, d in enumerate(self.drafts) if d.kind == "title"), -1)
        first = next((i for i in inside if i > title and self._reads(i)), len(self.drafts))
        marked = any(self.drafts[i].level for i in inside)
        for place, i in enumerate(inside):
            draft = self.drafts[i]
            after = inside[place + 1] if place + 1 < len(inside) else None
            if title < i < first and not draft.level and _is_byline(draft):
                draft.region, draft.kind = "front", "other"
                continue
            draft.region = "body"
            if not draft.level and not marked and self._heads(i, after):
                draft.kind, draft.level = "heading", 2
            elif draft.kind != "list_item" and not draft.level:
                draft.kind = "paragraph"

    def _reads(self, i: int) -> bool:
        return len(self.drafts[i].text) >= _HEADING and not self.drafts[i].level

    def _heads(self, i: int, after: int | None) -> bool:
        """Whether a line in bold type is a heading, where none is marked as one."""
        draft = self.drafts[i]
        if after is None or draft.kind == "list_item" or len(draft.text) > _HEADING:
            return False
        if draft.strong < 0.95 * len(draft.text) or draft.text[-1] in ".,;!":
            return False
        return len(self.drafts[after].text) > len(draft.text)

    def name_others(self) -> None:
        """Name what the lines round the article are."""
        title = next((i for i, d in enumerate(self.drafts) if d.kind == "title"), -1)
        first = next((i for i, d in enumerate(self.drafts) if d.region == "body"), -1)
        under: Region | None = None
        self.teasers = self._inside("related")
        for i, draft in enumerate(self.drafts):
            if draft.region is not None:
                under = under if draft.kind == "caption" else None
                continue
            if draft.level or len(draft.text) <= _HEADING:
                said = _part_of(draft.text)
                under = said if said or draft.level else under
            region = self._region(i, under)
            if region == "boilerplate" and title < i < first and _is_byline(draft):
                region = "front"
            draft.region, draft.level = region, None
            draft.kind = "comment" if region == "comments" else "other"

    def _region(self, i: int, under: Region | None) -> Region:
        draft = self.drafts[i]
        if self.comments[draft.place]:
            return "comments"
        if 2 * draft.linked >= len(draft.text) and self.teasers[draft.place]:
            return "related"
        return under or "boilerplate"

    def _inside(self, region: Region) -> list[bool]:
        """Return which blocks are called, or stand in one that is called, such a part."""
        found = [False] * len(self.parts)
        for i, part in enumerate(self.parts):
            found[i] = (i > 0 and found[part.above]) or _names(part.names) == region
        return found


@lru_cache(maxsize=10_000)
def _names(names: str) -> Region | None:
    return named_part(names, "") if names else None


def _part_of(text: str) -> Region | None:
    low = " ".join(text.lower().replace("’", "'").split())
    if _COMMENTS.match(low):
        return "comments"
    return "related" if _RELATED.match(low) else None


def _is_new(text: str, beside: str) -> bool:
    """Whether a text quotes somebody, at length, and not what is printed ``beside`` it."""
    return (
        len(text) > _PULLED and text[0] in _QUOTES and text.strip(_QUOTES)[:_PULLED] not in beside
    )


def _cites(draft: Draft) -> bool:
    """Whether a line is prose that cites, by links to entries or by numbers: no teaser does."""
    prose = len(draft.text) >= _ANSWER and 2 * draft.linked < len(draft.text)
    linked = any(marker.targets for marker in draft.markers)
    return prose and (linked or _NUMBERED.search(draft.text) is not None)


def _is_byline(draft: Draft) -> bool:
    return len(draft.text) <= 120 and _BYLINE.fullmatch(draft.text) is not None


def _titled(drafts: list[Draft], said: Metadata) -> list[Draft]:
    """Return the lines with a title: the page's own where none of the lines is it."""
    if any(draft.kind == "title" for draft in drafts):
        return drafts
    if said.titles:
        return [_title(said.titles[0]), *drafts]
    first = next((d for d in drafts if d.region == "body"), None)
    if first is not None and first.level:
        first.region, first.kind, first.level = "front", "title", 1
    return drafts


def _title(text: str) -> Draft:
    return Draft(
        text=" ".join(text.split()),
        place=0,
        region="front",
        kind="title",
        level=1,
        entry=None,
        markers=[],
        raised=[],
        links=[],
        gaps=[],
        linked=0,
        strong=0,
        concealed=False,
    )
