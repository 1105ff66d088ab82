"""A block of prose -> its items: the paragraph, and the headings that run in with it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.read.pdf_blocks import Group
from pipeline.read.pdf_items import Item
from pipeline.read.pdf_lines import Line, spelt
from pipeline.read.pdf_words import LABELLED, NUMBERED_RUN_IN, RUN_IN_ABSTRACT, SPECIES
from pipeline.records import Kind
from pipeline.text.signs import past_bullet

_LEAD = 160  # characters of a heading that its paragraph follows on its line


def paragraph(g: Group, labelled: bool = False) -> list[Item]:
    """Return a paragraph, and before it the heading that stands on its first line."""
    labels = list(_labels(g)) if labelled else []
    if len(labels) > 1:
        return _parts(g, labels)
    kind: Kind = "list_item" if past_bullet(g.text) > 0 else "paragraph"
    made = Item(g.lines, "body", kind, full=g.full, indented=g.indented, size=g.size)
    first = g.lines[0]
    run_in = RUN_IN_ABSTRACT.match(first.text) or (labelled and LABELLED.match(first.text))
    at, end = (0, run_in.end()) if run_in else _lead(g)
    if not end:
        return [made]
    made.lines, made.first = g.lines[at:], end
    return [Item(g.lines[: at + 1], "body", "heading", 2, last=end, size=g.size), made]


def _labels(g: Group) -> Iterator[tuple[int, int, int]]:
    """Yield the labels of the parts of an abstract: the line of each, its begin and its end."""
    above = "."
    for i, line in enumerate(g.lines):
        for label in LABELLED.finditer(line.text):
            before = (line.text[: label.start()].rstrip() or above)[-1]
            if before in ".!?)]":
                yield i, label.start(), label.end()
        above = line.text


def _parts(g: Group, labels: list[tuple[int, int, int]]) -> list[Item]:
    """Return the parts of an abstract that is one block, each below its label."""
    found: list[Item] = []
    begin = 0, 0
    for line, start, end in [*labels, (len(g.lines) - 1, None, None)]:
        if (line, start) != begin:
            found.append(
                Item(
                    g.lines[begin[0] : line + 1],
                    "body",
                    "paragraph",
                    None,
                    first=begin[1],
                    last=start,
                    full=g.full,
                    size=g.size,
                )
            )
        if end is not None:
            label = [g.lines[line]]
            found.append(Item(label, "body", "heading", 2, start or 0, end, size=g.size))
            begin = line, end
    return [item for item in found if item.text]


def _lead(g: Group) -> tuple[int, int]:
    """Return the line and the place where a heading ends that text follows, 0 and 0 for none."""
    first = g.lines[0].pieces[0]
    bold = first.lead_bold
    if not (bold or first.lead_italic):
        return 0, 0
    numbered = NUMBERED_RUN_IN.match(g.lines[0].text)
    if numbered:
        return 0, numbered.end()
    head, at, line, end = "", 0, g.lines[0], 0
    for at, line in enumerate(g.lines[:3]):  # noqa: B007  it is what the loop ends at
        end = _set_apart(line, bold)
        head += line.text[:end]
        if end < len(line.text):
            break
    rest = line.text[end:].lstrip()
    if rest[:1] in (":", "."):
        end += line.text[end:].index(rest[0]) + 1
        head, rest = head + rest[0], rest[1:].lstrip()
    if len(head) > _LEAD or head.rstrip()[-1:] not in (":", ".") or not rest or rest[0].islower():
        return 0, 0
    if not bold and (len(head.split()) < 2 or SPECIES.match(head)):
        return 0, 0
    return at, end


def _set_apart(line: Line, bold: bool) -> int:
    """Return how far a line is bold, or else italic, from its begin."""
    end = 0
    for text, piece, _ in spelt(line.pieces, line.size, line.y):
        if (piece.bold if bold else piece.italic) > 0.95:
            end += len(text)
            continue
        if piece.lead and (piece.lead_bold if bold else piece.lead_italic):
            end += len(text) - len(piece.text) + piece.lead
        break
    return end
