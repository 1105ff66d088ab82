"""Ids that stand in two units of a table: which of them the later unit has to refuse."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

_BYTES = 8  # of an id's digest: of a hundred million ids, two collide once in four thousand tables


def digest_of(id: object) -> str:
    """Return an id's short digest."""
    return hashlib.blake2b(str(id).encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest()


def packed(ids: Iterable[object]) -> bytes:
    """Return the digests of a unit's ids, each once, in the little space that many units need."""
    return b"".join(bytes.fromhex(one) for one in sorted({digest_of(id) for id in ids}))


def taken(units: Mapping[int, bytes]) -> dict[int, tuple[str, ...]]:
    """Return, by the number of a unit, the digests of ids that an earlier unit has already."""
    import numpy as np

    numbers = sorted(units)
    if not any(units.values()):
        return {}
    digests = np.concatenate([np.frombuffer(units[n], dtype=">u8") for n in numbers])
    of = np.repeat(numbers, [len(units[n]) // _BYTES for n in numbers])
    order = np.argsort(digests, kind="stable")  # so that the earlier unit comes first
    again = order[1:][digests[order][1:] == digests[order][:-1]]
    found: dict[int, list[str]] = {}
    for at in again.tolist():
        found.setdefault(int(of[at]), []).append(f"{int(digests[at]):0{2 * _BYTES}x}")
    return {number: tuple(sorted(some)) for number, some in found.items()}
