"""The stretches of an entry by their labels, and the words of each without the signs round them."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.references.tokens import Token

_EDGE = " \t\r\n.,;:\"“”„«»‘’'·•*|/—–"
_SHUT = {")": "(", "]": "["}


class Parts:
    """The stretches of an entry by their labels."""

    def __init__(self, text: str, tokens: Sequence[Token], labels: Sequence[str]) -> None:
        self.text = text
        self.spans: dict[str, list[tuple[int, int]]] = {}
        start = 0
        for i in range(1, len(tokens) + 1):
            if i == len(tokens) or labels[i] != labels[start]:
                span = tokens[start].start, tokens[i - 1].end
                self.spans.setdefault(labels[start], []).append(span)
                start = i

    def all(self, label: str) -> list[str]:
        """Return the stretches of a label, in order."""
        return [self.text[start:end] for start, end in self.spans.get(label, [])]

    def first(self, label: str) -> str | None:
        """Return the first stretch that holds words, without the signs round it."""
        return next(filter(None, map(bare, self.all(label))), None)


def bare(part: str) -> str | None:
    """Drop the signs round a field, but no bracket that closes one within it."""
    whole = part.strip(_EDGE.replace('"', ""))
    if whole[:1] == '"' and whole[-1] != '"' and whole.count('"') == 2:
        return whole  # '"Fat" and health'
    while part := part.strip(_EDGE):
        opened = part.count("(") + part.count("[") - part.count(")") - part.count("]")
        if part[-1] in "([" or (opened < 0 and part[-1] in ")]"):
            part = part[:-1]
        elif part[0] in ")]" or (opened > 0 and part[0] in "(["):
            part = part[1:]
        elif part[0] in "([" and part[-1] in ")]" and part.count(part[0]) == 1:
            part = part[1:-1]
        else:
            return part
    return None
