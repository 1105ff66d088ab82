"""Scanned pages: what a program that recognises text makes of them, and what happens without."""

from __future__ import annotations

from pathlib import Path

import pytest
from pdf_files import LEFT, PROSE, Print, parts_of

from pipeline.errors import ArticleError
from pipeline.read import pdf_scans
from pipeline.read.bounded import bounded
from pipeline.read.formats import read_format
from pipeline.read.pdf import rendered


def scan() -> bytes:
    made = Print()
    made.canvas.rect(50, 50, 400, 400, fill=1)
    return made.done()


def program(folder: Path, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program called tesseract on the path, and end what knows another path."""
    made = folder / "bin" / "tesseract"
    made.parent.mkdir()
    made.write_text(f"#!/bin/sh\n{body}\n", encoding="ascii")
    made.chmod(0o755)
    monkeypatch.setenv("PATH", f"{made.parent}:/usr/bin:/bin")
    bounded.end()


@pytest.fixture
def recognised(tmp_path: Path) -> Path:
    """Return what the program makes of a page: a PDF with its text."""
    made = Print()
    made.y = 700
    for text in PROSE:
        made.paragraph(LEFT, text, 480)
    found = tmp_path / "recognised.pdf"
    found.write_bytes(made.done())
    return found


def test_the_text_of_pictures_is_read(
    tmp_path: Path, recognised: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, f'head -c 2 "$1" | grep -q P5 && cp {recognised} "$2.pdf"', monkeypatch)
    made = Print()
    made.paragraph(LEFT, parts_of(1)[0], 480)
    made.page()
    made.canvas.rect(50, 50, 400, 400, fill=1)
    text, hints = rendered(made.done(), 1_000_000, True)
    assert hints.notices == ("recognised",)
    assert [b.page for b in hints.blocks if text[b.start : b.end] == PROSE[1]] == [2]
    assert PROSE[0] in read_format(scan(), "a.pdf", 1_000_000, ocr=True).text
    bounded.end()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("exit 3", "tesseract failed: status 3"),
        ("exit 0", "made nothing of page 1"),
        ('echo nothing > "$2.pdf"', "made no PDF of page 1"),
        ("exec sleep 30", "took over 1 s"),
    ],
)
def test_a_program_that_fails_gives_one_line(
    body: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, body, monkeypatch)
    monkeypatch.setattr(pdf_scans, "_SECONDS", 1)
    with pytest.raises(ArticleError, match=words) as error:
        rendered(scan(), 1_000_000, True)
    assert "\n" not in str(error.value)


def test_without_the_program_a_scan_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ArticleError, match="tesseract is not installed"):
        rendered(scan(), 1_000_000, True)
    with pytest.raises(ArticleError, match="ocr = true"):
        rendered(scan(), 1_000_000)
