"""How long the stages took, for ``status --timings``; no record holds a time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import msgspec

from pipeline.records import UNDECODABLE
from pipeline.store import results
from pipeline.weights.files import content

FILE = "timings.json"


class Times(msgspec.Struct):
    """The last run that processed articles: seconds by stage, over all workers, and in all."""

    articles: int
    seconds: dict[str, float]
    in_all: float


class Timings:
    """Adds up the times of a run."""

    def __init__(self) -> None:
        self.articles = 0
        self._seconds: dict[str, float] = {}
        self._started = time.perf_counter()

    def add(self, seconds: Mapping[str, float]) -> None:
        """Count an article, with the seconds of each stage."""
        self.articles += 1
        for stage, taken in seconds.items():
            self._seconds[stage] = self._seconds.get(stage, 0.0) + taken

    def write(self, out: Path) -> None:
        """Keep the times beside the results, if any article was processed."""
        if self.articles:
            times = Times(self.articles, self._seconds, time.perf_counter() - self._started)
            with results.replacing(out / results.STORE / FILE) as stream:
                stream.write(msgspec.json.encode(times))


def read_timings(out: Path) -> Times | None:
    """Return the times of the last run that processed articles."""
    try:
        return msgspec.json.decode(content(out / results.STORE / FILE), type=Times)
    except (OSError, *UNDECODABLE):
        return None
