"""What the trained model of directions sees of a claim's parts: their words and kinds of words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

from pipeline.claims.changes import kind_of
from pipeline.claims.features import tokens
from pipeline.records import Direction, Part

WAYS = 1 << 13
"""Buckets of what ``relation_features`` returns."""
_RULED = 5  # how many times over the rule's own word counts


def relation_buckets(
    text: str,
    subject: Part | None,
    relation: Part | None,
    object_: Part | None,
    start: int,
    end: int,
    ruled: Direction | None,
) -> list[int]:
    """Return what the trained model sees of a claim's parts, as buckets; one may come again."""
    parts = subject, relation, object_
    words = [tokens(part.text) if part is not None else [] for part in parts]
    last = max((part.end for part in parts if part is not None), default=start)
    names = [f"rule{time} {ruled or 'none'}" for time in range(_RULED)]
    names += relation_features(words[0], words[1], words[2], tokens(text[last:end]))
    return [crc32(name.encode("utf-8", "surrogatepass")) % WAYS for name in names]


def relation_features(
    subject: Sequence[str], relation: Sequence[str], object_: Sequence[str], after: Sequence[str]
) -> list[str]:
    """Return the names of what stands in the parts: words, and their kinds in order."""
    subjects, relations, objects, laters = (
        "".join(kind_of(word)[:1] for word in words)
        for words in (subject, relation, object_, after)
    )
    found = {f"r {word}" for word in relation} | {f"rs {word[:6]}" for word in relation}
    found.update(f"rb {first} {second}" for first, second in pairwise(relation))
    found.update(f"o1 {word}" for word in object_[:3])
    found.update((f"rc {relations}", f"oc {objects[:3]}", f"rco {relations}|{objects[:2]}"))
    found.update((f"sc {subjects[:3]}", f"ac {laters[:3]}"))
    found.update((f"rl {relation[-1]}", f"r0 {relation[0]}") if relation else ())
    found.add(f"has {bool(relation):d}{bool(object_):d}{bool(subject):d}")
    return sorted(found)
