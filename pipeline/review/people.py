"""Who reviewed: one person is one name, however it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from pipeline.store.decisions import person

# What the name of a sheet says besides a person's.
_NO_NAMES = re.compile(
    r"\b(?:claims?|reviews?|reviewed|sheets?|cop(?:y|ies)|final|new|next|old|of|by|outputs?|kopie"
    r"|von|export|table|book|version|v?\d+|[0-9a-f]{8})\b|[^\w]|_",
    re.IGNORECASE,
)


class People:
    """The names of reviewers, each as it was written first."""

    def __init__(self, names: Iterable[str | None], unnamed: str | None = None) -> None:
        self._spelt: dict[str, str] = {}
        self._unnamed: str | None = None
        for name in names:
            self.named(name)
        self._unnamed = self.named(unnamed)

    def named(self, name: str | None) -> str | None:
        """Return a person's name; of a row without one, the name that was given for those."""
        key = person(name)
        if key is None or name is None:
            return self._unnamed
        return self._spelt.setdefault(key, " ".join(name.split()))


def named_by(file: str | None) -> str | None:
    """Return the name that a sheet's file seems to bear: “mm” of ``claims-mm.xlsx``."""
    if file is None:
        return None
    left = _NO_NAMES.sub(" ", PurePath(file).stem)
    return " ".join(left.split()) or None
