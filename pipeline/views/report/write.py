"""The page: template, style, script and data in one file, under a strict security policy."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import msgspec

from pipeline.entities.synonyms import synonyms
from pipeline.errors import UsageError
from pipeline.store import results
from pipeline.store.outputs import read_failures
from pipeline.store.seeds import REPORT_MARK
from pipeline.store.targets import refuse_others, replacing_named
from pipeline.support.stage import FLAGS
from pipeline.views.report.charts import charts, tables, ticks
from pipeline.views.report.records import read_articles
from pipeline.views.report.view import View

_PAGE = Path(__file__).parent / "page"
# Characters that could end a script element, or that old parsers read as line ends.
_UNSAFE = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


def write_report(out: Path, to: Path | None = None) -> Path:
    """Write a run's results as one HTML page and return its path.

    The same records give the same bytes. Raises ``UsageError`` where there are none.
    """
    view = View()
    try:
        for records in read_articles(out):
            view.add(records)
    except (KeyError, TypeError, AttributeError) as error:  # fields of another version
        raise UsageError(
            f"the records in {out} are not as expected ({type(error).__name__}: {error}): "
            "run `claimsheet run --force`"
        ) from error
    if to is not None:
        refuse_others(to, lambda start: REPORT_MARK in start)
    written = results.replacing(out / "report.html") if to is None else replacing_named(to)
    with written as stream:
        for piece in render(view, read_failures(out)):
            stream.write(piece.encode("utf-8", "replace"))
    return to or out / "report.html"


def render(view: View, failures: list[dict[str, Any]]) -> Any:
    """Yield the page in pieces."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style, script = (
        (_PAGE / name).read_text("utf-8").strip() for name in ("style.css", "script.js")
    )
    data = {
        "claims": view.claims,
        "references": view.references,
        "entities": _with_synonyms(view.entities),
        "articles": [{"id": a["id"], "title": a["title"]} for a in view.articles],
        "flags": FLAGS,
    }
    counted = tables(view.claims, view.entities)
    return environment.get_template("page.html").generate(
        articles=[{**a, "html": Markup(a["html"])} for a in view.articles],
        counts=view.counts,
        most=max((a["markers"] for a in view.articles), default=0) or 1,
        charts=charts(counted),
        ticks=ticks(counted),
        entity_types=sorted({entity["type"] for entity in view.entities}),
        names=sorted({name for claim in view.claims for name in claim["names"]}),
        failures=failures,
        flags=FLAGS,
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script),
        data=Markup(msgspec.json.encode(data).decode().translate(_UNSAFE)),
    )


def _with_synonyms(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entities with the other names of their concepts, for the search."""
    known = synonyms({entity["id"] for entity in entities if entity["id"]})
    return [{**entity, "also": known.get(entity["id"], [])} for entity in entities]


def policy(style: str, script: str) -> str:
    """Return a content security policy that lets only this style and this script work."""
    digests = (
        base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        for part in (style, script)
    )
    allowed = [
        f"{kind}-src 'sha256-{d}'" for kind, d in zip(("style", "script"), digests, strict=True)
    ]
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])
