"""What the break above a line looks like: did the text end there, or only the width of its lines?

Texts are broken at a width by editors, mail programs and whoever prints a page. A break that
only the width made can be told by what it did: the first word of the next line would not have
fitted. The width is taken from the lines around, never from the document as a whole, because
prose may be broken and the list under it not. Every feature is a short word, as in ``lines``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.segment.cues import CUES, FUNCTION_WORDS
from pipeline.segment.lines import Line, is_bullet, prefix, reference_score

NARROWEST, LONGEST = 34, 170
"""Characters of the lines that may have been broken at a width."""
_BROKEN, _SPACED = (25, 130), 0.7
"""How long lines are that a width broke, and the share of a double-spaced text that is so."""
_NEAR = 3  # lines above and below that show the width
_COLUMNS = re.compile(r"\t|\S {3,}\S")
_OPEN = "=<>≤≥±×+/([&~≈"  # like "of", no sentence ends in these
_LAST = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?$")
_LABEL = re.compile(r"[\[(]?\d{1,3}[\]).:](?:\s|$)|\(?[A-Za-z][.)]\s")
_SPEAKER = re.compile(r"[A-Z][\w'’. -]{0,30}:\s")
_BYLINE = re.compile(
    r"(?:[Bb]y|BY) [A-Z]\w+ [A-Z]"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2},? (?:19|20)\d\d"
    r"|(?:Updated|Published|Posted|Reviewed|Last )\w* "
)
_EDGES = (-8, 0, 3, 7, 14, 30)


class _Fill(NamedTuple):
    """How a line fills its width."""

    size: int
    first: int
    """Characters of its first word."""


def break_features(lines: Sequence[Line]) -> Iterator[list[str]]:
    """Yield the features of the break above each line."""
    fills = [_Fill(x.indent + len(x.text), _first_word(x.text)) for x in lines]
    listed = next((i for i, x in enumerate(lines) if _heads_list(x)), len(lines))
    spaced = [_spacing(lines[:listed]), _spacing(lines[listed:])]
    base = [spaced[i >= listed] for i in range(len(lines))]
    apart = [max(x.before - gap, 0) for x, gap in zip(lines, base, strict=True)]
    runs = _run_ends(apart)
    apart = _parted(fills, apart, runs)
    low = _low_starts(lines, runs)
    common = _common_width(fills)
    lower = _bucket(_lower_share(lines, apart), (0.02, 0.1, 0.25, 0.5))
    for i, line in enumerate(lines):
        if not i or apart[i] > 1 or fills[i - 1].size > LONGEST:
            yield ["apart"]
            continue
        first, after = runs[i]
        row = ["bias", f"spaced={base[i]},{apart[i]}", f"document={lower}"]
        signs = _signs(lines[i - 1].text, line.text)
        room = _room(fills, i, first, after, common)
        # What a break looks like counts for little in a text that shows no others.
        row += [*signs, *room, f"document,{signs[2]}={lower}", f"document,{room[0]}={lower}"]
        row += _shape(lines, i, first)
        size = _bucket(after - first, (2, 3, 5, 9))
        row += [f"run={size},{min(i - first, 2)}", f"low={low[first]},{size}"]
        yield row


def _bucket(value: float, edges: tuple[float, ...]) -> int:
    return sum(value >= edge for edge in edges)


def _first_word(text: str) -> int:
    return len(text[:60].split(None, 1)[0])


def _heads_list(line: Line) -> bool:
    return len(line.text) <= 40 and CUES["references_heading"].search(line.text.lower()) is not None


def _spacing(lines: Sequence[Line]) -> int:
    """Return the blank lines that stand between all lines of a text, 0 or 1."""
    loose = sum(line.before > 0 for line in lines[1:])
    broken = sum(_BROKEN[0] <= len(line.text) <= _BROKEN[1] for line in lines)
    return int(
        len(lines) > 6 and loose >= 0.9 * (len(lines) - 1) and broken >= _SPACED * len(lines)
    )


def _run_ends(apart: Sequence[int]) -> list[tuple[int, int]]:
    """Return, for each line, where the lines that nothing parts begin and end."""
    found: list[tuple[int, int]] = []
    start = 0
    for i in range(1, len(apart) + 1):
        if i == len(apart) or apart[i]:
            found += [(start, i)] * (i - start)
            start = i
    return found


def _parted(
    fills: Sequence[_Fill], apart: Sequence[int], runs: Sequence[tuple[int, int]]
) -> list[int]:
    """Part the lines of runs in which no line is long enough to have been broken."""
    widest = {run: _widest(fills, *run) for run in set(runs)}
    return [2 if widest[run] < NARROWEST else gap for gap, run in zip(apart, runs, strict=True)]


def _low_starts(lines: Sequence[Line], runs: Sequence[tuple[int, int]]) -> dict[int, int]:
    """Return, by where a run begins, how many of its lines go on in small letters, in buckets."""
    found = {}
    for first, after in set(runs):
        low = sum(
            lines[j].text[0].islower() and lines[j - 1].text[-1] not in ".!?"
            for j in range(first + 1, after)
        )
        found[first] = _bucket(low / max(after - first - 1, 1), (0.01, 0.25, 0.5))
    return found


def _common_width(fills: Sequence[_Fill]) -> int:
    """Return the width that most of the longer lines of a document come near to, 0 for none."""
    counts = Counter(fill.size // 4 for fill in fills if 30 <= fill.size <= LONGEST)
    best = max(counts, key=lambda k: counts[k] + counts[k - 1] + counts[k - 2], default=0)
    near = counts[best] + counts[best - 1] + counts[best - 2]
    return best * 4 + 3 if near >= 4 and near >= 0.25 * sum(counts.values()) else 0


def _lower_share(lines: Sequence[Line], apart: Sequence[int]) -> float:
    pairs = [i for i in range(1, len(lines)) if not apart[i]]
    low = sum(lines[i].text[0].islower() and lines[i - 1].text[-1] not in ".!?" for i in pairs)
    return low / len(pairs) if pairs else 0.0


def _end(text: str) -> str:
    last = text[-1]
    if last.isdigit():
        return "9"
    if last.isalpha():
        word = _LAST.search(text[-24:])
        return "of" if word and word[0].lower() in FUNCTION_WORDS else "a"
    if last in _OPEN:
        return "of"
    return last if last in ".,:;-" else "!" if last in "!?…" else ")" if last in ")]" else "~"


def _start(text: str) -> str:
    if is_bullet(text):
        return "•"
    if _LABEL.match(text):
        return "1."
    first = text[0]
    if first.isupper():
        word = text.split(None, 1)[0].lower()
        return "The" if word in FUNCTION_WORDS else "Name:" if _SPEAKER.match(text) else "A"
    return "a" if first.islower() else "9" if first.isdigit() else first if first in "([#" else "~"


def _signs(above: str, text: str) -> list[str]:
    end, start = _end(above), _start(text)
    tail = above[-80:]
    row = [f"end={end}", f"start={start}", f"signs={end}{start}"]
    if tail.rfind("(") > tail.rfind(")") or tail.rfind("[") > tail.rfind("]"):
        row.append("opened")
    if reference_score(text) >= 2:
        row.append("entry")
    if _BYLINE.match(text):
        row.append("byline")
    return row


def _room(fills: Sequence[_Fill], i: int, first: int, after: int, common: int) -> list[str]:
    """Tell whether the first word of a line would have fitted on the line above."""
    above, here = fills[i - 1], fills[i]
    near = [f.size for f in fills[max(first, i - _NEAR) : min(after, i + _NEAR)]]
    wide = max(near)
    need = above.size + 1 + here.first
    row = []
    for name, width in (("near", wide), ("common", common), ("run", _widest(fills, first, after))):
        if width == 0 or width > LONGEST:
            row.append(f"{name}=none")
            continue
        row.append(f"{name}={_bucket(width - need, _EDGES)}")
        row.append(f"{name}:full={_bucket(above.size / width, (0.3, 0.5, 0.65, 0.8, 0.9))}")
    forced = _forced(fills, first, after, wide)
    row += [f"{row[0]},{row[2]}", f"forced={forced}", f"forced,{row[0]}={forced}"]
    row.append(f"sizes={_bucket(above.size, (20, 30, 42, 60, 85, 120))}")
    row.append(f"size={_bucket(here.size, (20, 30, 42, 60, 85, 120))}")
    return row


def _widest(fills: Sequence[_Fill], first: int, after: int) -> int:
    return max(fill.size for fill in fills[first : min(after, first + 60)])


def _forced(fills: Sequence[_Fill], first: int, after: int, width: int) -> int:
    """Return the share of breaks nearby that a width made, in fifths; 9 for too few."""
    pairs = range(first + 1, min(after, first + 40))
    if len(pairs) < 2:
        return 9
    made = sum(fills[j - 1].size + 1 + fills[j].first > width for j in pairs)
    return int(4.999 * made / len(pairs))


def _shape(lines: Sequence[Line], i: int, first: int) -> list[str]:
    above, line = lines[i - 1], lines[i]
    step = line.indent - above.indent
    row = [f"step={(step > 0) - (step < 0)}"]
    deep = line.indent - lines[first].indent
    row.append(f"deep={(deep > 0) - (deep < 0)}")
    hangs = prefix(above.text) > 0
    row.append(f"hangs={hangs},{(step > 0) - (step < 0)}")
    if _COLUMNS.search(line.text[:LONGEST]) or _COLUMNS.search(above.text[:LONGEST]):
        row.append("columns")
    words = above.text[:LONGEST].split()
    capitals = sum(word[0].isupper() for word in words) / len(words)
    row.append(f"capitals={_bucket(capitals, (0.3, 0.6, 0.95))},{_bucket(len(words), (3, 7, 11))}")
    if above.text[-1] not in ".!?" and len(words) < 9:
        row.append(f"heading={step != 0},{_start(line.text)}")
    return row
