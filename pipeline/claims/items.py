"""Items of a list that finish the sentence above it: ``Some foods lower it:``, ``Cinnamon [1]``.

Such an item is a claim where it is cited by itself: its words are those of the sentence that leads
in and its own, its place is the item.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pipeline.claims.text import inside
from pipeline.records import Block, Marker, Sentence

LONGEST_ITEM = 120
"""Characters of an item that is a phrase; what is longer is a sentence of its own."""
_LONGEST_LEAD = 300
_ENDS = (".", "!", "?", ":", ";")


def led_items(
    rows: Sequence[Sentence],
    plains: Sequence[str],
    blocks: Sequence[Block],
    markers: Sequence[Marker],
    said: Collection[int],
) -> dict[int, int]:
    """Return the rows that are cited items and no claims, with the claim that leads in to each.

    ``said`` are the rows that are claims.
    """
    kinds = {block.id: block.kind for block in blocks}
    found: dict[int, int] = {}
    lead = None
    for at, (row, plain) in enumerate(zip(rows, plains, strict=True)):
        if plain.endswith(":"):
            lead = at if at in said and len(plain) <= _LONGEST_LEAD else None
        elif kinds.get(row.block) != "list_item" or lead is None:
            lead = None
        elif at not in said and _is_phrase(plain) and inside(markers, row.start, row.end):
            found[at] = lead
    return found


def _is_phrase(plain: str) -> bool:
    return 0 < len(plain) <= LONGEST_ITEM and plain[-1] not in _ENDS
