"""What is processed, what is kept, and that the same input gives the same bytes."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from conftest import ARTICLE, files

from pipeline.errors import OutputError, UsageError
from pipeline.run import batch
from pipeline.settings import Settings
from pipeline.store import results

Add = Callable[..., Path]
DEFAULT = Settings()


def states(seeds: Path, out: Path, settings: Settings = DEFAULT) -> dict[str, str]:
    return {item.id: item.state for item in batch.plan(seeds, out, settings).items}


def run(seeds: Path, out: Path, **options: object) -> batch.Summary:
    return batch.run(seeds, out, DEFAULT, **{"jobs": 1, **options})  # type: ignore[arg-type]


def test_only_what_is_new_or_changed_is_processed(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt")
    add("b.md", "# Title\n\n" + ARTICLE)
    assert states(seeds, out) == {"a": "new", "b": "new"}
    assert run(seeds, out).processed == 2
    before = files(out)
    assert states(seeds, out) == {"a": "fresh", "b": "fresh"}
    assert run(seeds, out).processed == 0
    assert files(out) == before
    add("a.txt", ARTICLE + "\nMore.\n")
    add("c.txt")
    assert states(seeds, out) == {"a": "changed", "b": "fresh", "c": "new"}
    assert run(seeds, out).processed == 2


def test_removed_seeds_disappear(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt")
    gone = add("b.txt")
    run(seeds, out)
    gone.unlink()
    assert states(seeds, out) == {"a": "fresh", "b": "removed"}
    assert run(seeds, out).counts["articles"] == 1
    assert b'"b"' not in (out / "articles.jsonl").read_bytes()
    assert states(seeds, out) == {"a": "fresh"}


def test_settings_models_and_code_make_results_stale(
    seeds: Path, out: Path, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("a.txt")
    run(seeds, out)
    changed = batch.plan(seeds, out, Settings(claim_threshold=0.9)).items[0]
    assert (changed.state, changed.why) == ("changed", "settings changed")
    made = batch.fingerprint(DEFAULT)
    for field in ("models", "code"):
        other = msgspec.structs.replace(made, **{field: "other"})
        monkeypatch.setattr(batch, "fingerprint", lambda *_, other=other: other)
        assert batch.plan(seeds, out, DEFAULT).items[0].why == f"{field} changed"


def test_the_same_bytes_whatever_the_workers_and_the_order(
    seeds: Path, out: Path, add: Add, tmp_path: Path
) -> None:
    names = [f"{n:02d}.txt" for n in range(6)]
    for name in names:
        add(name, f"Report {name}\n\n" + ARTICLE)
    run(seeds, out)
    other, shuffled = tmp_path / "other", tmp_path / "shuffled"
    shuffled.mkdir()
    random.Random(1).shuffle(names)
    for name in names:
        shutil.copy(seeds / name, shuffled / name)
    run(shuffled, other, jobs=2)
    assert files(other) == files(out)


@pytest.mark.parametrize("damage", ["cut", "flip", "delete", "rubbish"])
def test_a_damaged_result_is_made_again(seeds: Path, out: Path, add: Add, damage: str) -> None:
    add("a.txt")
    add("b.txt")
    run(seeds, out)
    whole = files(out)
    path = results.result_path(out, "a.txt")
    data = path.read_bytes()
    if damage == "delete":
        path.unlink()
    else:
        path.write_bytes(
            {"cut": data[:-10], "flip": data[:-9] + b"X" + data[-8:], "rubbish": b"\xff\n"}[damage]
        )
    add("c.txt")  # so that there is something to merge
    run(seeds, out)
    (seeds / "c.txt").unlink()
    run(seeds, out)
    assert files(out) == whole


@pytest.mark.parametrize("name", ["claims.jsonl", "claims.xlsx", "claims.csv"])
def test_a_file_of_the_run_that_is_gone_comes_back(
    seeds: Path, out: Path, add: Add, name: str
) -> None:
    add("a.txt")
    run(seeds, out)
    whole = files(out)
    (out / name).unlink()
    assert run(seeds, out).processed == 0
    assert files(out) == whole


def test_one_bad_article_fails_and_the_rest_completes(seeds: Path, out: Path, add: Add) -> None:
    add("good.txt")
    add("empty.txt", "")
    add("blank.txt", " \n\n\t")
    add("binary.txt", bytes(range(256)) * 9)
    add("word.txt", b"PK\x03\x04")
    (seeds / "loop.txt").symlink_to(seeds / "loop.txt")
    (seeds / "gone.txt").symlink_to(seeds / "nowhere")
    summary = run(seeds, out)
    assert summary.counts["articles"] == 1
    assert {f.id: f.stage for f in summary.failures} == dict.fromkeys(
        ["empty", "blank", "binary", "word", "loop", "gone"], "read"
    )
    assert (out / "failures.jsonl").read_text().count("\n") == 6
    assert states(seeds, out)["empty"] == "failed"
    assert len(run(seeds, out).failures) == 6


def test_an_unreadable_article_fails(
    seeds: Path, out: Path, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = add("locked.txt")
    add("good.txt")

    def refuse(path: Path) -> bytes:  # permissions do not bind root, who may run the tests
        if path == locked:
            raise PermissionError(13, "Permission denied")
        return path.read_bytes()

    monkeypatch.setattr("pipeline.store.seeds.content", refuse)
    [failure] = run(seeds, out).failures
    assert "Permission denied" in failure.error


def test_a_crash_in_a_stage_names_it(
    seeds: Path, out: Path, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline import flow

    def crash(*_: object) -> None:
        raise ValueError("odd")

    add("a.txt")
    monkeypatch.setattr(flow, "parse_references", crash)
    [failure] = run(seeds, out).failures
    assert (failure.stage, failure.error) == ("references", "ValueError: odd")


def test_odd_names_stay_inside_the_folder(seeds: Path, out: Path, add: Add) -> None:
    names = [
        "a b.txt",
        'it\'s "q".txt',
        "Öl.md",
        "..a...txt",
        "x;rm -rf.txt",
        "-n.txt",
        "new\nline.txt",
    ]
    for name in names:
        add(name)
    add("sub/a b.txt")
    (seeds / os.fsdecode(b"\xff\xfe.txt")).write_text(ARTICLE)
    (seeds / "folder.txt").mkdir()
    summary = run(seeds, out)
    assert not summary.failures
    # "..a...txt" is hidden: it begins with a full stop.
    assert summary.counts["articles"] == len(names) - 1 + 2
    assert list(summary.skipped) == ["..a...txt"]
    assert {p.parent for p in out.rglob("*") if p.is_file()} == {out, out / results.STORE}


def test_two_files_of_one_stem_get_distinct_stable_ids(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt")
    add("a.md")
    add("sub/a.txt")
    first = set(states(seeds, out))
    assert len(first) == 3 and "a" in first
    add("b.txt")
    assert set(states(seeds, out)) == first | {"b"}


def test_a_link_back_up_the_tree_ends(seeds: Path, out: Path, add: Add) -> None:
    add("sub/a.txt")
    (seeds / "sub" / "up").symlink_to(seeds)
    assert list(states(seeds, out)) == ["a"]


def test_readme_reviews_and_hidden_files_are_no_articles(seeds: Path, out: Path, add: Add) -> None:
    for name in ("README.md", "reviews/a.md", ".hidden/x.txt", "a.txt", "picture.png"):
        add(name)
    plan = batch.plan(seeds, out, DEFAULT)
    assert [item.id for item in plan.items] == ["a"]
    assert list(plan.skipped) == ["picture.png"]


def test_a_missing_or_empty_seeds_folder(seeds: Path, out: Path, add: Add) -> None:
    with pytest.raises(UsageError, match="not a folder"):
        run(seeds / "missing", out)
    with pytest.raises(UsageError, match="no article"):
        run(seeds, out)
    add("a.txt")
    run(seeds, out)
    whole = files(out)
    (seeds / "a.txt").unlink()
    with pytest.raises(UsageError):  # an unmounted folder must not empty the results
        run(seeds, out)
    assert files(out) == whole


def test_a_full_disk_leaves_the_earlier_results_whole(
    seeds: Path, out: Path, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("a.txt")
    run(seeds, out)
    whole = files(out)
    add("b.txt")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="No space left"):
        run(seeds, out)
    assert files(out) == whole
    monkeypatch.undo()
    assert run(seeds, out).processed == 1


def test_the_output_folder_is_a_file(seeds: Path, out: Path, add: Add) -> None:
    add("a.txt")
    out.write_text("mine")
    with pytest.raises(OutputError, match="cannot write"):
        run(seeds, out)
    assert out.read_text() == "mine"
