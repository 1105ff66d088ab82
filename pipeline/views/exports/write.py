"""An export in the format that a person named, to a file or to standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.settings import Words
from pipeline.store.targets import refuse_others, replacing_named
from pipeline.views.exports.annotations import label_studio, web_annotations
from pipeline.views.exports.claim_review import claim_reviews
from pipeline.views.exports.claims import Choice, Exported, exported
from pipeline.views.exports.corpora import bioc, docbin
from pipeline.views.exports.reference_formats import FORMATS as OF_REFERENCES
from pipeline.views.exports.references import references_as
from pipeline.views.exports.tables import CSV_HEAD, as_csv, as_parquet

OF_CLAIMS: dict[str, Callable[[Iterable[Exported], Words], bytes]] = {
    "csv": as_csv,
    "parquet": as_parquet,
    "web-annotation": web_annotations,
    "label-studio": label_studio,
    "bioc": bioc,
    "docbin": docbin,
    "claimreview": claim_reviews,
}
_BINARY = ("parquet", "docbin")
# How an export begins, in whatever format; a sheet for reviewers has another header.
_BEGINS = (b"[", b"{", b"TY  - ", b"@", b"PAR1", b"x\x9c", CSV_HEAD)


def export(
    out: Path, format: str, choice: Choice, to: Path | None = None, unique: bool = False
) -> None:
    """Write a run's references or claims to a file, or to standard output.

    ``unique`` makes one reference of a work that several entries cite. Raises ``UsageError``
    for an unknown format or article, or where there are no results.
    """
    if format not in {*OF_REFERENCES, *OF_CLAIMS}:
        raise UsageError(
            f"no format {format!r}: choose {', '.join(OF_REFERENCES)} for references, "
            f"{', '.join(OF_CLAIMS)} for claims"
        )
    if to is None and format in _BINARY and sys.stdout.isatty():
        raise UsageError(f"{format} is no text for a terminal: name a file with --to")
    if to is not None:
        refuse_others(to, lambda start: start.startswith(_BEGINS))
    if format in OF_REFERENCES:
        if choice.accepted:
            raise UsageError(f"{format} is of references: --only accepted is for claims")
        data = references_as(out, format, choice.articles, unique)
    else:
        data = OF_CLAIMS[format](exported(out, choice), choice.words)
    if to is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        with replacing_named(to) as stream:
            stream.write(data)
