"""A manuscript as text: one line for each paragraph, and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec.structs import replace

from pipeline.errors import ArticleError
from pipeline.read.hints import EntryHint, Hints, LinkHint, MarkerHint
from pipeline.read.jats_references import vancouver
from pipeline.read.manuscript import Manuscript, Paragraph, Run
from pipeline.read.manuscript_outline import PROSE, addresses, settle
from pipeline.read.manuscript_works import placed, shown_numbers
from pipeline.read.markdown_lists import ends_sentence, is_entry, is_glued, label_of, opens_entry
from pipeline.read.markdown_tables import is_sentence
from pipeline.read.page import Page
from pipeline.records import Kind, Region
from pipeline.text.headings import heads_references
from pipeline.text.identifiers import identifiers_in

_SHORT = 80  # characters: a longer line is the article's
_COLUMNS = 14  # of a table of data
_ENTRIES = 0.6  # of the rows of a table that is a list of references
_LONGEST_ENTRY = 4000
_APART = re.compile(
    r"(?:\d{1,2}\.?\s)?(?:acknowledge?ments?|funding(?: (?:sources?|statement|information))?"
    r"|(?:declaration of |statement of )?(?:conflicts? of interests?|(?:competing|conflicting)"
    r"(?: financial)? interests?)(?: statement)?|disclosures?(?: statement)?|(?:authors?['’]?s? )"
    r"(?:contributions?|information|details)|(?:data|code) availability(?: statement)?"
    r"|availability of data(?: and materials?)?|ethic(?:s|al) (?:approval|statement)\b.{0,40}"
    r"|consent (?:for|to)\b.{0,30}|abbreviations?|supplementary (?:materials?|information|data)"
    r"|publisher['’]s note|credit\b.{0,40})\W{0,3}",
    re.I,
)
_TOP = 12  # paragraphs in which a byline stands
_BACK = re.compile(r"[\s↩↑^⏎\ufe0e\d]{1,6}")
"""A link of an entry back to the text."""
_IBID = re.compile(r"\W{0,6}(?:\d{1,4}\W{1,3})?(?:ibid(?:em)?|idem)\b", re.I)
"""A note that cites what the one before it does."""
_MANAGED = re.compile(r"https?://(?:www\.)?(?:zotero\.org/google-docs|paperpile\.com/[cb])/", re.I)
"""Where Zotero and Paperpile link a citation of Google Docs to: to no source."""
_Given = tuple[Region | None, Kind | None]


def render_manuscript(manuscript: Manuscript) -> tuple[str, Hints]:
    """Return a manuscript as text and its structure.

    Raises ``ArticleError`` where it holds no text.
    """
    settle(manuscript)
    text, hints = _Writer(manuscript).render()
    if not text:
        raise ArticleError("holds no text: if it shows some, it is a picture; save the text itself")
    return text, hints


class _Writer:
    def __init__(self, manuscript: Manuscript) -> None:
        self.manuscript = manuscript
        self.paragraphs = manuscript.paragraphs
        self.page = Page()
        self.given: list[_Given] = []
        self.headed = any(one.role in ("heading", "title") for one in self.paragraphs)
        self.apart = 0  # the level of an open heading of what is hardly the article's
        self.begun = False
        self.listing = False  # whether the last line is of a list of references
        self.rows_list = False  # whether the rows of a table are entries
        self.head: list[str] = []
        self.works = placed(manuscript)
        self.targets = {a for one in self._entries() for a in one.anchors}
        self.keyed = bool(manuscript.works.entries or manuscript.notes) or self._cited()

    def _entries(self) -> Iterator[Paragraph]:
        return (one for one in self.paragraphs if one.role == "entry")

    def _cited(self) -> bool:
        """Whether a link leads to an entry; else the next stage knows entries by their looks."""
        runs = (run for one in self.paragraphs for run in one.runs if run.url[:1] == "#")
        return any(run.url[1:] in self.targets for run in runs)

    def render(self) -> tuple[str, Hints]:
        for n, one in enumerate(self.paragraphs):
            self.paragraph(one, n)
        self.write_works()
        self.write_notes()
        return self.finish()

    def close(
        self,
        region: Region | None,
        kind: Kind | None,
        level: int | None = None,
        entry: EntryHint | None = None,
    ) -> None:
        """End the line; ``None`` where the document does not tell."""
        if self.page.close(region, kind, level, entry) is not None:
            self.given.append((region, kind))

    # Paragraphs

    def paragraph(self, one: Paragraph, n: int) -> None:
        if one.role == "row":
            self.row(one, n)
            return
        self.head = []
        if one.role == "entry":
            self.entry(one)
        elif one.role == "heading":
            self.heading(one)
        elif one.role in ("title", "front", "caption", "contents", "code"):
            self.write(one)
            self.close(*_OTHERS[one.role], 1 if one.role == "title" else None)
        else:
            self.text(one)

    def heading(self, one: Paragraph) -> None:
        level = max(one.level, 1)
        if self.apart and level <= self.apart:
            self.apart = 0
        if not self.apart and _APART.fullmatch(one.text):
            self.apart = level
        self.begun, self.listing = True, False
        self.write(one)
        self.close(None if self.apart else "body", "heading", level)

    def text(self, one: Paragraph) -> None:
        text = one.text
        if one.label:
            self.page.mark(f"{one.label} ")
        self.write(one, label=False)
        self.page.mark("")
        self.begun = self.begun or (len(text) >= PROSE and ends_sentence(text))
        kind: Kind | None = "list_item" if one.label else "paragraph"
        says = one.label or len(text) > _SHORT or ends_sentence(text)
        if self.listing or (not self.begun and not one.label):
            kind = None
        trusted = self.headed and self.begun and says and not self.apart and not self.listing
        trusted = trusted and not (opens_entry(text) and is_entry(text, addresses(one)))
        self.close("body" if trusted else None, kind if says else None)

    def entry(self, one: Paragraph) -> None:
        """Write an entry of a list of references, or a heading of such a list."""
        self.listing = True
        self.write(one)
        line = self.page.line
        label = label_of(line)
        short = len(line) < 60 and not label
        if one.level or (short and heads_references(line)) or len(line) < 6:
            self.close("references", "heading", one.level or 2)
        elif is_glued(line) or not self.keyed:
            self.close("references", "reference")  # the next stage parts and joins them
        elif len(line) > _LONGEST_ENTRY:
            self.close(None, "paragraph")
        else:
            self.close("references", "reference", None, self.hint(one, line, label))

    def hint(self, one: Paragraph, line: str, label: str) -> EntryHint:
        """Return what is known of an entry: by its number, its links, and what a field says."""
        number = int(label) if label.isdecimal() else None
        keys = (*(f"#{anchor}" for anchor in one.anchors), *((f"n:{number}",) if number else ()))
        work = self.works.get(id(one))
        if work is not None:
            return replace(work, keys=(*work.keys, *keys), number=number)
        urls = addresses(one)
        found = identifiers_in(" ".join(urls))
        return EntryHint(
            start=0, end=0, keys=keys, number=number,
            doi=found.doi, pmid=found.pmid, pmcid=found.pmcid, url=next(iter(urls), None),
        )  # fmt: skip

    # Runs

    def write(self, one: Paragraph, label: bool = True) -> None:
        """Write the runs of a paragraph into the line."""
        if label and one.label and one.label != "•":
            self.page.put(f"{one.label} ")
        for (field, note, url, raised), group in groupby(one.runs, key=_dress):
            runs = list(group)
            text = "".join(run.text for run in runs)
            if one.role == "entry" and url[:1] == "#" and _BACK.fullmatch(text):
                continue
            self.page.in_strong += runs[0].strong
            if note:
                self.page.link(text, self.note_targets(note), True)
            elif field:
                self.cite(text, runs)
            elif url.startswith("#"):
                self.inside(text, url, raised)
            else:
                start = self.page.at
                self.page.put(text)
                if url:
                    self.page.outside(start, url)
                if raised:
                    self.page.raise_from(start)
            self.page.in_strong -= runs[0].strong

    def cite(self, text: str, runs: Sequence[Run]) -> None:
        """Write what a field prints for the works that it cites, blanks round it left outside."""
        inner = text.strip()
        shown = [run for run in runs if run.text.strip()]
        raised = bool(shown) and all(run.raised for run in shown)
        before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        self.page.put(before)
        start = self.page.at
        self.page.link(inner, runs[0].cited, raised)
        if raised:
            self.page.raise_from(start)
        self.page.put(after)

    def inside(self, text: str, url: str, raised: bool) -> None:
        """Write a link within the document: one to an entry cites."""
        note = self.manuscript.marked.get(url[1:])
        targets = self.note_targets(note) if note else (url,) if url[1:] in self.targets else ()
        if targets and text.strip():
            self.page.link(text, targets, raised)
            return
        start = self.page.at
        self.page.put(text)
        if raised:
            self.page.raise_from(start)

    def note_targets(self, key: str) -> tuple[str, ...]:
        """Return what a note's mark leads to: the note, and the works that are cited in it."""
        notes = self.manuscript.notes
        keys = list(notes)
        first = keys.index(key)
        while first and _IBID.match(" ".join(one.text for one in notes[keys[first]].paragraphs)):
            first -= 1
        targets: dict[str, None] = {}
        for one in dict.fromkeys((key, keys[first])):
            own = self.works.get(id(notes[one]))
            cited = (c for part in notes[one].paragraphs for run in part.runs for c in run.cited)
            targets[f"note:{one}"] = None
            targets.update((c, None) for c in cited if own is None or c not in own.keys)
        return tuple(targets)

    # Tables

    def row(self, one: Paragraph, n: int) -> None:
        """Write a row of a table: its figures on a line, what its cells say as paragraphs."""
        texts = [" ".join(inner.text for inner in cell) for cell in one.cells]
        if one.first:
            self.head = []
            rows = self._rows(n)
            self.rows_list = _lists(rows)
        if self.rows_list:
            self.row_entry(one, texts)
        elif len(one.cells) == 1 or len(one.cells) > _COLUMNS or any(map(_is_layout, one.cells)):
            for cell in one.cells:
                for inner in cell:
                    self.paragraph(inner, n)
        elif one.head or (one.first and self._heads(one, texts, n)):
            self.head = texts
        else:
            self.figures(one, texts)

    def _rows(self, n: int) -> list[Paragraph]:
        found = [self.paragraphs[n]] if n < len(self.paragraphs) else []
        for one in self.paragraphs[n + 1 : n + 40]:
            if one.role != "row" or one.first:
                break
            found.append(one)
        return found

    def _heads(self, one: Paragraph, texts: list[str], n: int) -> bool:
        """Whether the first row of a table holds headings: short words over figures."""
        after = self._rows(n)[1:2]
        if not after or len(after[0].cells) != len(texts) or len(texts) < 2:
            return False
        return not any(is_sentence(text) or any(c.isdigit() for c in text[:1]) for text in texts)

    def row_entry(self, one: Paragraph, texts: list[str]) -> None:
        first = texts[0].strip("[]().") if texts else ""
        numbered = first.isdecimal() and len(texts) > 1
        whole = Paragraph(
            anchors=[a for cell in one.cells for inner in cell for a in inner.anchors]
        )
        if numbered:
            self.page.put(f"{first}. ")
        for cell in one.cells[numbered:]:
            for inner in cell:
                whole.runs += inner.runs
                self.write(inner)
                self.page.put(" ")
        line = self.page.line
        if not self.keyed and numbered:
            self.close("references", "reference")
        elif is_entry(line, addresses(whole)):
            self.close("references", "reference", None, self.hint(whole, line, label_of(line)))
        else:
            self.close("boilerplate", "other")

    def figures(self, one: Paragraph, texts: list[str]) -> None:
        said = [n for n, text in enumerate(texts) if is_sentence(text)]
        spoken_of = bool(texts[0]) and any(texts[n][0].islower() for n in said if n)
        for n, text in enumerate(texts):
            if n in said or not text or (spoken_of and not n):
                continue
            if not self.page.empty:
                self.page.sign("; " if n > 1 else ": ")
                self.page.put(f"{self.head[n]} " if n < len(self.head) else "")
            self.cell(one.cells[n])
        self.close("boilerplate", "other")
        for n in said:
            if n and spoken_of and texts[n][0].islower():
                self.cell(one.cells[0])  # "Tea", of which a cell tells what it does
                self.page.put(" ")
            self.cell(one.cells[n])
            self.close("body", "paragraph")

    def cell(self, cell: Sequence[Paragraph]) -> None:
        for inner in cell:
            self.write(inner)
            self.page.put(" ")

    # What stands behind the article

    def write_works(self) -> None:
        """Write the works that fields cite and no list prints, as a list of references."""
        placed = {key for work in self.works.values() for key in work.keys}
        left = [w for w in self.manuscript.works.entries.values() if w.keys[0] not in placed]
        if not left:
            return
        numbers = shown_numbers(self.manuscript)
        if not self.works:
            self.page.put("References")
            self.close("references", "heading", 1)
        if numbers:
            left.sort(key=lambda work: numbers.get(work.keys[0], len(numbers) + 1))
        for work in left:
            number = numbers.get(work.keys[0])
            self.page.put(f"{number}. " if number else "")
            self.page.put(vancouver(work))
            self.page.put(f". {work.url}" if work.url and not work.doi else "")
            self.close("references", "reference", None, replace(work, number=number))

    def write_notes(self) -> None:
        """Write the notes below the article, each as one entry."""
        notes = [(key, note) for key, note in self.manuscript.notes.items() if note.paragraphs]
        if notes:
            self.page.put("Notes")
            self.close("references", "heading", 1)
        for key, note in notes:
            dot = "" if note.mark[-1:] in ".)" or not note.mark.isalnum() else "."
            self.page.put(f"{note.mark}{dot} ")
            for inner in note.paragraphs:
                self.write_note(inner, note.mark)
                self.page.put(" ")
            work = self.works.get(id(note))
            keys = (f"note:{key}",)
            entry = EntryHint(start=0, end=0, keys=keys, number=note.number)
            if work is not None:
                entry = replace(work, keys=(*work.keys, *keys), number=note.number)
            self.close("references", "reference", None, entry)

    def write_note(self, inner: Paragraph, mark: str) -> None:
        """Write a paragraph of a note; what a field prints there is the note, and cites nothing."""
        runs = [run._replace(cited=(), field=0, note="") for run in inner.runs]
        if runs and runs[0].raised and runs[0].text.strip() == mark:
            runs = runs[1:]
        self.write(Paragraph(runs))

    def finish(self) -> tuple[str, Hints]:
        text, hints = self.page.finish()
        blocks = [
            replace(block, region=region, kind=kind)
            for block, (region, kind) in zip(hints.blocks, self.given, strict=True)
        ]
        numbers = {f"note:{key}": note.number for key, note in self.manuscript.notes.items()}
        return text, replace(
            hints,
            blocks=tuple(blocks),
            markers=tuple(_noted(marker, numbers) for marker in hints.markers),
            links=tuple(filter(None, map(_whole, hints.links))),
            title=next((one.text for one in self.paragraphs if one.role == "title"), None),
            byline=self.byline(),
        )

    def byline(self) -> str | None:
        """Return who made the file, if the article prints that name at its top."""
        name = self.manuscript.byline
        top = " ".join(one.text for one in self.paragraphs[:_TOP])
        return name if name and name in top else None


_OTHERS: dict[str, _Given] = {
    "title": ("front", "title"),
    "front": ("front", "other"),
    "caption": ("boilerplate", "caption"),
    "contents": ("boilerplate", "other"),
    "code": ("boilerplate", "other"),
}


def _dress(run: Run) -> tuple[int, str, str, bool]:
    """Return by what runs are one piece: a field, a note, a link, superscript."""
    if run.note:
        return 0, run.note, "", False
    if run.cited:
        return run.field, "", "", False
    return 0, "", run.url, run.raised


def _noted(marker: MarkerHint, numbers: dict[str, int]) -> MarkerHint:
    """Return a marker that leads to notes as one, with their numbers."""
    notes = [numbers[target] for target in marker.targets if target in numbers]
    if not notes:
        return marker
    return replace(marker, style="footnote", numbers=tuple(notes))


def _whole(link: LinkHint) -> LinkHint | None:
    url = link.url.strip()
    if _MANAGED.match(url):
        return None
    if url[:4].lower() == "www.":
        return replace(link, url=f"http://{url}")
    return link if url[:7].lower() == "http://" or url[:8].lower() == "https://" else None


def _is_layout(cell: list[Paragraph]) -> bool:
    """Whether a cell holds a part of a document, and no figure or statement."""
    if any(inner.cells or inner.role in ("heading", "item") for inner in cell):
        return True
    return sum(len(inner.text) > PROSE and ends_sentence(inner.text) for inner in cell) > 1


def _lists(rows: Sequence[Paragraph]) -> bool:
    texts = [" ".join(i.text for cell in row.cells for i in cell) for row in rows if not row.head]
    return len(texts) > 1 and sum(is_entry(text, ()) for text in texts) >= _ENTRIES * len(texts)
