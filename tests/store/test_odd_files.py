"""What lies among the articles and is none: pipes, devices, the files of claimsheet itself."""

import os
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from reviewing import run
from sandbox import command

from pipeline.errors import UsageError
from pipeline.review.tables import read_sheet
from pipeline.store.seeds import find_seeds

Add = Callable[..., Path]


def test_what_is_no_regular_file_is_named_and_never_read(
    seeds: Path, out: Path, add: Add, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("a.txt")
    os.mkfifo(seeds / "pipe.txt")
    (seeds / "full.md").symlink_to("/dev/zero")
    monkeypatch.chdir(seeds)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket.html")
    (seeds / "nowhere.txt").symlink_to(seeds / "gone")
    said = command("run", seeds, "--out", out)
    assert said.status == 1
    assert "full.md (no regular file)" in said.err and "pipe.txt (no regular" in said.err
    assert "nowhere.txt: read: cannot be read" in said.err
    listed = command("status", seeds, "--out", out).out
    assert "skipped  socket.html  no regular file" in listed


def test_only_files_that_are_not_read(seeds: Path, add: Add) -> None:
    for n in range(5):
        add(f"{n}.exe", b"MZ")
    with pytest.raises(UsageError, match=r"0.exe \(a type that is not read\).* and 2 more: add"):
        find_seeds(seeds)


def test_a_run_here_takes_nothing_of_its_own(
    add: Add, seeds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("a.txt")
    monkeypatch.chdir(seeds)
    for words in (["run", "."], ["report"], ["report", "--to", "page.html"], ["run", "."]):
        assert command(*words).status == 0
    assert command("run", ".", "--out", ".").status == 0
    assert command("report", "--out", ".").status == 0
    for words in (["status", "."], ["status", ".", "--out", "."]):
        assert command(*words).out.splitlines()[-1] == "1 fresh"


def bomb(path: Path, rows: str) -> None:
    spaces = {"office": "office", "table": "table", "text": "text"}
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in spaces.items()
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="claims">{rows}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")


CELL = (
    '<table:table-cell office:value-type="string" table:number-columns-repeated="{}">'
    "<text:p>x</text:p></table:table-cell>"
)


ENDLESS = 2_000_000_000


@pytest.mark.parametrize(
    ("rows", "columns"),
    [(1_048_576, 90), (ENDLESS, 90), (ENDLESS, 1024), (ENDLESS, ENDLESS)],
)
def test_a_sheet_that_unpacks_without_end(rows: int, columns: int, tmp_path: Path) -> None:
    path = tmp_path / "r.ods"
    repeated = f'<table:table-row table:number-rows-repeated="{rows}">{CELL.format(columns)}'
    bomb(path, repeated + "</table:table-row>")
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from pipeline.errors import UsageError\n"
        "from pipeline.review.tables import read_sheet\n"
        "from pipeline.read.bounded import bounded\n"
        "try: read_sheet(Path(sys.argv[1]))\n"
        "except UsageError as error: print(error)\n"
        "bounded.end()\n"
        "most = [resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN]\n"
        "print(max(resource.getrusage(one).ru_maxrss for one in most))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, str(path)], capture_output=True, text=True
    )
    said, peak = done.stdout.splitlines()
    assert str(path) in said and not done.stderr
    assert int(peak) < 2.2e6  # kB


def test_a_sheet_that_is_a_pipe(tmp_path: Path) -> None:
    for name in ("r.xlsx", "r.csv"):
        os.mkfifo(tmp_path / name)
        with pytest.raises(UsageError, match="no regular file"):
            read_sheet(tmp_path / name, ["accept"])


def test_a_bomb_in_the_outputs_stops_no_run(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt")
    run(seeds, out)
    bomb(out / "claims.xlsx", f"<table:table-row>{CELL.format(2_000_000_000)}</table:table-row>")
    add("b.txt", "Oats\n\nOats lower cholesterol in adults.")
    said = command("run", seeds, "--out", out)
    assert said.status == 0
    assert "kept as" in said.err
