"""One frozen ``Settings``, read from ``pipeline.toml``; an unknown key is an error.

Settings say what a run extracts; command-line flags only say where and how fast.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import msgspec

from pipeline.errors import SettingsError
from pipeline.records import UNDECODABLE, EntityType, Reason, SourceSays

FILE = "pipeline.toml"
_MOST_BYTES = 20_000  # nested keys take time that grows with the square of their number
ENCODER, DICTIONARY = "encoder", "dictionary"


# Signs that a spreadsheet takes for the end of a choice, or a word for a formula.
_SEPARATES, _BEGINS = ',;"', "=+-@'"
_SAID = "comma, semicolon or quote, and begins with none of = + - @ '"

Meaning = Literal["accept", "reject", "edit", "unsure"]
VERDICTS: dict[str, Meaning] = {w: w for w in get_args(Meaning)}
REASONS: dict[str, Reason] = {w.replace("_", " "): w for w in get_args(Reason)}
SOURCE_SAYS: dict[str, SourceSays] = {w.replace("_", " "): w for w in get_args(SourceSays)}


class Words(NamedTuple):
    """The words that reviewers choose from, by column, with what each means."""

    verdicts: Mapping[str, Meaning] = VERDICTS
    reasons: Mapping[str, Reason] = REASONS
    source_says: Mapping[str, SourceSays] = SOURCE_SAYS


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a run does. Any change makes the earlier results stale.

    - ``claim_threshold``: least score of a claim; ``None`` takes the model's own.
    - ``recogniser``: ``encoder``, the model shipped; ``dictionary``, no model at all: three
      times as fast; or an installed spaCy or scispaCy package, or a model folder.
    - ``recogniser_mode``: ``join`` adds its mentions to the dictionary's, ``replace``
      uses them instead; concepts are looked up in the dictionary either way.
    - ``recogniser_labels``: its labels to ours, e.g. ``{DISEASE = "Disease"}``.
    - ``max_characters``: longer articles are refused. As many of prose take 1.5 GB of memory.
    - ``ocr``: have the text of scanned PDF pages recognised, if tesseract is installed.
    - ``verdicts``, ``reasons``, ``source_says``: the words reviewers choose from, with what
      each means; the settings that make no result stale.
    """

    claim_threshold: float | None = None
    recogniser: str = ENCODER
    recogniser_mode: Literal["join", "replace"] = "join"
    recogniser_labels: dict[str, EntityType] = msgspec.field(default_factory=dict)
    max_characters: int = 22_000_000
    ocr: bool = False
    verdicts: dict[str, Meaning] = msgspec.field(default_factory=VERDICTS.copy)
    reasons: dict[str, Reason] = msgspec.field(default_factory=REASONS.copy)
    source_says: dict[str, SourceSays] = msgspec.field(default_factory=SOURCE_SAYS.copy)

    @property
    def words(self) -> Words:
        """The words that reviewers choose from."""
        return Words(self.verdicts, self.reasons, self.source_says)


class Reviewed(NamedTuple):
    """What reviewers have to say in an article's claims.

    ``wanted`` are sentences, as quoted, that they decided on: claims whatever their score.
    ``learned`` is the file of weights learned from their decisions; ``instead`` are sentences
    in whose place they put parts of them, or joined them with others: no claims any more.
    """

    wanted: tuple[str, ...] = ()
    learned: Path | None = None
    instead: tuple[str, ...] = ()


def load_settings(path: Path | None = None) -> Settings:
    """Read settings from a TOML file; without one, ``pipeline.toml`` here, else defaults.

    Raises ``SettingsError`` when a named file is missing, or any file is malformed or
    holds an unknown key or a wrong value.
    """
    if path is None:
        path = Path(FILE)
        if not path.exists():
            return Settings()
    if path.exists() and not path.is_file():
        raise SettingsError(f"cannot read settings {path}: it is no regular file")
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise _ValueError(f"is over {_MOST_BYTES:,} bytes: name a settings file")
        table = tomllib.loads(data.decode())
        return _checked(msgspec.convert(table, Settings))
    except _ValueError as error:
        raise SettingsError(f"settings {path}: {error}") from error
    except OSError as error:
        raise SettingsError(f"cannot read settings {path}: {error.strerror}") from error
    except UNDECODABLE as error:
        known = ", ".join(Settings.__struct_fields__)
        raise SettingsError(f"settings {path}: {error}; the settings are {known}") from error


class _ValueError(Exception):
    """A value is of the right type, and makes no sense."""


def _checked(settings: Settings) -> Settings:
    """Return settings whose values a run and a sheet can use."""
    threshold = settings.claim_threshold
    if threshold is not None and not 0 <= threshold <= 1:  # nor is nan
        raise _ValueError(f"claim_threshold is {threshold:g}: a score is from 0 to 1")
    if settings.max_characters < 1:
        raise _ValueError(f"max_characters is {settings.max_characters}: it is 1 at least")
    for name in ("verdicts", "reasons", "source_says"):
        words = list(getattr(settings, name))
        if not words:
            raise _ValueError(f"{name} is empty: name a word to choose, or leave it out")
        for word in words:
            if not word.strip() or word != word.strip() or not word.isprintable():
                raise _ValueError(f"{name} has the word {word!r}: no space around it, one line")
            if any(sign in word for sign in _SEPARATES) or word[0] in _BEGINS:
                raise _ValueError(
                    f"{name} has the word {word!r}: a list to choose from has no {_SAID}"
                )
        if len({word.casefold() for word in words}) < len(words):
            raise _ValueError(f"{name} has a word twice, in capitals and without")
    return settings
