"""On a real Ray cluster of two processes: the bytes of a local run, whatever is killed."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from conftest import ARTICLE, ROOT, files
from test_partitions import ROWS, UNIT, joined, write_table

from pipeline.commands.app import app
from pipeline.errors import ModelError, UsageError
from pipeline.run import batch, partitions
from pipeline.settings import Settings
from pipeline.workers.local import Engine
from pipeline.workers.ray import ray_engine

# What Ray warns of is its own.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning"),
    pytest.mark.xdist_group("ray"),  # one cluster
]

DEFAULT = Settings()
Add = Callable[..., Path]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    ray = pytest.importorskip("ray")
    made = ray_engine(2)
    with pytest.MonkeyPatch.context() as patch:
        # The workers unpickle functions of this module, which imports others of the tests.
        tests = ROOT / "tests"
        places = (tests, tests / "run", tests / "read", Path(__file__).parent)
        patch.setenv("PYTHONPATH", os.pathsep.join(map(str, places)), prepend=os.pathsep)
        ray.init(
            "local",
            num_cpus=2,
            include_dashboard=False,
            object_store_memory=2**27,
            logging_level="ERROR",
            log_to_driver=False,
        )
    yield made
    ray.shutdown()


def killed_once(item: object, work: Callable[[object], object], note: Path) -> object:
    """Do the work, but kill the process the first time that it comes to a certain item."""
    if "a05" in str(item) and not note.exists():
        note.touch()
        work(item)
        os.kill(os.getpid(), signal.SIGKILL)
    return work(item)


def square(n: int) -> int:
    if n == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if n == 99:
        raise ModelError("the model is damaged")
    return n * n


def test_a_folder_gives_the_same_bytes_though_a_worker_is_killed(
    engine: Engine,
    seeds: Path,
    out: Path,
    add: Add,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for n in range(12):
        add(f"a{n:02d}.txt", f"Report {n}\n\n" + ARTICLE)
    add("empty.txt", "")
    batch.run(seeds, tmp_path / "local", DEFAULT, jobs=1)
    note = tmp_path / "killed"

    def deadly(work, items, lost):  # type: ignore[no-untyped-def]
        return engine(partial(killed_once, work=work, note=note), items, lost)

    summary = batch.run(seeds, out, DEFAULT, engine=deadly)
    assert note.exists()
    assert (summary.processed, [f.id for f in summary.failures]) == (13, ["empty"])
    assert files(out) == files(tmp_path / "local")
    with pytest.raises(SystemExit) as ended:
        app(["run", str(seeds), "--out", str(out), "--engine", "ray"])
    assert (ended.value.code, "(0 processed now)" in capsys.readouterr().out) == (1, True)


def test_a_table_gives_the_same_bytes_and_goes_on_from_what_is_done(
    engine: Engine, out: Path, tmp_path: Path
) -> None:
    for name in ("t.jsonl", "t.parquet"):
        table = str(write_table(tmp_path / name, ROWS))
        run = partial(partitions.run, table, settings=DEFAULT, unit_bytes=UNIT)
        assert run(str(tmp_path / name[2:]), jobs=1).processed == 9
        if name == "t.parquet":  # the partitions of the other table are there: all change
            assert run(str(out), jobs=1).processed == 9
            (out / "claims" / "part-000001.jsonl").unlink()
            (out / "_receipts" / "part-000002.json").unlink()
            assert run(str(out), engine=engine).processed == 4
            assert run(str(out), jobs=1).processed == 0  # what Ray did stands locally too
        else:
            assert run(str(out), engine=engine).processed == 9
        assert files(out) == files(tmp_path / name[2:])
        assert joined(out)["articles"].count(b"\n") == 9


def test_an_item_that_kills_its_workers_is_lost_and_nothing_else(engine: Engine) -> None:
    assert sorted(engine(square, range(8), lambda n: -n)) == [-3, 0, 1, 4, 16, 25, 36, 49]


def test_an_error_comes_out_as_it_went_in(engine: Engine) -> None:
    with pytest.raises(ModelError, match=r"^the model is damaged$"):
        list(engine(square, [98, 99], lambda n: n))


def test_nothing_to_do_starts_nothing() -> None:
    assert not list(ray_engine(2)(square, [], lambda n: n))


def test_without_ray_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setitem(sys.modules, "ray.data", None)
    with pytest.raises(UsageError, match=r"pip install 'claimsheet\[ray\]'"):
        ray_engine()
