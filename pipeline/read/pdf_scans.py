"""Pages that are pictures, their text recognised by tesseract where it is installed and asked for.

Tesseract writes each page as a PDF whose text stands, unseen, where the picture has it: it is
read as any other page is.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import ArticleError
from pipeline.read.bounded import limit_time

if TYPE_CHECKING:
    from pipeline.read.pdf_pages import PrintedPage

PROGRAM = "tesseract"
_DOTS = 300  # an inch
_POINTS = 72
_MOST_DOTS = 40_000_000  # of a page; one of A3 has 17 million
_SECONDS = 60  # for a page; tesseract takes 2 to 10
_MOST_BYTES = 64 * 2**20  # of what it writes


def is_installed() -> bool:
    """Whether text can be recognised here."""
    return shutil.which(PROGRAM) is not None


def recognised(document: Any, at: int) -> PrintedPage:
    """Return what a page of a pdfium document shows.

    Raises ``ArticleError`` where tesseract fails, or takes too long.
    """
    import pypdfium2

    from pipeline.read.pdf_characters import Faces
    from pipeline.read.pdf_pages import read_page

    with tempfile.TemporaryDirectory(prefix="claimsheet-") as folder:
        picture, made = Path(folder, "page.pgm"), Path(folder, "page.pdf")
        picture.write_bytes(_picture(document[at]))
        _run(picture, made.with_suffix(""))
        if not made.is_file() or made.stat().st_size > _MOST_BYTES:
            raise ArticleError(f"is a scan, and {PROGRAM} made nothing of page {at + 1}")
        try:
            page = pypdfium2.PdfDocument(made.read_bytes())
        except pypdfium2.PdfiumError as error:
            raise ArticleError(f"is a scan, and {PROGRAM} made no PDF of page {at + 1}") from error
    try:
        found = read_page(page.raw, 0, Faces(), number=at + 1)
    finally:
        page.close()
    found.pictures, found.recognised = False, True
    return found


def _picture(page: Any) -> bytes:
    """Return a page in grey, as a PGM file."""
    import numpy as np

    scale = _DOTS / _POINTS
    dots = page.get_width() * page.get_height() * scale * scale
    shown = page.render(
        scale=scale * min(1.0, (_MOST_DOTS / max(dots, 1.0)) ** 0.5), grayscale=True
    )
    grey = np.ascontiguousarray(shown.to_numpy()).reshape(shown.height, shown.width)
    return b"P5 %d %d 255\n%b" % (shown.width, shown.height, grey.tobytes())


def _run(picture: Path, made: Path) -> None:
    command = [PROGRAM, str(picture), str(made), "--dpi", str(_DOTS), "pdf"]
    limit_time(2 * _SECONDS)  # what is started here has the limits of this process
    try:
        subprocess.run(
            command, check=True, timeout=_SECONDS, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ArticleError(f"is a scan, and {PROGRAM} took over {_SECONDS} s for a page") from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise ArticleError(f"is a scan, and {PROGRAM} failed: {_why(error)}") from error


def _why(error: Exception) -> str:
    status = getattr(error, "returncode", None)
    return f"status {status}" if status is not None else str(error)
