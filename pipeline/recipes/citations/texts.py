"""Texts with gold markers for `pipeline.recipes.citations.train`, and variants of them."""

from __future__ import annotations

import importlib.util
import json
import random
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.markers.candidates import Candidate, coded_words, find_candidates
from pipeline.markers.features import Context, Features, context, features
from pipeline.text.numbers import expand

NUMERIC = ("bracketed", "parenthetical", "superscript")
EXCERPTS = 3
SHORT = 3
MIXED = 0.2
Span = tuple[int, int]


@dataclass(frozen=True)
class Text:
    """An article as text, where its prose and list stand, and its gold markers."""

    article: str
    style: str
    text: str
    prose: tuple[Span, ...]
    labels: frozenset[int]
    gold: tuple[Span, ...]
    authors: dict[int, str]


@dataclass(frozen=True)
class Example:
    """A text's candidates with their features and labels."""

    article: str
    kind: str
    variant: bool
    context: Context
    candidates: list[Candidate]
    local: list[Features]
    labels: list[int]
    gold: set[Span]


def labelled(text: Text, *, variant: bool = False) -> Example:
    """Find a text's candidates and label them by its gold."""
    ctx = context(text.text, text.labels, text.authors)
    coded = coded_words(text.text)
    found = [c for start, end in text.prose for c in find_candidates(text.text, start, end, coded)]
    found.sort(key=lambda c: (c.start, c.end))
    gold = set(text.gold)
    return Example(
        article=text.article,
        kind=text.style,
        variant=variant,
        context=ctx,
        candidates=found,
        local=[features(c, ctx) for c in found],
        labels=[int((c.start, c.end) in gold) for c in found],
        gold=gold,
    )


def rendered(data: Path) -> dict[str, list[Text]]:
    """Return the research articles as text, by marker style.

    Those of ``citations/rendered`` are read; the other JATS articles of ``citations`` are
    rendered here by the data's own tool.
    """
    found: dict[str, list[Text]] = {style: [] for style in (*NUMERIC, "authoryear")}
    known = set()
    for style, texts in found.items():
        ending = f".{style}.gold.json"
        for path in sorted((data / "citations" / "rendered").glob("*" + ending)):
            article = path.name.removesuffix(ending)
            known.add(_plain(article))
            gold = json.loads(path.read_text("utf-8"))
            texts.append(
                _text(article, style, _read(path.with_name(f"{article}.{style}.txt")), gold)
            )
    render = _renderer(data)
    for path in sorted((data / "citations").glob("[!r]*/*.xml")):
        if any(
            _plain(path.stem).endswith(name) or name.endswith(_plain(path.stem)) for name in known
        ):
            continue
        for style, texts in found.items():
            if (made := render(str(path), style)) is not None:
                texts.append(_text(path.stem, style, *made))
    return found


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]|^journal", "", name.lower())


def _renderer(data: Path) -> Any:
    tool = data.parent / "tools" / "jats_to_text.py"
    spec = importlib.util.spec_from_file_location("jats_to_text", tool)
    if not tool.is_file() or spec is None or spec.loader is None:
        sys.exit(f"{tool} is missing: it renders the JATS articles of the training data")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.render


def _text(article: str, style: str, text: str, gold: dict[str, Any]) -> Text:
    return Text(
        article=article,
        style=style,
        text=text,
        prose=_spans(gold["paragraphs"]),
        labels=frozenset(r["number"] for r in gold["references"]),
        gold=() if style == "authoryear" else _spans(gold["markers"]),
        authors=_authors(gold["references"]),
    )


def web(folder: Path, *, without: tuple[str, ...]) -> list[Example]:
    """Read the web pages: those with blocks by their gold, the others line by line."""
    examples = []
    for path in sorted(folder.glob("*.json")):
        if path.name.startswith(without):
            continue
        gold = json.loads(path.read_text("utf-8"))
        text = _read(path.with_suffix(".txt"))
        lines = [(m.start(), m.end()) for m in re.finditer(r"\S[^\n]*", text)]
        blocks = [b for b in gold.get("blocks", []) if b["region"] in ("front", "body")]
        prose = [b for b in blocks if b["kind"] not in ("title", "heading")]
        numbers = (r["number"] for r in gold.get("references") or [])
        page = Text(
            article=path.stem,
            style=f"web {path.stem[0]}",
            text=text,
            prose=_spans(prose) if gold.get("blocks") else tuple(lines),
            labels=frozenset(n for n in numbers if n is not None),
            gold=_spans(m for m in gold.get("markers") or [] if m["numbers"]),
            authors=_authors(gold.get("references") or []),
        )
        examples.append(labelled(page))
    return examples


def _authors(references: Iterable[dict[str, Any]]) -> dict[int, str]:
    """Return the first author's family name of each numbered entry."""
    found = {}
    for entry in references:
        name = (entry.get("authors") or [""])[0].rsplit(" ", 1)[0]
        family = entry.get("first_author_family") or name
        if family and entry["number"] is not None:
            found[entry["number"]] = family
    return found


def _read(path: Path) -> str:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return stream.read()


def _spans(records: Iterable[dict[str, Any]]) -> tuple[Span, ...]:
    return tuple(sorted((r["start"], r["end"]) for r in records))


def variants(texts: dict[str, list[Text]], chance: random.Random) -> list[Example]:
    """Return each rendered text printed otherwise, and excerpts, mostly without the list."""
    made = []
    for style in NUMERIC:
        for text in texts[style]:
            other = _reprinted(text, chance)
            whole = _without_list(other) if chance.random() < 0.5 else other
            made.append(labelled(whole, variant=True))
            for _ in range(EXCERPTS):
                base = other if chance.random() < 0.5 else text
                made.append(labelled(_excerpt(base, chance), variant=True))
    return made + [
        labelled(_short_article(text, chance), variant=True)
        for style in NUMERIC
        for text in texts[style]
        for _ in range(SHORT)
    ]


def _without_list(text: Text) -> Text:
    return Text(text.article, text.style, text.text, text.prose, frozenset(), text.gold, {})


def _excerpt(text: Text, chance: random.Random) -> Text:
    length = min(len(text.prose), chance.choice([5, 10, 20, 40]))
    first = chance.randrange(0, max(1, len(text.prose) - length + 1))
    prose = text.prose[first : first + length]
    low, high = (prose[0][0], prose[-1][1]) if prose else (0, 0)
    gold = tuple(g for g in text.gold if low <= g[0] < high)
    labels = frozenset[int]()
    if (draw := chance.random()) < 0.5:  # half of these print a list that ends too early
        last = max(text.labels, default=0) if draw < 0.25 else len(text.labels) * 0.7
        labels = frozenset(n for n in text.labels if n <= last)
    authors = {n: name for n, name in text.authors.items() if n in labels}
    return Text(text.article, text.style, text.text, prose, labels, gold, authors)


def _short_article(text: Text, chance: random.Random) -> Text:
    """Return some paragraphs as an article of their own, whose list holds what they cite.

    The numbers begin again at 1, as on a page that cites six works.
    """
    length = min(len(text.prose), chance.choice([2, 4, 6, 10]))
    first = chance.randrange(0, max(1, len(text.prose) - length + 1))
    prose = text.prose[first : first + length]
    low, high = (prose[0][0], prose[-1][1]) if prose else (0, 0)
    mixed = chance.random() < MIXED
    new: dict[int, int] = {}
    pieces: list[str] = []
    shifts, gold = [(low, -low)], []
    place, size = low, 0
    for start, end in (g for g in text.gold if low <= g[0] < high):
        numbers = expand(text.text[start:end])
        for number in numbers:
            new.setdefault(number, len(new) + 1)
        opening = text.text[start]
        if mixed and chance.random() < 0.3:
            opening = {"(": "[", "[": "("}.get(opening, opening)
        printed = _list_of([new[n] for n in numbers], opening, text.style)
        pieces += [text.text[place:start], printed]
        size += start - place
        gold.append((size, size + len(printed)))
        size, place = size + len(printed), end
        shifts.append((end, size - end))
    pieces.append(text.text[place:high])
    spans = tuple((_moved(s, shifts), _moved(e, shifts)) for s, e in prose)
    labels = frozenset(new.values()) if chance.random() < 0.7 else frozenset[int]()
    authors = {new[n]: a for n, a in text.authors.items() if n in new and new[n] in labels}
    return Text(text.article, text.style, "".join(pieces), spans, labels, tuple(gold), authors)


def _list_of(numbers: list[int], opening: str, style: str) -> str:
    """Print numbers as a marker of a style."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    dash = "-" if style == "superscript" else "–"
    parts = [
        f"{run[0]}{dash}{run[-1]}" if len(run) > 2 else ",".join(map(str, run)) for run in runs
    ]
    closing = {"(": ")", "[": "]"}.get(opening, "")
    return (opening if closing else "") + ",".join(parts) + closing


def _reprinted(text: Text, chance: random.Random) -> Text:
    """Print the markers another way, moving every offset along."""
    way = chance.choice(["after", "glued", "plain", "dressed"])
    pieces: list[str] = []
    shifts: list[tuple[int, int]] = [(0, 0)]
    gold: list[Span] = []
    place, length = 0, 0
    for start, end in text.gold:
        low, high, printed = _printed(text, start, end, way, chance)
        if low < place:
            continue
        pieces += [text.text[place:low]]
        length += low - place
        offset = 0
        for part, is_marker in printed:
            if is_marker:
                gold.append((length + offset, length + offset + len(part)))
            offset += len(part)
            pieces.append(part)
        length, place = length + offset, high
        shifts.append((high, length - high))
    pieces.append(text.text[place:])
    prose = tuple((_moved(s, shifts), _moved(e, shifts)) for s, e in text.prose)
    return Text(
        text.article, text.style, "".join(pieces), prose, text.labels, tuple(gold), text.authors
    )


def _moved(position: int, shifts: list[tuple[int, int]]) -> int:
    from bisect import bisect_right

    return position + shifts[bisect_right(shifts, position, key=lambda s: s[0]) - 1][1]


def _printed(
    text: Text, start: int, end: int, way: str, chance: random.Random
) -> tuple[int, int, list[tuple[str, bool]]]:
    """Return the stretch to replace and what to print there, markers flagged."""
    marker, before = text.text[start:end], text.text[start - 1 : start]
    after, then = text.text[end : end + 1], text.text[end + 1 : end + 2]
    if way == "dressed":
        return start, end, [(_dressed(marker, text.style, chance), True)]
    if text.style == "superscript":
        if way == "after" and before in (".", ",") and after.isspace():
            return start - 1, end, [(marker, True), (before, False)]
        if way == "glued" and "," in marker and "-" not in marker:
            return start, end, [(marker.replace(",", ", "), True)]
    elif way == "after" and after in (".", ",") and then.isspace() and before == " ":
        gap = " " if text.style == "parenthetical" or chance.random() < 0.5 else ""
        return start - 1, end + 1, [(after + gap, False), (marker, True)]
    elif way == "glued" and text.style == "bracketed" and before == " ":
        numbers = re.findall(r"\d+", marker)
        if "–" not in marker and len(numbers) < 4 and chance.random() < 0.5:
            return start - 1, end, [(f"[{n}]", True) for n in numbers]
        return start - 1, end, [(marker, True)]
    return start, end, [(marker, True)]


_LEADS = ("see ", "see also ", "cf. ", "e.g., ", "reviewed in ", "for a review see ", "e.g. ")
_PLACES = (", p. {}", ", pp. {}–{}", ", Table {}", ", fig. {}", " (Fig. {})", ", chap. {}", ":{}")


def _dressed(marker: str, style: str, chance: random.Random) -> str:
    """Print one marker in a rarer form: joined by a word, with a place, a letter, a lead."""
    draw = chance.random()
    numbers = re.findall(r"\d+", marker)
    plain = not re.search(r"[^\d,;\s()\[\]]", marker)
    if style == "superscript":
        spaced = plain and 1 < len(numbers) < 5 and draw < 0.4
        return (" " if draw < 0.3 else ", ").join(numbers) if spaced else marker
    first, last = marker[0], marker[-1]
    inside = marker[1:-1]
    if plain and len(numbers) == 2 and draw < 0.4:
        ways = [" and ", " and ", " & ", "; ", "/"] if first == "[" else [" and ", " & ", "; "]
        return first + chance.choice(ways).join(numbers) + last
    if draw < 0.5:
        return first + chance.choice(_LEADS) + inside + last
    if draw < 0.62 and len(numbers) == 1:
        ways = list(_PLACES if first == "[" else _PLACES[:-1])
        page = chance.randrange(1, 900)
        return first + inside + chance.choice(ways).format(page, page + 3) + last
    if draw < 0.68 and first == "[" and len(numbers) < 4:
        return first + inside + chance.choice("abc") + last
    if draw < 0.7:
        return f"({inside})" if first == "[" else f"[{inside}]"
    return marker
