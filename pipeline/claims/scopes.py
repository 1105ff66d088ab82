"""How far a negation or a hedge reaches: the scope of a cue, by the encoder's tags.

Scopes are those of BioScope (Vincze et al. 2008): the stretch of words, cue included, whose
statement the cue makes negative or uncertain.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import msgspec

from pipeline.encoder.stage import Reading
from pipeline.records import Cue, Part

_NAMES = {"negation": "negation", "hedge": "speculation"}


def with_scopes(text: str, cues: Sequence[Cue], reading: Reading, words: slice) -> tuple[Cue, ...]:
    """Return a sentence's cues with their scopes; ``words`` are the rows of its words."""
    if not cues:
        return ()
    head = reading.heads["scopes"]
    tags = [head.labels[i] for i in head.of(reading.tags[words]).argmax(1)]
    starts, ends = reading.words.starts[words], reading.words.ends[words]
    found = []
    for cue in cues:
        if not ends or cue.start >= ends[-1]:  # beyond what the encoder reads of an article
            found.append(cue)
            continue
        inside = [_NAMES.get(cue.kind, cue.kind) in tag.split("+") for tag in tags]
        at = max(0, bisect_right(starts, cue.start) - 1)
        # A cue stands in its scope, or right before it where the tagger drew it short.
        first = last = at if at < len(inside) and inside[at] else at + 1
        while first > 0 and inside[first - 1]:
            first -= 1
        while last < len(inside) and inside[last]:
            last += 1
        if first < last:
            start, end = min(cue.start, starts[first]), max(cue.end, ends[last - 1])
            scope = Part(text=text[start:end], start=start, end=end)
            cue = msgspec.structs.replace(cue, scope=scope)
        found.append(cue)
    return tuple(found)
