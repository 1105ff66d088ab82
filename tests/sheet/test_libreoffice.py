"""The round trip through a real LibreOffice; skipped where there is none."""

import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from reviewing import claims, run

from pipeline.review.importing import import_sheets
from pipeline.store.decisions import read_decisions

PYTHON = "/usr/bin/python3"  # the one that Debian's python3-uno is for


def _has_bridge() -> bool:
    if shutil.which("soffice") is None or not Path(PYTHON).exists():
        return False
    return subprocess.run([PYTHON, "-c", "import uno"], capture_output=True).returncode == 0


pytestmark = pytest.mark.skipif(
    not _has_bridge(), reason="LibreOffice with python3-uno is not installed"
)

VERDICTS = ["accept", "reject", "edit", "unsure"]
TEXTS = [
    "1-3",
    "3/4",
    "=1+1",
    "+5 %",
    "“Zitat” – é 😀 مرحبا",
    "true",
    "007",
    "two\nlines",
    "'quoted",
]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
def test_open_type_sort_save_import(
    kind: str, seeds: Path, out: Path, add: Callable[..., Path], tmp_path: Path
) -> None:
    add("=a.txt")
    add("1-3.txt")
    run(seeds, out)
    ids = list(claims(out))
    typed, expected = [], {}
    for n, id in enumerate(ids):
        verdict, text = VERDICTS[n % 4], TEXTS[n % len(TEXTS)]
        expected[id] = (verdict, text, "7", "2026-05-03")
        cells = {"verdict": verdict, "comment": text, "reviewer": "7", "date": "2026-05-03"}
        typed += [(n + 1, name, cell) for name, cell in cells.items()]
    saved = tmp_path / f"saved.{kind}"
    steps = {"open": str(out / "claims.xlsx"), "type": typed, "save": [str(saved)]}
    _drive(steps, tmp_path)
    done = import_sheets([saved], seeds, out)
    assert (done.problems, done.notes) == ([], [])
    decided = {d.claim: d for group in read_decisions(seeds).values() for d in group}
    assert {id: (d.verdict, d.comment, d.reviewer, d.when) for id, d in decided.items()} == expected
    assert {id: d.text for id, d in decided.items()} == {
        id: claim.claim for id, claim in claims(out).items()
    }
    run(seeds, out)
    again = tmp_path / f"again.{kind}"
    _drive({"open": str(out / "claims.xlsx"), "type": [], "save": [str(again)]}, tmp_path)
    done = import_sheets([again], seeds, out)
    assert (done.new, done.unchanged, done.problems) == ([], len(ids), [])


def test_sixty_things_that_people_do(
    seeds: Path, out: Path, add: Callable[..., Path], tmp_path: Path
) -> None:
    """Every text that somebody typed is in a decision or named; none is on another claim."""
    add("a.txt")
    run(seeds, out)
    edited = tmp_path / "edited"
    edited.mkdir()
    _office("office_edits.py", [str(out / "claims.xlsx"), str(edited)], tmp_path)
    done = json.loads((edited / "edits.json").read_text("utf-8"))
    assert len(done) >= 60
    wrong = []
    for name, path, typed, decided, said in done:
        mine = tmp_path / "mine"
        shutil.copytree(seeds, mine)
        found = import_sheets([Path(path)], mine, out)
        lines = "\n".join(found.problems + found.notes + found.unread)
        taken = repr(found.new)
        lost = [t for t in typed if t not in taken and t not in lines]
        lost += [word for word in said if word not in lines]
        verdicts = {d.claim: d.verdict for d in found.new}
        if lost or any(verdicts.get(id) != verdict for id, verdict in decided.items()):
            wrong.append((name, lost, decided, verdicts, lines))
        shutil.rmtree(mine)
    assert not wrong, "\n".join(map(str, wrong))


def _drive(steps: dict[str, object], folder: Path) -> None:
    (folder / "steps.json").write_text(json.dumps(steps), "utf-8")
    _office("libreoffice.py", [str(folder / "steps.json")], folder)


def _office(script: str, given: list[str], folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = str(free.getsockname()[1])
    office = subprocess.Popen(
        [
            "soffice", "--headless", "--norestore", "--nologo",
            f"--accept=socket,host=localhost,port={port};urp;",
            f"-env:UserInstallation=file://{folder / 'profile'}",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        subprocess.run(
            [PYTHON, str(ROOT / "tests" / script), port, *given], check=True, timeout=540
        )
    finally:
        os.killpg(office.pid, signal.SIGKILL)  # soffice is a script that waits for another
        office.wait()
