"""The encoder's graph: what it computes, and that 8 bits lose little of it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from test_encoder import SOME, units

from pipeline.encoder.stage import META, MODEL, Encoder, load
from pipeline.recipes.encoder.export import again, export, imported, write
from pipeline.recipes.encoder.graph import build, integers
from pipeline.recipes.ontologies import TYPES

WIDTH, LAYERS = 64, 2
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "aspirin", "prevents", "iron", "women", ".", "("]
TAGS = {"one": ["B-x", "I-x", "O"], "two": ["a", "b"]}
Array = NDArray[Any]


@pytest.fixture
def state() -> dict[str, Array]:
    """A small network of random weights, with dictionary terms as a further input."""
    random = np.random.default_rng(0)

    def draw(*shape: int) -> Array:
        return random.normal(size=shape, scale=0.3).astype(np.float32)

    found = {"terms.weight": draw(40, WIDTH)}
    place = "encoder.embeddings."
    for name, rows in (("word", len(WORDS)), ("position", 512), ("token_type", 2)):
        found[f"{place}{name}_embeddings.weight"] = draw(rows, WIDTH)
    norms, dense = [f"{place}LayerNorm"], {}
    for number in range(LAYERS):
        layer = f"encoder.encoder.layer.{number}"
        norms += [f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"]
        own = f"{layer}.attention.self."
        dense |= {own + name: (WIDTH, WIDTH) for name in ("query", "key", "value")}
        dense[f"{layer}.attention.output.dense"] = (WIDTH, WIDTH)
        dense[f"{layer}.intermediate.dense"] = (4 * WIDTH, WIDTH)
        dense[f"{layer}.output.dense"] = (WIDTH, 4 * WIDTH)
    for name in norms:
        found |= {f"{name}.weight": 1 + draw(WIDTH), f"{name}.bias": draw(WIDTH)}
    for name, labels in TAGS.items():
        dense[f"heads.{name}"] = (len(labels), WIDTH)
    for name, shape in dense.items():
        found |= {f"{name}.weight": draw(*shape), f"{name}.bias": draw(shape[0])}
    return found


def plain(state: dict[str, Array], ids: list[int], terms: list[int]) -> tuple[Array, Array]:
    """The network as its paper has it, with ReLU, in NumPy: the last layer and its mean."""
    from math import sqrt

    place = "encoder.embeddings."
    x = state[f"{place}word_embeddings.weight"][ids] + state["terms.weight"][terms]
    x = x + state[f"{place}position_embeddings.weight"][: len(ids)]
    x = norm(state, x + state[f"{place}token_type_embeddings.weight"][0], f"{place}LayerNorm")
    for number in range(LAYERS):
        layer = f"encoder.encoder.layer.{number}"
        q, k, v = (
            linear(state, x, f"{layer}.attention.self.{n}").reshape(len(ids), -1, 32)
            for n in ("query", "key", "value")
        )
        weights = np.exp(np.einsum("ihd,jhd->hij", q, k) / sqrt(32))
        weights /= weights.sum(-1, keepdims=True)
        seen = np.einsum("hij,jhd->ihd", weights, v).reshape(len(ids), -1)
        seen = linear(state, seen, f"{layer}.attention.output.dense")
        x = norm(state, x + seen, f"{layer}.attention.output.LayerNorm")
        inner = linear(state, x, f"{layer}.intermediate.dense")
        inner = np.maximum(inner, 0)
        x = norm(
            state, x + linear(state, inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm"
        )
    return x, x.mean(0)


def linear(state: dict[str, Array], x: Array, name: str) -> Array:
    return x @ state[f"{name}.weight"].T + state[f"{name}.bias"]


def norm(state: dict[str, Array], x: Array, name: str) -> Array:
    x = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-12)
    return x * state[f"{name}.weight"] + state[f"{name}.bias"]


def test_the_graph_is_bert_with_its_heads(state: dict[str, Array]) -> None:
    from onnxruntime import InferenceSession

    state["encoder.embeddings.word_embeddings.weight"] = np.rint(
        state["encoder.embeddings.word_embeddings.weight"] * 100
    ).clip(-127, 127)  # whole numbers survive rounding
    state["encoder.embeddings.word_embeddings.weight"][:, 0] = 127
    model, _ = build(state, list(TAGS), None)
    session = InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    rows = [([2, 4, 5, 6, 3], [0, 7, 0, 9, 0]), ([2, 8, 3], [0, 0, 0])]
    inputs = {name: np.zeros((2, 5), np.int64) for name in ("ids", "terms")}
    for i, (ids, terms) in enumerate(rows):
        inputs["ids"][i, : len(ids)] = ids
        inputs["terms"][i, : len(ids)] = terms
    names = [one.name for one in session.get_outputs()]
    length = np.array([5, 3], np.int32)
    found = dict(zip(names, session.run(None, {**inputs, "length": length}), strict=True))
    for i, (ids, terms) in enumerate(rows):
        hidden, mean = plain(state, ids, terms)
        tags = np.concatenate([linear(state, hidden, f"heads.{name}") for name in TAGS], axis=1)
        assert np.allclose(found["tags"][: len(ids), i], tags, atol=1e-3)
        assert np.allclose(found["vector"][i], mean, atol=1e-3)


def test_a_head_of_grammar_reads_two_inner_layers(
    state: dict[str, Array], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.recipes.encoder.graph.INNER", (0, 1))
    vocabulary = tmp_path / "words.txt"
    vocabulary.write_text("\n".join(WORDS), "utf-8")
    folder = tmp_path / "encoder"
    export(state, TAGS, vocabulary, SOME, folder)
    before = load(tmp_path).read(units(*SOME)).tags
    own, meta, scales = imported(folder)
    own["heads.grammar.weight"] = np.ones((2, 2 * WIDTH), np.float32)
    own["heads.grammar.bias"] = np.array([0.0, 1.0], np.float32)
    meta["tags"]["grammar"] = ["a", "b"]
    write(own, meta, scales, folder)
    (folder / META).write_text(json.dumps(meta), "utf-8")
    again(folder)  # what it wrote is read back
    load.cache_clear()
    found = load(tmp_path).read(units(*SOME))
    assert np.allclose(found.tags[:, :5], before, atol=1e-2)
    grammar = found.heads["grammar"].of(found.tags)
    assert np.allclose(grammar[:, 1] - grammar[:, 0], 1, atol=0.05)


def test_an_export_is_read_again(state: dict[str, Array], tmp_path: Path) -> None:
    vocabulary = tmp_path / "words.txt"
    vocabulary.write_text("\n".join(WORDS), "utf-8")
    folder = tmp_path / "encoder"
    export(state, TAGS, vocabulary, SOME, folder)
    first = (folder / MODEL).read_bytes()
    found = load(tmp_path).read(units(*SOME))
    assert found.tags.shape == (16, 5)
    exact = exactly(state, vocabulary)
    assert np.corrcoef(found.tags.ravel(), exact.ravel())[0, 1] > 0.99
    export(state, TAGS, vocabulary, SOME, folder)
    assert (folder / MODEL).read_bytes() == first


def test_written_again_the_integers_stay(state: dict[str, Array], tmp_path: Path) -> None:
    vocabulary = tmp_path / "words.txt"
    vocabulary.write_text("\n".join(WORDS), "utf-8")
    folder = tmp_path / "encoder"
    export(state, TAGS, vocabulary, SOME, folder)
    before = load(tmp_path).read(units(*SOME)).tags
    again(folder)
    load.cache_clear()
    assert np.allclose(load(tmp_path).read(units(*SOME)).tags, before, atol=1e-2)
    first = (folder / MODEL).read_bytes()
    again(folder)
    assert (folder / MODEL).read_bytes() == first


def exactly(state: dict[str, Array], vocabulary: Path) -> Array:
    from onnxruntime import InferenceSession

    from pipeline.encoder.pieces import Vocabulary

    model, _ = build(state, list(TAGS), None)
    session = InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    meta = {"tags": TAGS, "types": TYPES}
    encoder = Encoder(session, Vocabulary(vocabulary.read_text("utf-8").split("\n")), meta)
    return encoder.read(units(*SOME)).tags


def test_integers_come_back_as_they_were() -> None:
    rows = np.array([[0.5, -1.0, 0.0], [0.0, 0.0, 0.0]], np.float32)
    whole, scales = integers(rows, 64)
    assert whole.tolist() == [[32, -64, 0], [0, 0, 0]]
    assert np.allclose(whole * scales, rows)
