"""Texts that break their lines at a fixed width: paragraphs are put together again."""

from __future__ import annotations

from itertools import pairwise

from pipeline.segment.lines import Line, is_bullet, prefix


def document_width(lines: list[Line]) -> int:
    """Return the width at which the whole document breaks its lines, 0 where it does not."""
    if len(lines) < 6:
        return 0
    sizes = sorted(len(line.text) for line in lines)
    width = sizes[int(len(sizes) * 0.9)]
    if not 45 <= width <= 110 or sizes[int(len(sizes) * 0.98)] > 130:
        return 0
    pairs = [(a, b) for a, b in pairwise(lines) if b.before == 0]
    broken = sum(
        len(a.text) >= 0.6 * width and a.text[-1] not in ".!?:;" and b.text[0].islower()
        for a, b in pairs
    )
    return 0 if broken < 4 or broken < 0.25 * len(pairs) else width


def unwrap(text: str, lines: list[Line], width: int) -> list[Line]:
    """Join lines to paragraphs that are broken at a width (0: nowhere)."""
    if not lines or not width:
        return lines
    joined = [lines[0]]
    last = len(lines[0].text)
    for line in lines[1:]:
        above = joined[-1]
        if line.before == 0 and _continues(above, line, last, width):
            joined[-1] = above._replace(end=line.end, text=text[above.start : line.end])
        else:
            joined.append(line)
        last = len(line.text)
    return joined


def _continues(above: Line, line: Line, last: int, width: int) -> bool:
    """Whether a line goes on with the paragraph whose last line had ``last`` characters."""
    if is_bullet(line.text) or line.text[0] == "#":
        return False
    if above.text[-1] in ".!?:":
        return last >= 0.8 * width and not (prefix(line.text) or line.indent > above.indent + 1)
    return last >= 0.55 * width or line.text[0].islower()
