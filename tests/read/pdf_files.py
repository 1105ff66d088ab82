"""PDF files made by tests: print at places, articles in columns, and what is read of them."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from pipeline.read.hints import BlockHint, Hints
from pipeline.read.pdf import rendered

WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, COLUMN = 60, 310, 230
PROSE = (
    "Zinc is taken up in the small bowel and held in the liver, where it is bound to a protein of "
    "the cell. A low level of it was found in half of the patients who came to the clinic with a "
    "wound that did not heal.",
    "In a trial of two years the tablets shortened the time to healing by nine days, although the "
    "number of infections was the same in both arms of the study. No harm was seen.",
    "The dose that was given is about twice what a healthy adult eats in a day, and it was taken "
    "with food in the morning. Three people left the study because of nausea.",
    "Older people eat less meat and absorb less of the metal than the young do, so their stores "
    "are smaller at the same intake. This may explain why the effect grew with age.",
)
WORDS = ("", "First", "Another", "One more", "The fourth", "Our last")
ENTRIES = (
    "Abel KL, Moor T. Zinc and the healing of wounds in the elderly. J Trace Met 2009;12:34-41.",
    "Brand U, Okoro N. Uptake of metals in the small bowel of man. Gut Metals 2011;3:101-9.",
    "Castel F, Ruiz P, Lind H. A trial of zinc for ulcers of the leg. Lancet Skin 2013;8:7-15.",
    "Duarte M. What older people eat and why it matters to the clinic. Age Diet 2015;22:220-31.",
)


class Print:
    """A file being printed."""

    def __init__(self, encrypt: StandardEncryption | None = None) -> None:
        self._file = io.BytesIO()
        self.canvas = Canvas(self._file, pagesize=(WIDTH, HEIGHT), encrypt=encrypt, invariant=1)
        self.y = 760.0

    def line(
        self, x: float, y: float, text: str, font: str = "Times-Roman", size: float = 10
    ) -> float:
        """Print text at a place, and return where it ends."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)
        return x + stringWidth(text, font, size)

    def heading(self, x: float, text: str, size: float = 12) -> None:
        self.y -= 10
        self.line(x, self.y, text, "Times-Bold", size)
        self.y -= 16

    def paragraph(self, x: float, text: str, width: float = COLUMN, size: float = 10) -> None:
        """Print a paragraph whose lines fill a width, its first one indented."""
        lines = simpleSplit("\u2003" + text, "Times-Roman", size, width)
        for i, line in enumerate(lines):
            shift = 12 if i == 0 else 0
            words = line.strip("\u2003 ").split(" ")
            free = width - shift - sum(stringWidth(w, "Times-Roman", size) for w in words)
            gap = free / (len(words) - 1) if i < len(lines) - 1 and len(words) > 1 else 0.25 * size
            at = x + shift
            for word in words:
                at = self.line(at, self.y, word, size=size) + max(2, min(gap, 8))
            self.y -= 1.2 * size

    def entries(
        self, x: float, entries: tuple[str, ...], first: int | None, size: float = 8
    ) -> None:
        """Print a list of references whose lines hang."""
        for i, entry in enumerate(entries):
            label = f"{first + i}." if first else ""
            if label:
                self.line(x, self.y, label, size=size)
            lines = simpleSplit(entry, "Times-Roman", size, COLUMN - 16)
            for n, line in enumerate(lines):
                self.line(x + (16 if label or n else 0), self.y, line, size=size)
                self.y -= 1.2 * size

    def page(self) -> None:
        self.canvas.showPage()
        self.y = 760.0

    def done(self) -> bytes:
        self.canvas.save()
        return self._file.getvalue()


def read(data: bytes) -> tuple[str, Hints]:
    return rendered(data, 1_000_000)


def blocks(data: bytes, wanted: Callable[[BlockHint], bool] = lambda b: True) -> list[str]:
    text, hints = read(data)
    assert all(text[b.start : b.end].strip() == text[b.start : b.end] for b in hints.blocks)
    return [text[b.start : b.end] for b in hints.blocks if wanted(b)]


def of(region: str, kind: str) -> Callable[[BlockHint], bool]:
    return lambda b: (b.region, b.kind) == (region, kind)


def parts_of(page: int) -> list[str]:
    """Return the paragraphs of a page: the same words in another order, for no page repeats."""
    words = [part.rstrip(".").split(" ") for part in PROSE]
    return [f"{WORDS[page]} part {' '.join(w[2 * page :] + w[: 2 * page])}." for w in words]


def paper(pages: int = 3, head: str = "A. Abel et al.") -> Print:
    """Print an article in two columns with a running head and page numbers."""
    made = Print()
    made.line(LEFT, 770, "Zinc and the healing of wounds in old age", "Times-Bold", 18)
    made.line(LEFT, 745, "Karl Abel and Tina Moor", size=11)
    made.y = 715
    made.heading(LEFT, "Abstract")
    made.paragraph(LEFT, PROSE[0], 480, 9)
    for number in range(1, pages + 1):
        top = made.y - 12 if number == 1 else 760
        if number > 1:
            made.line(LEFT, 800, head if number % 2 else "Journal of Trace Metals", size=8)
        turned = parts_of(number)
        for x, parts in ((LEFT, turned[:2]), (RIGHT, turned[2:])):
            made.y = top
            if number == 1 and x == LEFT:
                made.heading(x, "Introduction")
            for part in parts:
                made.paragraph(x, part)
        made.line(290, 30, str(40 + number), size=8)
        if number < pages:
            made.page()
    return made


def written(*objects: bytes) -> bytes:
    """Write a PDF file of some objects, the first of which is its catalogue."""
    made, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n%b%b" % (len(objects) + 1, table, end)


def stream(content: bytes) -> bytes:
    """Return the object of a stream."""
    return b"<</Length %d>>stream\n%b\nendstream" % (len(content), content)
