"""Records carried from a text as printed to the text as read, and back.

The stages after segmentation read words as a reader does. What they find is carried back, so
that every record's offsets and text are those of the printed text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import msgspec
from msgspec.structs import replace

from pipeline.read.hints import BlockHint, EntryHint, Hints, LinkHint
from pipeline.records import Analysis, Article, Block, Record
from pipeline.text.plain import Fold, Plain

R = TypeVar("R", bound=Record)
H = TypeVar("H", BlockHint, EntryHint, LinkHint)
_Carry = Callable[[int, int], tuple[int, int]]


class View:
    """The text of an article as read; nothing changes where it has no folds."""

    def __init__(self, printed: str, folds: list[Fold]) -> None:
        self._plain = Plain(printed, folds) if folds else None

    def read(self, article: Article, hints: Hints | None) -> tuple[Article, Hints | None]:
        """Return the article as read, and what its markup knows of it."""
        if self._plain is None:
            return article, hints
        text, carry = self._plain.text, self._plain.read_span
        if hints:
            hints = _moved(hints, carry, text)
            hints = replace(
                hints,
                blocks=_tight(hints.blocks, text),
                entries=_tight(hints.entries, text),
                links=_tight(hints.links, text),
                raised=tuple(carry(*span) for span in hints.raised),
                gaps=tuple(carry(*span) for span in hints.gaps),
            )
        return replace(article, text=text), hints

    def read_blocks(self, blocks: list[Block]) -> list[Block]:
        """Return blocks of the printed text in the text as read."""
        plain = self._plain
        return [_moved(b, plain.read_span, plain.text) for b in blocks] if plain else blocks

    def printed_blocks(self, blocks: list[Block]) -> list[Block]:
        """Return blocks of the text as read in the printed text."""
        plain = self._plain
        return [_moved(b, plain.printed_span, plain.printed) for b in blocks] if plain else blocks

    def printed_spans(self, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return where stretches of the text as read stand in the printed text."""
        return [self._plain.printed_span(*span) for span in spans] if self._plain else spans

    def printed(self, found: Analysis) -> Analysis:
        """Return what was found in the text as read, in the printed text."""
        if self._plain is None:
            return found
        text, carry = self._plain.printed, self._plain.printed_span
        found = replace(_moved(found, carry, text), article=replace(found.article, text=text))
        words = {marker.id: marker.text for marker in found.markers}
        claims = tuple(
            replace(
                claim,
                citations=tuple(replace(c, text=words[c.marker]) for c in claim.citations),
            )
            for claim in found.claims
        )
        return replace(found, claims=claims)


def _tight(found: tuple[H, ...], text: str) -> tuple[H, ...]:
    """Return the spans of a text without white space at their ends; empty ones are left out."""
    kept = []
    for one in found:
        words = text[one.start : one.end].strip()
        if words:
            start = text.index(words[0], one.start)
            kept.append(replace(one, start=start, end=start + len(words)))
    return tuple(kept)


def _moved(record: R, carry: _Carry, text: str) -> R:
    """Return a record with its offsets, and those of the records in it, carried over.

    Its ``text`` is that of its new place.
    """
    changes: dict[str, Any] = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if isinstance(value, msgspec.Struct):
            changes[name] = _moved(cast(Record, value), carry, text)
        elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            changes[name] = tuple(_moved(cast(Record, one), carry, text) for one in value)
    start, end = getattr(record, "start", None), getattr(record, "end", None)
    if start is not None and end is not None:
        changes["start"], changes["end"] = carry(start, end)
        if "text" in record.__struct_fields__:
            changes["text"] = text[changes["start"] : changes["end"]]
    return replace(record, **changes) if changes else record
