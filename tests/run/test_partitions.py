"""A table of articles gives what a folder of them gives, and goes on from what is done."""

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from conftest import ARTICLE, files
from hypothesis import given
from hypothesis import strategies as st
from office_files import docx
from office_files import p as paragraph

from pipeline.errors import UsageError
from pipeline.records import FILES, Analysis, Failure
from pipeline.run import batch, partitions
from pipeline.run.attempts import attempt
from pipeline.run.units import Unit, split
from pipeline.run.units import _lines as lines_of
from pipeline.settings import Settings
from pipeline.store import storage
from pipeline.store.results import one_run

pa = pytest.importorskip("pyarrow")

DEFAULT = Settings()
QUICK = Settings(recogniser="dictionary")
ROWS = [{"id": f"a{n:02d}", "text": f"Report {n}: Grünkohl\n\n{ARTICLE}"} for n in range(9)]
Write = Callable[[str, list[dict[str, object]]], Path]
UNIT = 1500  # two or three of the articles above


def write_table(path: Path, rows: list[dict[str, object]]) -> Path:
    if path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    else:
        import pyarrow.parquet as parquet

        parquet.write_table(pa.Table.from_pylist(rows), path, row_group_size=2)
    return path


def joined(out: Path) -> dict[str, bytes]:
    return {
        kind: b"".join(p.read_bytes() for p in sorted((out / kind).glob("part-*.jsonl")))
        for kind in FILES
    }


def run(table: object, out: object, **options: object) -> partitions.Summary:
    chosen = {"settings": DEFAULT, "jobs": 1, "unit_bytes": UNIT, **options}
    return partitions.run(str(table), str(out), **chosen)  # type: ignore[arg-type]


def failures(out: Path) -> list[tuple[str, str]]:
    lines = joined(out)["failures"].splitlines()
    return [(f["id"], f["error"]) for f in map(json.loads, lines)]


@pytest.fixture(scope="module")
def of_folder(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a run over a folder of the same articles writes."""
    seeds, out = tmp_path_factory.mktemp("seeds"), tmp_path_factory.mktemp("out")
    for row in ROWS:
        (seeds / f"{row['id']}.txt").write_bytes(row["text"].encode())
    batch.run(seeds, out, DEFAULT, jobs=1)
    return {kind: (out / f"{kind}.jsonl").read_bytes() for kind in FILES}


@pytest.mark.parametrize(("name", "units"), [("t.jsonl", 4), ("t.parquet", 5)])
def test_a_table_gives_the_bytes_of_a_folder(
    tmp_path: Path, out: Path, of_folder: dict[str, bytes], name: str, units: int
) -> None:
    table = write_table(tmp_path / name, ROWS)
    assert len(split(str(table), UNIT)) == units
    summary = run(table, out)
    assert (summary.processed, summary.counts["articles"]) == (9, 9)
    assert joined(out) == of_folder
    whole = files(out)
    assert run(table, out).processed == 0
    assert run(table, out).counts == summary.counts
    assert files(out) == whole


def test_two_processes_give_the_same_bytes(tmp_path: Path, out: Path) -> None:
    table = write_table(tmp_path / "t.jsonl", ROWS)
    run(table, out)
    run(table, tmp_path / "other", jobs=2)
    assert files(tmp_path / "other") == files(out)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("claims/part-000001.jsonl", None),
        ("claims/part-000001.jsonl", b"cut"),
        ("_receipts/part-000001.json", None),
        ("_receipts/part-000001.json", b"{"),
        ("_receipts/part-000001.json", b"{}"),
    ],
)
def test_only_what_is_missing_or_damaged_is_made_again(
    tmp_path: Path, out: Path, name: str, data: bytes | None
) -> None:
    table = write_table(tmp_path / "t.parquet", ROWS)
    run(table, out)
    whole = files(out)
    (out / name).unlink() if data is None else (out / name).write_bytes(data)
    assert run(table, out).processed == 2
    assert files(out) == whole


def test_only_the_unit_that_changed_is_made_again(tmp_path: Path, out: Path) -> None:
    changed = [dict(row) for row in ROWS]
    changed[4]["text"] += " Salt raises blood pressure."
    run(write_table(tmp_path / "t.parquet", ROWS), out)
    assert run(write_table(tmp_path / "t.parquet", changed), out).processed == 2
    assert run(tmp_path / "t.parquet", out, force=True).processed == 9
    assert run(tmp_path / "t.parquet", out, settings=Settings(claim_threshold=0.9)).processed == 9


def test_units_that_are_gone_take_their_partitions_along(tmp_path: Path, out: Path) -> None:
    run(write_table(tmp_path / "t.parquet", ROWS), out)
    (out / "claims" / "part-000009.jsonl").write_text("left by a run that was killed")
    assert run(write_table(tmp_path / "t.parquet", ROWS[:4]), out).processed == 0
    names = {path.stem for path in out.rglob("part-*")}
    assert names == {"part-000000", "part-000001"}


def test_odd_rows_fail_alone(tmp_path: Path, out: Path) -> None:
    good = {"id": "good", "text": ARTICLE}
    rows = [
        good,
        good,
        {"text": ARTICLE},
        {"id": "", "text": ARTICLE},
        {"id": True, "text": ARTICLE},
        {"id": 7, "text": ARTICLE},
        {"id": "none", "text": None},
        {"id": "number", "text": 1},
        {"id": "blank", "text": " "},
        {"id": "link", "text": ARTICLE, "source": "https://example.org/a?b"},
        {"id": "page", "text": f"<p>{ARTICLE}</p>", "source": "page.html"},
    ]
    lines = [json.dumps(row).encode() for row in rows]
    lines += [b"[1]", b"{", b'{"id": "\xff"}', b'{"id": "\\ud800"}', b"[" * 5000, b"9" * 9999, b""]
    (tmp_path / "t.jsonl").write_bytes(b"\r\n".join(lines))
    summary = run(tmp_path / "t.jsonl", out, unit_bytes=2**20)
    assert [json.loads(x)["id"] for x in joined(out)["articles"].splitlines()] == [
        "good",
        "7",
        "page",
    ]
    failed = failures(out)
    assert [id for id, _ in failed[:8]] == [
        "good",
        *["part-000000"] * 3,
        "none",
        "number",
        "blank",
        "link",
    ]
    assert len(failed) == summary.counts["failures"] == 8 + 6
    assert "row 2 of part-000000 has the id of an earlier row" in failed[0][1]
    assert "row 3 has no id" in failed[1][1]
    assert run(tmp_path / "t.jsonl", out, unit_bytes=2**20).processed == 0


@pytest.mark.parametrize("name", ["t.jsonl", "t.parquet"])
def test_files_that_are_no_text_stand_in_a_column_of_their_own(
    tmp_path: Path, out: Path, name: str
) -> None:
    word = docx(paragraph("Tea and sleep", "Title") + paragraph(ARTICLE))
    data: object = base64.b64encode(word).decode() if name.endswith("jsonl") else word
    broken: object = "?" if name.endswith("jsonl") else b""
    rows = [{"id": "word", "data": data, "source": "w.docx"}, {"id": "odd", "data": broken}]
    run(write_table(tmp_path / name, rows), out)
    [article] = [json.loads(line) for line in joined(out)["articles"].splitlines()]
    assert (article["id"], article["format"]) == ("word", "docx")
    assert [id for id, _ in failures(out)] == ["odd"]


@given(st.lists(st.sampled_from([b"", b"a", b"bc", b"d" * 9]), max_size=12), st.integers(1, 30))
def test_every_line_is_of_one_unit(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], size: int
) -> None:
    path = tmp_path_factory.mktemp("t") / "t.jsonl"
    path.write_bytes(b"\n".join(lines) or b"\n")
    units = split(str(path), size)
    found = [line for unit in units for line in lines_of(unit)]
    assert found == path.read_bytes().splitlines(keepends=True)


def test_several_tables_and_urls(tmp_path: Path, out: Path, of_folder: dict[str, bytes]) -> None:
    folder = tmp_path / "a b"
    folder.mkdir()
    write_table(folder / "t1.jsonl", ROWS[:5])
    write_table(folder / "t2.jsonl", ROWS[5:])
    run(f"{folder.as_uri()}/*.jsonl", out.as_uri())
    assert joined(out) == of_folder


def test_a_filesystem_that_is_not_this_machines(
    tmp_path: Path,
    out: Path,
    of_folder: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fsspec = pytest.importorskip("fsspec")
    from pyarrow.fs import FSSpecHandler, PyFileSystem

    far = PyFileSystem(FSSpecHandler(fsspec.filesystem("memory")))
    place = storage.place

    def of_memory(url: str) -> storage.Place:
        return storage.Place(url, far, url[6:]) if url.startswith("far://") else place(url)

    monkeypatch.setattr(storage, "place", of_memory)
    monkeypatch.setattr(partitions, "place", of_memory)
    table = write_table(tmp_path / "t.parquet", ROWS)
    with far.open_output_stream("in/t.parquet") as stream:
        stream.write(table.read_bytes())
    assert run("far://in/t.parquet", "far://out").processed == 9
    assert run("far://in/t.parquet", "far://out").processed == 0
    far.delete_file("out/claims/part-000002.jsonl")
    assert run("far://in/t.parquet", "far://out").processed == 2
    store = of_memory("far://out")
    for kind in FILES:
        names = store.matching("part-*", kind)
        assert b"".join(store.read(f"{kind}/{name}") for name in names) == of_folder[kind]


def test_a_damaged_table_is_one_line(tmp_path: Path, out: Path) -> None:
    (tmp_path / "t.parquet").write_text("no table")
    for name, words in {
        "t.parquet": "is damaged or no Parquet file",
        "gone.jsonl": "holds no article",
        "gone.parquet": "holds no article",
        "odd://x/t.jsonl": "cannot be reached",
    }.items():
        where = name if "://" in name else tmp_path / name
        with pytest.raises(UsageError, match=words) as caught:
            run(where, out)
        assert "\n" not in str(caught.value)
    write_table(tmp_path / "t.parquet", [{"id": "a", "words": "b"}])
    with pytest.raises(UsageError, match="no column text"):
        run(tmp_path / "t.parquet", out)
    assert not out.exists()


def test_a_damaged_row_group_fails_alone_and_is_tried_again(tmp_path: Path, out: Path) -> None:
    table = write_table(tmp_path / "t.parquet", ROWS)
    whole = bytearray(table.read_bytes())
    table.write_bytes(whole[:60] + bytes(400) + whole[460:])
    for _ in range(2):
        assert run(table, out).counts["articles"] == 7
        assert [id for id, _ in failures(out)] == ["part-000000"]
    table.write_bytes(whole)
    assert run(table, out).counts["failures"] == 0


def test_a_unit_that_cannot_be_read_any_more_keeps_its_partition(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.commands.app import app

    table = write_table(tmp_path / "t.parquet", ROWS)
    run(table, out)
    made, whole = files(out), bytearray(table.read_bytes())
    table.write_bytes(whole[:60] + bytes(400) + whole[460:])
    summary = run(table, out, force=True)
    assert (summary.processed, summary.counts["articles"], summary.counts["failures"]) == (7, 9, 0)
    [line] = summary.unread
    assert line.startswith("t.parquet: part-000000 cannot be read (")
    assert files(out) == made
    with pytest.raises(SystemExit) as ended:
        app(["run", str(table), "--out", str(out)])
    assert ended.value.code == 1
    assert "its earlier partition stays" in capsys.readouterr().err
    table.write_bytes(whole)
    assert run(table, out) == (0, summary.counts, [])


def dying(work: partitions.Work) -> Analysis | Failure:
    if "Report 2" in work.text:
        os.kill(os.getpid(), signal.SIGKILL)
    return attempt(partitions._asked(work), work.settings)


def test_an_article_that_kills_its_worker_fails_alone(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = write_table(tmp_path / "t.parquet", ROWS[:4])

    def deadly(work, units, lost):  # type: ignore[no-untyped-def]
        for unit in units:
            yield lost(unit) if unit.number else work(unit)

    monkeypatch.setattr(partitions, "_do", dying)
    summary = run(table, out, engine=deadly)
    assert (summary.counts["articles"], summary.counts["failures"]) == (3, 1)
    [(id, error)] = failures(out)
    assert (id, "worker process died" in error) == ("a02", True)
    monkeypatch.undo()
    assert run(table, out).processed == 0
    run(table, out, force=True)
    found = files(out)
    run(table, tmp_path / "other")
    assert files(tmp_path / "other") == found


def test_without_pyarrow_it_says_so(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.fs", None)
    with pytest.raises(UsageError, match=r"pip install 'claimsheet\[ray\]'"):
        run(write_table(tmp_path / "t.jsonl", ROWS), out)


def test_names_of_partitions_sort_as_units_do() -> None:
    assert Unit(12, "t.jsonl", 0, 1).name == "part-000012"


def test_the_command_takes_a_table(
    tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.commands.app import app

    table = write_table(tmp_path / "t.jsonl", [*ROWS[:2], {"id": "empty", "text": ""}])
    with pytest.raises(SystemExit) as ended:
        app(["run", str(table), "--out", str(out)])
    assert ended.value.code == 1
    printed = capsys.readouterr()
    assert "[1/1] part-000000: " in printed.err
    assert "2  articles (3 processed now)" in printed.out
    receipt = msgspec.json.decode((out / "_receipts" / "part-000000.json").read_bytes())
    assert receipt["counts"]["failures"] == 1


def test_a_url_of_no_table_is_said() -> None:
    with pytest.raises(UsageError, match="is no table"):
        partitions.is_table("s3://bucket/articles.jsonl?scheme=http")


def _table(path: Path, rows: list[tuple[str, str]], before: bytes = b"") -> None:
    lines = [msgspec.json.encode({"id": id, "text": text}) + b"\n" for id, text in rows]
    path.write_bytes(before + b"".join(lines))


def test_an_id_that_stands_in_two_units_is_found(tmp_path: Path) -> None:
    table, out = tmp_path / "t.jsonl", tmp_path / "o"
    prose = "Zinc lowers copper in adults. " * 3
    rows = [("a", prose), ("b", prose), ("c", prose), ("a", prose), ("d", prose), ("b", prose)]
    _table(table, rows)

    def go() -> partitions.Summary:
        return partitions.run(str(table), str(out), QUICK, jobs=1, unit_bytes=150)

    first = go()
    assert (first.counts["articles"], first.counts["failures"]) == (4, 2)
    failures = "".join(p.read_text() for p in sorted((out / "failures").glob("*")))
    assert failures.count("has the id of a row before") == 2
    before = files(out)
    assert go().processed == 0
    assert files(out) == before
    _table(table, [("x", prose), *rows[1:]])  # the first "a" is gone: the second counts
    assert go().counts["failures"] == 1
    fresh = tmp_path / "fresh"
    partitions.run(str(table), str(fresh), QUICK, jobs=1, unit_bytes=150)
    assert files(out) == files(fresh)


def test_a_byte_order_mark_is_no_row(tmp_path: Path) -> None:
    _table(tmp_path / "t.jsonl", [("a", "Zinc lowers copper.")], b"\xef\xbb\xbf")
    found = partitions.run(str(tmp_path / "t.jsonl"), str(tmp_path / "o"), QUICK, jobs=1)
    assert (found.counts["articles"], found.counts["failures"]) == (1, 0)


def test_two_runs_of_a_table_wait_and_leave_no_parts(tmp_path: Path) -> None:
    _table(tmp_path / "t.jsonl", [("a", "Zinc lowers copper.")])
    out = tmp_path / "o"
    (out / "claims").mkdir(parents=True)
    left = out / "claims/.part-000000.jsonl.99.part"
    left.write_bytes(b"half")
    command = [sys.executable, "-m", "pipeline", "run", tmp_path / "t.jsonl", "--out", out]
    with one_run(out, pytest.fail):
        second = subprocess.Popen(
            command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        )
        assert second.stderr and "another run" in second.stderr.readline()
        assert not (out / "_receipts").exists()
    second.communicate()
    assert second.returncode == 0
    assert not left.exists() and (out / "_receipts/part-000000.json").exists()
