"""Play a reviewer: fill a sheet, import it, and look where the decisions stand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonlines
import msgspec
import pandas as pd

from pipeline.records import Claim
from pipeline.review.importing import Imported, import_sheets
from pipeline.run import batch
from pipeline.settings import Settings
from pipeline.store.decisions import read_decisions

Edit = Callable[[pd.DataFrame], pd.DataFrame | None]


def run(seeds: Path, out: Path, settings: Settings = Settings()) -> batch.Summary:  # noqa: B008
    """Process what is to do, in this process."""
    return batch.run(seeds, out, settings, jobs=1)


def claims(out: Path) -> dict[str, Claim]:
    """The claims of a run by id."""
    with jsonlines.open(out / "claims.jsonl", loads=msgspec.json.Decoder(Claim).decode) as lines:
        return {claim.id: claim for claim in lines}  # type: ignore[union-attr,misc]


def sheet(out: Path) -> pd.DataFrame:
    """The sheet of claims as text."""
    return pd.read_excel(out / "claims.xlsx", dtype=str, keep_default_na=False)


def fill(out: Path, to: Path, edit: Edit) -> Path:
    """Save the sheet of a run with a person's edits, as pandas does."""
    table = sheet(out)
    edited = edit(table)
    (table if edited is None else edited).to_excel(to, index=False)
    return to


def decide(seeds: Path, out: Path, to: Path, edit: Edit, **options: Any) -> Imported:
    """Fill the sheet and import it."""
    return import_sheets([fill(out, to, edit)], seeds, out, **options)


def standing(out: Path) -> dict[str, str]:
    """Where each decided claim stands: its earlier words to their standing."""
    return {
        review.wording or claim.claim: review.standing
        for claim in claims(out).values()
        for review in claim.review
    }


def orphans(seeds: Path, out: Path) -> set[str]:
    """The words of the decisions that came to no claim; the sheet lists the same."""
    stood = {(r.claim, r.reviewer) for c in claims(out).values() for r in c.review}
    every = [d for group in read_decisions(seeds).values() for d in group]
    lost = {d.text for d in every if (d.claim, d.reviewer) not in stood}
    book = pd.read_excel(out / "claims.xlsx", sheet_name=None, dtype=str, keep_default_na=False)
    listed = set(book["orphaned"]["claim"]) if "orphaned" in book else set()
    assert lost == listed
    return lost
