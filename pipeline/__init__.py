"""claimsheet: every checkable claim of a folder of articles as a row of a sheet.

``pipeline.load("outputs")`` gives the records of a run as pandas data frames.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.store.frames import Frames


def load(outputs: Path | str = "outputs") -> Frames:
    """Return the records of a finished run as data frames: see ``pipeline.store.frames``."""
    from pipeline.store import frames  # late: pandas takes half a second to import

    return frames.load(outputs)


def version() -> str:
    """Return the version that is installed."""
    from importlib import metadata

    try:
        return metadata.version("claimsheet")
    except metadata.PackageNotFoundError:
        return "of a checkout"
