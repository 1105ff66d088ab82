"""DOIs, PubMed ids and addresses as they are printed."""

from __future__ import annotations

_CLOSING = {")": "(", "]": "[", "}": "{"}


def trimmed(value: str) -> str:
    """Return a DOI or URL without the signs round it and the brackets it does not open."""
    while value:
        last = value[-1]
        unopened = last in _CLOSING and value.count(last) > value.count(_CLOSING[last])
        if last not in ".,;:!?'’\"”>*_" and not unopened:
            break
        value = value[:-1]
    return value
