"""The encoder: its words and pieces, what it reads, and that neighbours change nothing."""

import itertools
import shutil
from pathlib import Path

import numpy as np
import pytest
from builders import article, sentence
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.encoder import stage as run
from pipeline.encoder import windows
from pipeline.encoder.decode import best_tags, softmax, spans
from pipeline.encoder.pieces import Vocabulary
from pipeline.encoder.stage import MODEL, Reading, load
from pipeline.errors import ModelError
from pipeline.language.stage import Language, analyse_language
from pipeline.weights.folders import MODELS

SOME = ["Aspirin prevents strokes.", "Iron deficiency (ID) causes anaemia in women.", "Yes."]


def units(*texts: str) -> Language:
    """An article of these sentences, one a line."""
    ends = list(itertools.accumulate(len(text) + 1 for text in texts))
    whole = "".join(f"{text}\n" for text in texts)
    spans = [
        sentence(whole, end - 1 - len(text), end - 1) for text, end in zip(texts, ends, strict=True)
    ]
    return analyse_language(article(whole), [], spans, [])


def read(*texts: str) -> Reading:
    return load().read(units(*texts))


def test_a_word_is_its_longest_pieces() -> None:
    some = Vocabulary("[UNK] [CLS] [SEP] as ##pi ##rin ##p aspirin cafe α".split())  # noqa: SIM905
    assert some.encode("aspirin") == some.encode("Aspirin") == (7,)
    assert some.encode("aspi") == (3, 4)
    assert some.encode("Café") == some.encode("cafe\u0301") == (8,)
    assert some.encode("Α") == (9,)
    assert some.encode("xyz") == some.encode("aspx") == some.encode("\u0301") == (0,)
    assert some.encode("as" * 200) == (0,)


def test_words_are_cut_at_signs_only() -> None:
    text = "IL-6, TNF-α: 5.3% (±2), PI3K cannot."
    words = load().words(units(text))
    assert [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)] == [
        *("IL", "-", "6", ",", "TNF", "-", "α", ":"),
        *("5", ".", "3", "%", "(", "±", "2", ")", ","),
        *("PI3K", "cannot", "."),
    ]


def test_markers_are_not_read() -> None:
    from test_language import marker

    text = "Bones weaken.[1] Muscles too."
    found = analyse_language(article(text), [], [sentence(text)], [marker(text, "[1]")])
    words = load().words(found)
    assert [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)] == [
        *("Bones", "weaken", "."),
        *("Muscles", "too", "."),
    ]


def test_every_unit_has_a_row_and_every_word_its_scores() -> None:
    found = read(*SOME)
    rows = found.sentences()
    assert [number for number, _ in rows.values()] == [0, 1, 2]
    assert [found.tags[own].shape[0] for _, own in rows.values()] == [4, 10, 2]
    assert found.vectors.shape[0] == len(SOME) and np.isfinite(found.vectors).all()
    labels = sum(len(head.labels) for head in found.heads.values())
    assert found.tags.shape[1] == labels and np.isfinite(found.tags).all()
    assert read().vectors.shape[0] == 0 == read().tags.shape[0]


def test_a_sentence_reads_the_same_whatever_stands_beside_it() -> None:
    alone = [read(text) for text in SOME]
    together = read(*SOME, *["Calcium is absorbed in the gut of mice."] * 30, " ".join(SOME * 9))
    for one, (unit, own) in zip(alone, list(together.sentences().values())[:3], strict=True):
        assert (one.tags == together.tags[own]).all()
        assert (one.vectors[0] == together.vectors[unit]).all()


def test_a_long_sentence_is_read_in_windows() -> None:
    text = " ".join(["Low iron causes anaemia in mice and in men"] * 60)
    found = read(text)
    parts = list(windows._windows(found.words))
    assert len(parts) > 2 and all(one.length <= windows.LONGEST for one in parts)
    assert [w.first for w in parts[1:]] == [w.last for w in parts[:-1]]
    disease = found.heads["BC5CDR"].of(found.tags)
    best = [found.heads["BC5CDR"].labels[i] for i in disease.argmax(1)]
    assert best.count("B-Disease") > 50


def test_what_lies_beyond_the_most_words_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "MOST", 5)
    found = read(*SOME)
    assert found.words.bounds == [0, 4, 5, 5]
    assert not found.vectors[2].any()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="a-’\u0301\u200b\u0130ßﬁ中 .", max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    found = read(text.replace("\n", " "))
    whole = "".join(text.split())
    assert sum(b - a for a, b in zip(found.words.starts, found.words.ends, strict=True)) <= len(
        whole
    )
    assert np.isfinite(found.tags).all()


LABELS = ("B-x", "B-y", "I-x", "I-y", "O")


def lawful(path: tuple[int, ...]) -> bool:
    before = ["O", *(LABELS[i] for i in path[:-1])]
    return all(
        not LABELS[tag].startswith("I-") or last[1:] == LABELS[tag][1:]
        for last, tag in zip(before, path, strict=False)
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 4), max_size=4))
def test_the_best_lawful_path_is_found(seed: int, lengths: list[int]) -> None:
    bounds = [0, *itertools.accumulate(lengths)]
    scores = np.random.default_rng(seed).normal(size=(bounds[-1], len(LABELS)))
    tags = best_tags(scores, LABELS, bounds)
    for first, last in itertools.pairwise(bounds):
        paths = itertools.product(range(len(LABELS)), repeat=last - first)
        best = max(
            (p for p in paths if lawful(p)),
            key=lambda p: sum(scores[first + i, tag] for i, tag in enumerate(p)),
        )
        assert tuple(tags[first:last]) == best


def test_spans_end_with_their_unit() -> None:
    tags = np.array([0, 2, 4, 1, 1, 3, 0, 2])
    assert list(spans(tags, LABELS, [0, 5, 8])) == [
        *((0, 2, "x"), (3, 4, "y"), (4, 5, "y")),
        *((5, 6, "y"), (6, 8, "x")),
    ]


def test_probabilities_sum_to_one() -> None:
    found = softmax(np.array([[1000.0, 0.0], [0.0, 0.0]]))
    assert np.allclose(found, [[1, 0], [0.5, 0.5]])


@pytest.mark.parametrize("damage", ["missing", "changed", "no model"])
def test_a_damaged_model_is_one_clear_line(tmp_path: Path, damage: str) -> None:
    from pipeline.weights.folders import write_manifest

    folder = tmp_path / "encoder"
    shutil.copytree(MODELS / "encoder", folder)
    if damage == "missing":
        (folder / MODEL).unlink()
    else:
        (folder / MODEL).write_bytes(b"not a model")
    if damage == "no model":  # a manifest that fits
        write_manifest("encoder", [p.name for p in folder.iterdir()], tmp_path)
    with pytest.raises(ModelError, match="encoder") as caught:
        load(tmp_path)
    assert "\n" not in str(caught.value)


def test_cues_beyond_what_is_read_have_no_scope() -> None:
    from pipeline.claims.scopes import with_scopes
    from pipeline.records import Cue

    text = "This may help. It may not."
    reading = load().read(units(text))
    cue = Cue(text="may", start=5, end=8, kind="hedge")
    assert with_scopes(text, [cue], reading, slice(0, 4))[0].scope is not None
    assert with_scopes(text, [cue], reading, slice(0, 0)) == (cue,)
    assert with_scopes(text, [cue], reading, slice(0, 1)) == (cue,)
