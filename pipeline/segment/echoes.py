"""Whether the words of a line come back in the prose of its document.

A title, a heading or a list inside an article speaks of what the article speaks of; a menu
and a teaser of another article mostly do not.
"""

from __future__ import annotations

from collections.abc import Sequence

_WORDS = 16


def echoes(words: Sequence[Sequence[str]], prose: Sequence[bool]) -> list[int]:
    """Return how many content words of each line other lines of prose have.

    In quarters; -1 for a line without content words. ``words`` are the lower-case words of
    the head of each line, ``prose`` says which lines are prose.
    """
    # Where a word occurs: the number of the only line of prose that has it, or -1 for several.
    places: dict[str, int] = {}
    for i, (line, on) in enumerate(zip(words, prose, strict=True)):
        if on:
            for word in set(line):
                places[word] = -1 if word in places else i
    found = []
    for i, line in enumerate(words):
        content = [word for word in line[:_WORDS] if len(word) > 3]
        known = sum(places.get(word, i) != i for word in content)
        found.append(known * 4 // len(content) if content else -1)
    return found
