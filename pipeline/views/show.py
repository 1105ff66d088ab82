"""One article in the terminal: its text with claims, entities and markers in colour."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from pipeline.errors import UsageError
from pipeline.records import Block, Claim, Entity, Marker, Reference, Span
from pipeline.segment.notices import NOTICES
from pipeline.store import results
from pipeline.store.outputs import no_article, read_run

CLAIM, MARKER, FLAG, REVIEW = "underline", "bold black on yellow", "red", "bold"
SUPPORT = {"cited": "blue", "inherited": "yellow", "uncited": "magenta"}
ENTITY = {
    "Disease": "red",
    "Chemical": "green",
    "GeneProtein": "magenta",
    "Anatomy": "cyan",
    "Organism": "blue",
    "Process": "yellow",
    "Food": "bright_green",
    "Procedure": "bright_blue",
}
_OPEN = {
    "unresolved": "fit no entry of the list",
    "partial": "of which some numbers have no entry",
    "no_list": "in an article that prints no list",
}
# Terminal control sequences in an article must not reach the terminal; one character
# for one keeps the offsets. Nor must signs that turn the text round.
_TURNING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = {c: "\ufffd" for c in (*range(32), *range(127, 160), *_TURNING) if c not in (9, 10)}
_ONE_LINE = {**_CONTROLS, 9: " ", 10: " "}


def show_article(article: str, out: Path, console: Console) -> None:
    """Print an article's reading view, then its claims with what they cite.

    Raises ``UsageError`` when no result of that id is there.
    """
    source = _find(article, out)
    blocks: list[Block] = results.read_section(out, source, "blocks")
    claims = _reviewed(article, out) or results.read_section(out, source, "claims")
    entities: list[Entity] = results.read_section(out, source, "entities")
    markers: list[Marker] = results.read_section(out, source, "markers")
    references: list[Reference] = results.read_section(out, source, "references")
    console.print(_legend())
    for block in blocks:
        if block.region not in ("front", "body"):
            continue
        text = Text(block.text.translate(_CONTROLS))
        if block.kind in ("title", "heading"):
            text.stylize("bold")
        for spans, style in ((claims, CLAIM), (markers, MARKER)):
            _paint(text, block, spans, style)
        for entity in entities:
            _paint(text, block, [entity], ENTITY[entity.type])
        console.print(Padding(text, (0, 0, 1, 2 if block.kind == "list_item" else 0)))
    console.print(_claims(claims, {r.id: r for r in references}))
    if left := open_markers(markers):
        console.print(left)


def open_markers(markers: Sequence[Marker]) -> Text:
    """Return a list of the markers that lead to no printed entry, by what is wrong with them."""
    by_status: dict[str, list[str]] = {}
    for marker in markers:
        if marker.status in _OPEN:
            by_status.setdefault(marker.status, []).append(marker.text.translate(_ONE_LINE))
    parts = []
    for status, given in by_status.items():
        said = f"{len(given)} marker{'s' * (len(given) > 1)} {_OPEN[status]}: "
        parts.append(Text(said, FLAG).append(" ".join(given), "default"))
    return Text("\n").join(parts)


def show_left_out(article: str, out: Path, console: Console) -> None:
    """Print what was taken for no part of an article, and as what, in the order of the text.

    Raises ``UsageError`` when no result of that id is there.
    """
    source = _find(article, out)
    (whole,) = results.read_section(out, source, "articles")
    for code in whole.notices:
        console.print(Text(f"{code}: {NOTICES[code]}", "yellow"), soft_wrap=True)
    table = Table("taken for", "text", header_style="bold", box=None, pad_edge=False)
    for block in results.read_section(out, source, "blocks"):
        if block.region not in ("front", "body", "references"):
            table.add_row(block.region, block.text.translate(_CONTROLS))
    if table.row_count:
        console.print(table)
    share = f"{whole.left_out or 0:.0%} of the characters of whole sentences are left out"
    console.print(share if table.row_count else "Nothing is left out.")


def _reviewed(article: str, out: Path) -> list[Claim]:
    """Return the claims as the run wrote them, with reviewers' decisions."""
    for _, records in read_run(out, "claims", only=[article]):
        return records["claims"]
    return []


def _find(article: str, out: Path) -> str:
    ids: dict[str, str] = {}
    for path in results.stored(out):
        receipt = results.read_receipt(path)
        if receipt and receipt.id == article and not receipt.failure:
            return receipt.source
        if receipt and not receipt.failure:
            ids[receipt.id] = receipt.source
    if not ids:
        raise UsageError(f"no results in {out}: run `claimsheet run` first")
    raise no_article(article, ids, out)


def _paint(
    text: Text, block: Block, spans: list[Claim] | list[Marker] | list[Entity], style: str
) -> None:
    span: Span
    for span in spans:
        if block.start <= span.start < block.end:
            text.stylize(style, span.start - block.start, span.end - block.start)


def _legend() -> Text:
    parts = [("claim", CLAIM), ("marker", MARKER), *ENTITY.items()]
    return Text("  ").join(Text(name, style) for name, style in parts).append("\n")


def _claims(claims: list[Claim], references: dict[str, Reference]) -> Table:
    """Return the claims; under each what it is, its flags, and links to what it cites."""
    from pipeline.sheet.rows import cited_references, decision_words, link, short_form

    table = Table("score", "claim", header_style="bold", box=None, pad_edge=False)
    for claim in claims:
        cell = Text(claim.claim.translate(_CONTROLS))
        words = (claim.support, claim.type, claim.direction, claim.species, claim.study)
        cell.append(
            "\n" + " · ".join(w.replace("_", " ") for w in words if w), SUPPORT[claim.support]
        )
        for flag in (f for f in claim.flags if f != claim.support):  # said once
            cell.append(f" · {flag.replace('_', ' ')}", FLAG)
        for entry in cited_references(claim):
            if found := references.get(entry):
                address = link(found).translate(_ONE_LINE)
                cell.append("\n  " + short_form(found).translate(_ONE_LINE), Style(link=address))
        for review in claim.review:
            said = decision_words(review).translate(_ONE_LINE)
            cell.append(f"\n  {review.standing}: {said}", REVIEW)
        table.add_row(f"{claim.score:.2f}", cell)
        table.add_row("", "")
    return table
