"""Folders of articles to run over; the models are loaded once a test process."""

from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("no clock", deadline=None)
hypothesis.settings.load_profile("no clock")
ROOT = Path(__file__).resolve().parent.parent

# Folders and files whose tests take long: they run the command, kill it, or open programs.
SLOW = (
    "adversary", "commands", "entities/test_any_model.py", "recipes", "review", "run", "sheet",
    "store", "support/test_links.py", "test_docs.py", "test_fuzz.py", "test_golden.py",
    "test_seeds.py", "test_wheel.py", "views", "workers",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that `make fast` leaves out, and put them first: no core waits for them."""
    for item in items:
        path = item.path.relative_to(ROOT / "tests").as_posix()
        if path.startswith(SLOW):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


ARTICLE = """Vitamin D and Bones

By Jane Doe

Vitamin D increases the absorption of calcium in adults (1). It may also lower the risk of \
fractures in older women (2, 3). I love sunny days.

How much is enough?

One trial found that 800 IU a day did not prevent falls in 2,500 men (4).

References

1. Smith AB, Jones C. Vitamin D and calcium. J Bone. 2010;12(3):45-50.
2. Brown D, et al. Fractures in women. Bone Res. 2012;4(1):1-9.
3. White E. Falls and fractures. Lancet. 2014;383:101-8.
4. Black F, Green G. Vitamin D for men. JAMA. 2016;315(2):200-10.
"""


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "outputs"


@pytest.fixture
def add(seeds: Path) -> Callable[..., Path]:
    def add_article(name: str, text: str | bytes = ARTICLE) -> Path:
        path = seeds / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return add_article


def files(out: Path) -> dict[str, bytes]:
    """Every file of a run with its bytes, result files included; not its lock and its times."""
    return {
        p.relative_to(out).as_posix(): p.read_bytes()
        for p in sorted(out.rglob("*"))
        if p.is_file() and p.name not in (".lock", "timings.json")
    }
