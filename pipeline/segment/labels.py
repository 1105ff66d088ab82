"""What the rules over a document share: sets of labels and cues, runs of labels."""

from __future__ import annotations

from pipeline.segment.cues import CUES
from pipeline.segment.lines import Line

BODY = frozenset(("heading", "paragraph", "list_item"))
JUNK = frozenset(("related", "boilerplate"))
TELLING = (
    "share",
    "newsletter",
    "disclosure",
    "ago",
    "related_heading",
    "comments_heading",
    "references_heading",
    "says",
)
HINTING = ("promo", "account", "related", "caption", "source", "reply")


def has_cues(line: Line, names: list[str] | tuple[str, ...]) -> bool:
    """Say whether the beginning of a line holds a cue of any of these names."""
    low = line.text[:200].lower().replace("’", "'")
    return any(CUES[name].search(low) for name in names)


def runs(labels: list[str], kinds: frozenset[str]) -> list[tuple[int, int]]:
    """Runs of labels of some kinds, as index pairs (end exclusive)."""
    found: list[tuple[int, int]] = []
    start = -1
    for i, label in enumerate([*labels, ""]):
        if label in kinds and start < 0:
            start = i
        elif label not in kinds and start >= 0:
            found.append((start, i))
            start = -1
    return found
