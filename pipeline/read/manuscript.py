"""What word processors save, in one form: paragraphs of runs, notes, and the works cited.

The readers of DOCX and ODT make it; `pipeline.read.manuscript_lines` writes it as text and hints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pipeline.read.works import Works

Role = Literal[
    "text", "title", "front", "heading", "item", "caption", "entry", "contents", "row", "code"
]


class Run(NamedTuple):
    """A stretch of text that is dressed alike."""

    text: str
    raised: bool = False
    strong: bool = False
    url: str = ""
    """Where a hyperlink leads: an address, or ``#`` and the name of a place in the document."""
    cited: tuple[str, ...] = ()
    """Keys of the works that a field of a reference manager cites here."""
    field: int = 0
    """Which field it is: two that stand side by side are two."""
    note: str = ""
    """The key of a note whose mark this is."""


@dataclass
class Paragraph:
    """A paragraph; ``label`` is the number or bullet that its list prints before it."""

    runs: list[Run] = field(default_factory=list)
    role: Role = "text"
    level: int = 0
    label: str = ""
    anchors: list[str] = field(default_factory=list)
    """Names of places in it that links lead to."""
    cells: list[list[Paragraph]] = field(default_factory=list)
    """The cells of a row of a table, each with its paragraphs."""
    head: bool = False
    """Whether a row holds the headings of its table."""
    first: bool = False
    """Whether a row is the first of its table."""

    def add(self, run: Run) -> None:
        """Add a run; one that is dressed as the last is one with it."""
        if self.runs and not run.note and self.runs[-1][1:] == run[1:]:
            self.runs[-1] = run._replace(text=self.runs[-1].text + run.text)
        elif run.text:
            self.runs.append(run)

    @property
    def text(self) -> str:
        """Its words, white space folded."""
        return " ".join("".join(run.text for run in self.runs).split())


@dataclass
class Note:
    """A footnote or endnote: what marks it in print, and what it says."""

    mark: str
    number: int
    paragraphs: list[Paragraph]


@dataclass
class Manuscript:
    """A document as its author wrote it."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    notes: dict[str, Note] = field(default_factory=dict)
    """Notes by key, in the order in which the text refers to them."""
    marked: dict[str, str] = field(default_factory=dict)
    """Names of places round the mark of a note: a link there cites the note again."""
    works: Works = field(default_factory=Works)
    title: str | None = None
    """What the file's properties call it; it may be anything."""
    byline: str | None = None
    """Who made the file, as its properties say: perhaps not who wrote the article."""
