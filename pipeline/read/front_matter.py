"""What stands before an article in a Markdown file: YAML or TOML about it, or bare fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

# Pandoc's: "% title", "% authors", "% date", each of which may go on, indented.
_PERCENT = re.compile(
    r"% ?([^\n]{1,300}(?:\n[ \t]{1,8}[^\n]{1,300})?)\n(?:% ?([^\n]{0,300})\n)?"
    r"(?:% ?([^\n]{0,100})\n)?(?=\s{0,9}\n)"
)
_LONGEST = 20_000  # characters of front matter
_YAML = re.compile(r"\s{0,99}---[ \t]*\r?\n(.{0,20000}?)^(?:---|\.\.\.)[ \t]*$", re.S | re.M)
_TOML = re.compile(r"\s{0,99}\+\+\+[ \t]*\r?\n(.{0,20000}?)^\+\+\+[ \t]*$", re.S | re.M)
_JSON = re.compile(r"\s{0,99}\{\s{0,9}\r?\n(.{0,20000}?)^\}[ \t]*$", re.S | re.M)
_BARE_JSON = re.compile(r"\s{0,99};;;[ \t]*\r?\n(.{0,20000}?)^;;;[ \t]*$", re.S | re.M)  # Hexo's
_FIELD = re.compile(r"([A-Za-z][\w -]{0,30}?)[ \t]{0,3}:(?=\s|$)[ \t]*(.*)")
_BARE = re.compile(r"(?:[ \t]{0,3}[A-Za-z][\w -]{0,20}:[ \t][^\n]{1,500}\n){2,20}(?=\s{0,9}\n)")
# Logseq's: "title:: Tea", line by line.
_DOUBLE = re.compile(
    r"\s{0,99}(?P<fields>(?:[ \t]{0,3}(?:-[ \t])?[A-Za-z][\w.-]{0,30}::[^\n]{0,500}\n){1,30})"
    r"(?=\s{0,9}\n|\s{0,9}-[ \t])"
)
# Properties that note programs export below a title: "# Tea", "Created: …", "Tags: …".
_PROPERTY = re.compile(
    r"[ \t]{0,3}(?:[-*+][ \t]{1,3})?\*{0,2}([A-Za-z][\w -]{0,30}?)\*{0,2}:\*{0,2}"
    r"(?:[ \t]+([^\n]{0,300}))?\n"
)
_UNDER_TITLE = re.compile(
    rf"\s{{0,99}}#[ \t][^\n]{{1,300}}\n(?:[ \t]*\n){{0,2}}"
    rf"(?P<fields>(?:{_PROPERTY.pattern}){{2,30}})(?=\s{{0,9}}\n)"
)
_SAID = re.compile(r"(?:\S+\s+){7,}\S+[.!?]\s*$")
_LINK = re.compile(
    r"\[\[(?:[^\[\]|]{0,200}\|)?([^\[\]|]{1,200})\]\]|\[([^\[\]]{1,200})\]\([^()]{0,500}\)"
)
_DAY = re.compile(r"(\d{4})[-/.](\d\d)[-/.](\d\d)(?:[T ].*)?")
_TITLES = ("title", "headline")
_AUTHORS = ("author", "authors", "byline", "by", "creator")
_DATES = ("date", "published", "pubdate", "publish_date", "date_published", "created", "updated")
_ADDRESSES = ("url", "source", "canonical", "canonical_url", "canonicalurl", "link", "permalink")
_BARE_FIELDS = frozenset(
    (*_TITLES, *_AUTHORS, *_DATES, *_ADDRESSES, "tags", "subtitle", "keywords")
)
_PROPERTIES = _BARE_FIELDS | {
    *("status", "category", "categories", "topic", "topics", "type", "aliases", "project"),
    *("created_time", "created_by", "last_edited", "last_edited_time", "last_edited_by"),
    *("edited", "modified", "last_updated", "reviewed"),
}
_LEAST_KNOWN = 2  # properties that only note programs write


class FrontMatter(NamedTuple):
    """What a file says of its article."""

    title: str | None = None
    byline: str | None = None
    date: str | None = None
    url: str | None = None


def take_front_matter(source: str) -> tuple[FrontMatter, str]:
    """Return what the front matter says, and the source without it."""
    for pattern, read in ((_YAML, _yaml), (_TOML, _toml), (_JSON, _json), (_BARE_JSON, _json)):
        found = pattern.match(source.removeprefix("\ufeff"))
        if not found:
            continue
        fields = read(found[1])
        if fields is not None:
            return _settled(fields), source.removeprefix("\ufeff")[found.end() :]
    if found := _PERCENT.match(source.removeprefix("\ufeff")):
        title, byline, date = (" ".join(part.split()) if part else None for part in found.groups())
        fields = {"title": title, "author": byline, "date": date}
        return _settled(fields), source.removeprefix("\ufeff")[found.end() :]
    found = _BARE.match(source.removeprefix("\ufeff"))
    if found:
        fields = dict(_yaml_fields(found[0]))
        if fields.keys() & {"title"} and len(fields.keys() & _BARE_FIELDS) > 1:
            return _settled(fields), source.removeprefix("\ufeff")[found.end() :]
    if found := _DOUBLE.match(source.removeprefix("\ufeff")):
        rows = (line.strip(" \t-").partition("::") for line in found["fields"].split("\n"))
        fields = {key.lower(): value.strip() for key, _, value in rows}
        if fields.keys() & {*_TITLES, *_AUTHORS, *_DATES, *_ADDRESSES}:
            return _settled(fields), source.removeprefix("\ufeff")[found.end() :]
    return _under_title(source)


def _under_title(source: str) -> tuple[FrontMatter, str]:
    """Return what the properties below a title say, and the source without them."""
    found = _UNDER_TITLE.match(source)
    rows = _PROPERTY.findall(found["fields"]) if found else []
    fields = {key.strip().lower().replace(" ", "_"): value for key, value in rows}
    if found is None or len(fields.keys() & _PROPERTIES) < _LEAST_KNOWN:
        return FrontMatter(), source
    if any(_SAID.match(value) for value in fields.values()):
        return FrontMatter(), source  # a list of definitions
    return _settled(fields), source[: found.start("fields")] + source[found.end("fields") :]


def has_front_matter(source: str) -> bool:
    """Whether a text begins with YAML or TOML about it."""
    yaml, toml = _YAML.match(source), _TOML.match(source)
    return bool((yaml and _yaml(yaml[1]) is not None) or (toml and _toml(toml[1]) is not None))


def _yaml(text: str) -> dict[str, Any] | None:
    lines = [
        line
        for line in text.split("\n")
        if line.strip() and not line.startswith((" ", "\t", "-", "#"))
    ]
    if not all(_FIELD.match(line) or line.strip() in ("[", "]", "}") for line in lines):
        return None  # prose between two rules
    return dict(_yaml_fields(text)) if lines or not text.strip() else None


def _yaml_fields(text: str) -> Iterator[tuple[str, Any]]:
    """Yield the outermost fields; each is read for itself, since one in ten is no valid YAML."""
    wanted = {*_TITLES, *_AUTHORS, *_DATES, *_ADDRESSES}
    key, lines = "", [""]
    for line in [*text.splitlines(), "end: "]:
        field = None if line.startswith((" ", "\t", "-")) else _FIELD.match(line.strip())
        if field is None:
            lines.append(line)
            continue
        if key:
            yield key, _yaml_value(lines) if key in wanted else None
        key, lines = field[1].strip().lower().replace(" ", "_"), [field[2]]


def _yaml_value(lines: list[str]) -> Any:
    import yaml

    raw = "value: " + "\n".join(lines)
    try:
        return yaml.load(raw, yaml.BaseLoader)["value"]
    except (yaml.YAMLError, RecursionError, KeyError, TypeError, ValueError):
        return lines[0].strip().strip("\"'")


def _toml(text: str) -> dict[str, Any] | None:
    import tomllib

    try:
        return {key.lower(): value for key, value in tomllib.loads(text).items()}
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _json(text: str) -> dict[str, Any] | None:
    import json

    try:
        return {key.lower(): value for key, value in json.loads("{" + text + "}").items()}
    except (ValueError, RecursionError):
        return None


def _settled(fields: dict[str, Any]) -> FrontMatter:
    date = _first(fields, _DATES)
    day = _DAY.fullmatch(date) if date else None
    addresses = (text for key in _ADDRESSES for text in _texts(fields.get(key)))
    return FrontMatter(
        title=_first(fields, _TITLES),
        byline=_first(fields, _AUTHORS),
        date="-".join(day.groups()) if day else date,
        url=next((text for text in addresses if _is_address(text)), None),
    )


def _first(fields: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    """Return the first field of some names that says anything; of a list, its members."""
    return next((", ".join(texts) for key in keys if (texts := _texts(fields.get(key)))), None)


def _texts(value: Any) -> list[str]:
    """Return what a value says, as lines of text without mark-up."""
    if isinstance(value, dict):
        return _texts(value.get("name"))
    if isinstance(value, list):
        return [text for member in value[:50] for text in _texts(member)]
    text = _LINK.sub(lambda found: found[1] or found[2], str(value if value is not None else ""))
    text = " ".join(text.split())
    return [text[:500]] if text and text not in ("null", "~", "None") else []


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in parts.netloc
