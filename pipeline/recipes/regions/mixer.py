"""Documents mixed of the parts of others: the same article, short or long, elsewhere."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from pathlib import Path

from pipeline.recipes.regions.briefs import brief
from pipeline.recipes.regions.pages import Page
from pipeline.recipes.regions.portals import put_portal
from pipeline.segment.lines import Line


def _phrases() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in Path(__file__).with_name("phrases.txt").read_text("utf-8").split("\n"):
        if re.fullmatch(r"\[[a-z]+\]", line):
            lines = found.setdefault(line[1:-1], [])
        else:
            lines.append(line)
    return {name: values[:-1] for name, values in found.items()}


_PHRASES = _phrases()
_PORTAL, _BRIEF, _PASTED = 0.3, 0.4, 0.25
"""Shares of the documents with a portal's menus, of short ones, and of articles with nothing round them."""  # noqa: E501
_SIGNS = ("• ", "- ", "* ", "– ", "▪ ")


def _first(text: str) -> str:
    """Return the first sentence of a paragraph."""
    return re.split(r"(?<=[.!?])\s", text)[0]


def _made(n: int, made: list[tuple[str, str, int, int]]) -> Page:
    lines = [Line(0, 0, t, i, 9 if k == 0 else b) for k, (_, t, b, i) in enumerate(made)]
    return Page(f"mix{n}", lines, [m[0] for m in made])


class Mixer:
    """Makes documents of parts of others: the same article, in other surroundings."""

    def __init__(self, pages: list[Page], papers: list[Page], seed: int = 11) -> None:
        self.random = random.Random(seed)
        self.bases = [p for p in pages if p.labels.count("boilerplate") < 15] + papers[::2]
        self.titles = self._texts(pages + papers, ("title", "heading"), 15, 110)
        self.prose = self._texts(pages, ("paragraph",), 60, 900)
        self.comments = self._texts(pages, ("comment",), 40, 900)
        self.references = [
            refs
            for p in pages + papers
            if len(
                refs := [x.text for x, k in zip(p.lines, p.labels, strict=True) if k == "reference"]
            )
            > 3
        ]
        self.junk = [p for p in pages if p.labels.count("boilerplate") > 20]

    @staticmethod
    def _texts(pages: Iterable[Page], kinds: tuple[str, ...], low: int, high: int) -> list[str]:
        return [
            line.text
            for page in pages
            for line, label in zip(page.lines, page.labels, strict=True)
            if label in kinds and low <= len(line.text) <= high
        ]

    def pages(self, count: int, pasted: float = _PASTED) -> list[Page]:
        """Return so many mixed documents, the same for the same parts and seed.

        ``pasted``: the share of articles with nothing round them.
        """
        return [self._page(i, pasted) for i in range(count)]

    def _page(self, n: int, pasted: float) -> Page:  # noqa: PLR0912
        pick, chance = self.random.choice, self.random.random
        base = self.bases[n % len(self.bases)]
        made: list[tuple[str, str, int, int]] = []
        gap = pick((0, 1, 1, 2))
        indent = pick((0, 0, 0, 4))

        def put(label: str, text: str, before: int | None = None, shift: int = 0) -> None:
            made.append((label, text, gap if before is None else before, indent + shift))

        if chance() < pasted:
            (self._brief if chance() < 0.7 else self._article)(put, base)
            if chance() < 0.5:
                self._listed(put, base)
            if chance() < 0.2:
                self._thread(put)
            return _made(n, made)
        if chance() < 0.6:
            for _ in range(pick((1, 1, 2, 5))):
                put("boilerplate", pick(_PHRASES["promos"]))
        if chance() < 0.25 and self.junk:
            self._run(put, ("boilerplate", "related"), top=True)
        if chance() < _PORTAL:
            put_portal(put, self.random, _PHRASES, self.titles, top=True)
        short = chance() < _BRIEF
        (self._brief if short else self._article)(put, base)
        parts = [self._related, self._listed, self._legal]
        self.random.shuffle(parts)
        for part in parts:
            if chance() < 0.5:
                part(put, base)
        if chance() < 0.3:
            self._related(put, base)
        if chance() < 0.45:
            self._discussion(put, 6 if short else 20)
        if chance() < _PORTAL:
            put_portal(put, self.random, _PHRASES, self.titles, top=False)
        if chance() < 0.2 and self.junk:
            self._run(put, ("boilerplate", "related"), top=False)
        return _made(n, made)

    def _fill(self, words: str) -> str:
        r = self.random
        title, name = r.choice(self.titles), r.choice(_PHRASES["names"])
        return words.format(a=name, d=r.choice(_PHRASES["dates"]), n=r.randint(1, 80), t=title)

    def _article(self, put, base: Page) -> None:  # type: ignore[no-untyped-def]
        pick, chance = self.random.choice, self.random.random
        body = [
            (x, k)
            for x, k in zip(base.lines, base.labels, strict=True)
            if k in ("title", "front", "heading", "paragraph", "list_item", "caption")
        ]
        keep = [x for x in body if x[1] != "front"] if chance() < 0.5 else body
        start = self.random.randint(0, max(len(keep) - 60, 0)) if len(keep) > 60 else 0
        title = [x for x in keep if x[1] == "title"]
        keep = (title[:1] if start else []) + keep[start : start + 60]
        if not title:
            put("title", pick(self.titles))
        loose = pick((None, None, 0))
        for i, (line, label) in enumerate(keep):
            put(
                label,
                line.text,
                None if label == "paragraph" else min(line.before, 2) if loose is None else loose,
            )
            if label == "title":
                self._front(put)
            elif label == "paragraph" and i > 2 and chance() < 0.06:
                put("boilerplate", pick(_PHRASES["calls"]))
            elif label == "paragraph" and chance() < 0.04:
                put("caption", self._fill(pick(_PHRASES["credits"])))

    def _brief(self, put, base: Page) -> None:  # type: ignore[no-untyped-def]
        pick, chance = self.random.choice, self.random.random
        body = [(k, x.text) for x, k in zip(base.lines, base.labels, strict=True)]
        gaps = pick(((1, 1), (1, 0), (0, 0), (2, 1)))
        last = ""
        for label, text in brief(body, _PHRASES, self.random):
            put(label, text, gaps[last in ("heading", "list_item")])
            last = label
            if label == "title":
                self._front(put)
            elif label == "paragraph" and chance() < 0.08:
                put("boilerplate", pick((*_PHRASES["calls"], *_PHRASES["promos"])))
            elif label == "paragraph" and chance() < 0.04:
                put("related", f"{pick(('Read more', 'See also', 'Related'))}: {pick(self.titles)}")

    def _front(self, put) -> None:  # type: ignore[no-untyped-def]
        pick, chance = self.random.choice, self.random.random
        if chance() < 0.1:
            put("front", self._fill(pick(_PHRASES["bylines"])))
            put("front", f"{pick(self.prose)[:400]} {pick(_PHRASES['standfirsts'])}".strip())
            put("caption", self._fill(pick(_PHRASES["credits"])))
        if chance() < 0.3:
            put("front", self._fill(pick(_PHRASES["bylines"])))
        if chance() < 0.25:
            sign = pick(_SIGNS)
            for _ in range(pick((2, 3, 4))):
                put("front", sign + _first(pick(self.prose)), 0, 2)
        if chance() < 0.25:
            put("caption", self._fill(pick(_PHRASES["credits"])))
        if chance() < 0.5:
            put("front", self._fill(pick(_PHRASES["bylines"])))

    def _related(self, put, base: Page) -> None:  # type: ignore[no-untyped-def]
        pick, chance = self.random.choice, self.random.random
        if chance() < 0.75:
            put("related", pick(_PHRASES["related"]))
        doubled, blurbs = chance() < 0.4, chance() < 0.4
        for _ in range(self.random.randint(2, 6)):
            title = pick(self.titles)
            put("related", title, 1)
            if doubled:
                put("related", title, 1)
            if blurbs:
                text = pick(self.prose)
                put("related", text[:220] + "..." if chance() < 0.5 else text, 1)
            elif chance() < 0.1:
                put("related", self._fill("{d}"), 0)

    def _listed(self, put, base: Page) -> None:  # type: ignore[no-untyped-def]
        pick, chance = self.random.choice, self.random.random
        if not self.references:
            return
        entries = pick(self.references)
        entries = entries[: pick((2, 3, 5, 10, 20, 40))]
        style = pick(("same", "{n} {t}", "{n}. {t}", "[{n}] {t}", "{t}", "- {t}"))
        if chance() < 0.6:
            put("references_heading", pick(_PHRASES["references"]))
        gap = pick((0, 0, 1, 2))
        bare = chance() < 0.2
        for n, entry in enumerate(entries, 1):
            text = re.sub(r"^(?:\[\d+\]|\d+[.)]?|•)\s+", "", entry)
            if bare and text.count(". ") > 2:  # an entry that lost its title
                first, *_, last = text.split(". ")
                text = f"{first}. {last}"
            put("reference", entry if style == "same" else style.format(n=n, t=text), gap)

    def _legal(self, put, base: Page) -> None:  # type: ignore[no-untyped-def]
        for _ in range(self.random.randint(1, 6)):
            put("boilerplate", self.random.choice(_PHRASES["legal"]), self.random.choice((0, 1)))

    def _discussion(self, put, most: int) -> None:  # type: ignore[no-untyped-def]
        pick, chance = self.random.choice, self.random.random
        if chance() < 0.9:
            put("comment", self._fill(pick(_PHRASES["comments"])))
        numbered = chance() < 0.5
        stamped = not numbered or chance() < 0.3
        for n in range(1, self.random.randint(2, most)):
            deep = pick((0, 0, 1, 2)) if n > 1 else 0
            if stamped:
                put(
                    "comment",
                    self._fill(pick(("{a} says:", "{a}", "{a} on {d} at 9:12 am", "{d}"))),
                    1,
                )
            for i in range(pick((1, 1, 2, 3))):
                text = pick(self.comments) if self.comments and chance() < 0.5 else pick(self.prose)
                if chance() < 0.3:
                    text = _first(text)
                sign = f"{n}. " if numbered and not deep else "• " if numbered else ""
                put(
                    "comment",
                    sign + text if i == 0 else text,
                    1 if i == 0 else pick((0, 1)),
                    2 + 2 * deep,
                )
            if chance() < 0.2:
                put("comment", "Reply", 0)

    def _thread(self, put) -> None:  # type: ignore[no-untyped-def]
        """Put the replies of a forum: who, when, votes, and a few words."""
        pick, chance = self.random.choice, self.random.random
        form = pick(_PHRASES["replies"])
        for _ in range(self.random.randint(1, 8)):
            for stamp in form.split(" | "):
                put("comment", self._fill(stamp), 1)
            text = pick(self.comments if self.comments and chance() < 0.4 else self.prose)
            for part in re.split(r"(?<=[.!?])\s", text)[: pick((1, 1, 2, 3))]:
                put("comment", part, 1)
            if chance() < 0.3:
                put("comment", pick(("Reply", "Quote", "Like", "Share Report Save")), 1)

    def _run(self, put, kinds: tuple[str, ...], top: bool) -> None:  # type: ignore[no-untyped-def]
        page = self.random.choice(self.junk)
        core = [i for i, k in enumerate(page.labels) if k in ("title", "paragraph")]
        zone = range(core[0]) if top else range(core[-1] + 1, len(page.lines))
        if not zone:
            return
        size = min(len(zone), self.random.choice((10, 30, 60, 200)))
        start = zone[0] + self.random.randint(0, len(zone) - size)
        for i in range(start, start + size):
            label = page.labels[i]
            put(label if label in kinds else "boilerplate", page.lines[i].text)
