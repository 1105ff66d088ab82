"""Articles in groups: what each gets is what it gets alone."""

from collections.abc import Iterator

import pytest
from conftest import ARTICLE

from pipeline.encoder.stage import Encoder
from pipeline.records import Analysis, Failure
from pipeline.run import attempts
from pipeline.run.attempts import Asked, attempt, attempt_all
from pipeline.settings import Reviewed, Settings

TEXTS = [ARTICLE, "Iron lowers fatigue.", "", "Oats cut cholesterol (1).", ARTICLE * 2]


def asked(number: int, data: bytes | Failure) -> Asked:
    return Asked(data, f"a{number}", f"a{number}.txt", Reviewed(), {})


def articles() -> list[Asked]:
    return [asked(n, text.encode()) for n, text in enumerate(TEXTS)]


def alone() -> list[Analysis | Failure]:
    return [attempt(one, Settings()) for one in articles()]


def test_a_group_gives_what_each_gives_alone() -> None:
    found = list(attempt_all(articles(), Settings()))
    assert [one.id for one, _ in found] == [f"a{n}" for n in range(len(TEXTS))]
    assert [result for _, result in found] == alone()
    assert all(one.seconds["encoder"] > 0 for one, _ in found if one.data)


def test_what_cannot_be_read_fails_in_its_place() -> None:
    gone = Failure(id="a1", source="a1.txt", stage="read", error="gone")
    given = [asked(0, TEXTS[0].encode()), asked(1, gone), asked(2, b"%PDF-1.7"), asked(3, b"Iron.")]
    found = [result for _, result in attempt_all(given, Settings())]
    assert [isinstance(one, Failure) for one in found] == [False, True, True, False]
    assert found[1] is gone


def test_groups_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    groups: list[list[str]] = []

    def grouped(group: list[Asked], _: Settings) -> Iterator[tuple[Asked, Failure]]:
        groups.append([one.id for one in group])
        return iter(())

    monkeypatch.setattr(attempts, "_grouped", grouped)
    sizes = [10, 10, attempts.SIZE, 5, *[1] * attempts.COUNT]
    list(attempt_all((asked(n, b"x" * size) for n, size in enumerate(sizes)), Settings()))
    assert [len(group) for group in groups] == [2, 1, attempts.COUNT, 1]


def test_an_article_that_the_encoder_cannot_read_fails_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = alone()
    read = Encoder.read_together

    def broken(self: Encoder, given: list) -> list:  # type: ignore[type-arg]
        if any("Oats" in one.language.text for one in given):
            raise RuntimeError("no memory")
        return read(self, given)

    monkeypatch.setattr(Encoder, "read_together", broken)
    found = [result for _, result in attempt_all(articles(), Settings())]
    assert isinstance(found[3], Failure)
    assert found[3].stage == "encoder" and "no memory" in found[3].error
    assert found[:3] + found[4:] == whole[:3] + whole[4:]
