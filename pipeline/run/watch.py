"""A run as people and machines watch it: a bar, plain lines, or JSON lines on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any, Literal, Protocol

from rich.console import Console
from rich.markup import escape

from pipeline.terminal import error, plain

LogFormat = Literal["text", "json"]
_ENOUGH = 5  # articles, before what is left can be told from them
_WAITING = "another run is writing these outputs: waiting for it to end"


class Counted(Protocol):
    """What is done: an article or a partition, and what is in it."""

    @property
    def id(self) -> str:
        """Its name."""

    def count(self, name: str) -> int:
        """How many of a kind there are."""


class Watch:
    """Reports the articles of a run as they are done, with the rate and the time left."""

    def __init__(self, format: LogFormat) -> None:
        self._started = time.perf_counter()
        self._stack = ExitStack()
        self.log: Callable[..., None] = _json if format == "json" else _nothing
        self._line = format == "text"
        self._bar: Callable[[int, int, str], None] | None = None
        if self._line and sys.stderr.isatty():
            self._bar = self._make_bar()

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def waiting(self) -> None:
        """Say that another run has to end first."""
        self.error(_WAITING)

    def error(self, message: str) -> None:
        """Say what a person should know, in one line."""
        self.log("message", text=message)
        if self._line:
            error(message)

    def article(self, done: int, total: int, receipt: Counted) -> None:
        """Say that an article is done, or a partition of them."""
        name = plain(receipt.id)
        failed = bool(receipt.count("failures")) and not receipt.count("articles")
        seconds = time.perf_counter() - self._started
        left = seconds / done * (total - done)
        if self._bar:
            self._bar(done, total, "writing the sheet" if done == total else name[:40])
        elif self._line:
            claims = "failed" if failed else f"{receipt.count('claims')} claims"
            more = f", {_span(left)} left" if left > 60 and done >= _ENOUGH else ""
            print(f"[{done}/{total}] {name}: {claims}{more}", file=sys.stderr)  # noqa: T201
        self.log(
            "article", id=receipt.id, done=done, total=total, failed=failed,
            claims=receipt.count("claims"), articles_per_second=round(done / seconds, 3),
            seconds_left=round(left, 1),
        )  # fmt: skip

    def _make_bar(self) -> Callable[[int, int, str], None]:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeRemainingColumn as Remaining

        progress = self._stack.enter_context(
            Progress(
                TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"), Remaining(),
                console=Console(stderr=True), transient=True,
            )
        )  # fmt: skip
        task = progress.add_task("articles", total=None, rate="")

        def update(done: int, total: int, what: str) -> None:
            rate = f"{done / (time.perf_counter() - self._started):.1f}/s"
            progress.update(task, completed=done, total=total, description=escape(what), rate=rate)

        return update


def _json(event: str, **fields: Any) -> None:
    print(json.dumps({"event": event, **fields}), file=sys.stderr, flush=True)  # noqa: T201


def _nothing(event: str, **fields: Any) -> None:
    return


def _span(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"
