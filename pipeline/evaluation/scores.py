"""Measures, their floors, and the table that shows both.

A floor is the least figure a measure may have, in a TOML file::

    [floors]
    "claims.f" = 0.96
    "claim negated.acc" = 0.95

The key is the measure's name, a dot, and ``p``, ``r`` or ``f`` (precision, recall, F1) or
``acc`` (the share that is right). Floors are kept as tests and only ever rise.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from rich.table import Table

from pipeline.errors import UsageError
from pipeline.records import UNDECODABLE
from pipeline.weights.files import content

Floors = Mapping[str, float]


class Found(msgspec.Struct, frozen=True):
    """Gold against predicted sets: found, wrongly found, missed."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Found) -> Found:
        return Found(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def n(self) -> int:
        """How many the gold holds."""
        return self.tp + self.fn

    def figures(self) -> dict[str, float]:
        """Return precision, recall and F1 to four digits."""
        nothing = float(not self.fn)
        p = self.tp / (self.tp + self.fp) if self.tp + self.fp else nothing
        r = self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0
        f = 2 * p * r / (p + r) if p + r else 0.0
        return {"p": round(p, 4), "r": round(r, 4), "f": round(f, 4)}


class Share(msgspec.Struct, frozen=True):
    """How many of ``n`` are right."""

    ok: int = 0
    n: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.ok + other.ok, self.n + other.n)

    def figures(self) -> dict[str, float]:
        """Return the share that is right to four digits."""
        return {"acc": round(self.ok / self.n, 4) if self.n else 0.0}


Measure = Found | Share


class Scores(msgspec.Struct, frozen=True):
    """Every measure by name: over all articles, and of each."""

    total: dict[str, Measure]
    articles: dict[str, dict[str, Measure]]

    def figure(self, key: str) -> float | None:
        """Return the figure a floor's key names (``"claims.f"``), ``None`` if not measured."""
        name, _, part = key.rpartition(".")
        measure = self.total.get(name)
        return measure.figures().get(part) if measure else None


def add(measures: Iterable[Mapping[str, Measure]]) -> dict[str, Measure]:
    """Sum the measures of several articles, in the order of their names."""
    total: dict[str, Measure] = {}
    for one in measures:
        for name, measure in one.items():
            total[name] = _sum(total[name], measure) if name in total else measure
    return dict(sorted(total.items()))


def _sum(one: Measure, other: Measure) -> Measure:
    if isinstance(one, Found) and isinstance(other, Found):
        return one + other
    if isinstance(one, Share) and isinstance(other, Share):
        return one + other
    raise TypeError(f"cannot add {one} and {other}")


def below(scores: Scores, floors: Floors) -> list[str]:
    """Return a line for each floor that is not reached, or whose measure is missing."""
    lines = []
    for key, floor in floors.items():
        figure = scores.figure(key)
        if figure is None:
            lines.append(f"{key} was not measured (floor {floor:g})")
        elif figure < floor:
            lines.append(f"{key} is {figure:.4f}, below its floor {floor:g}")
    return lines


def render(scores: Scores, floors: Floors | None = None) -> Table:
    """Return a table of all measures, with their floors where there are any."""
    least = floors or {}
    table = Table(title=f"{len(scores.articles)} articles against gold")
    table.add_column("measure", no_wrap=True)
    for column in ("precision", "recall", "F1 / share", "n", "floor"):
        table.add_column(column, justify="right")
    table.add_column("")
    for name, measure in scores.total.items():
        figures = measure.figures()
        keys = [f"{name}.{part}" for part in figures if f"{name}.{part}" in least]
        ok = all(figures[key.rpartition(".")[2]] >= least[key] for key in keys)
        table.add_row(
            name,
            *(f"{figures[part]:.4f}" if part in figures else "" for part in ("p", "r")),
            f"{figures.get('f', figures.get('acc', 0.0)):.4f}",
            str(measure.n),
            " ".join(_floor(key, least[key]) for key in keys),
            "" if not keys else "[green]ok[/]" if ok else "[red]below[/]",
        )
    return table


def _floor(key: str, value: float) -> str:
    part = key.rpartition(".")[2]
    return f"{value:g}" if part in ("f", "acc") else f"{part} {value:g}"


def load_floors(path: Path) -> dict[str, float]:
    """Read a TOML file of floors; raises ``UsageError`` when it cannot be read as one."""
    try:
        table = tomllib.loads(content(path).decode()).get("floors")
        return msgspec.convert(table, dict[str, float])
    except OSError as error:
        raise UsageError(f"cannot read floors {path}: {error.strerror}") from error
    except UNDECODABLE as error:
        raise UsageError(
            f'{path} is not a floors file: under [floors], lines like "claims.f" = 0.96'
        ) from error


def raise_floors(path: Path, scores: Scores, slack: float = 0.0) -> list[str]:
    """Raise each floor of a file to the figure reached, less ``slack``; never lower one.

    Comments and order are kept. Returns the keys that rose.
    """
    floors = load_floors(path)
    lines = path.read_text("utf-8").splitlines(keepends=True)
    risen = []
    for key, floor in floors.items():
        figure = scores.figure(key)
        if figure is None or round(figure - slack, 4) <= floor:
            continue
        for index, line in enumerate(lines):
            if line.lstrip().startswith(f'"{key}"'):
                head, _, tail = line.partition("=")
                comment = tail[tail.index("#") :].rstrip("\n") if "#" in tail else ""
                value = f"{head}= {round(figure - slack, 4):g}  {comment}".rstrip()
                lines[index] = value + "\n"
                risen.append(key)
    path.write_text("".join(lines), "utf-8")
    return risen
