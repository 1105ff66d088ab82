"""Turn trained weights into ``models/encoder``: ``python -m pipeline.recipes.encoder.export``.

The network is run unquantised over sentences of the training data, to learn the range of
every activation, and written with 8-bit weights (``encoder_graph``), 23 MB in all. Needs
the ``train`` extra; half a minute.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.encoder.pieces import Vocabulary
from pipeline.encoder.stage import META, MODEL, NAME, PIECES, Encoder, kinds
from pipeline.language.stage import analyse_language
from pipeline.language.terms import Terms
from pipeline.recipes.encoder.graph import Scale, build
from pipeline.recipes.ontologies import TYPES
from pipeline.records import Article, Sentence
from pipeline.weights.folders import MODELS, write_manifest

Array = NDArray[Any]
EVENING = 0.7  # of a product's input: 0 leaves its channels as they are, 1 gives them one range
EACH = 100  # sentences of each corpus that the ranges are learned from


def export(
    state: Mapping[str, Array],
    tags: Mapping[str, Sequence[str]],
    vocabulary: Path,
    texts: Sequence[str],
    folder: Path,
) -> None:
    """Write the model file, what its columns mean, and the vocabulary.

    ``state`` is as ``encoder_graph.build`` wants it; ``tags`` are the labels of
    each head; ``texts`` are sentences of the kind that will be read.
    """
    meta = {"tags": dict(tags), "types": list(TYPES)}
    exact, inputs_of = build(state, list(tags), None)
    write(state, meta, _scales(exact, inputs_of, vocabulary, meta, texts), folder)
    (folder / META).write_text(json.dumps(meta, indent=1) + "\n", "utf-8")
    if vocabulary != folder / PIECES:
        shutil.copyfile(vocabulary, folder / PIECES)
    write_manifest(folder.name, [MODEL, META, PIECES], folder.parent)


def write(
    state: Mapping[str, Array],
    meta: Mapping[str, Any],
    scales: Mapping[str, Scale],
    folder: Path,
) -> None:
    """Write the model file of integers."""
    model, _ = build(state, list(meta["tags"]), scales)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MODEL).write_bytes(model.SerializeToString(deterministic=True))


def again(folder: Path) -> None:
    """Write an exported network as the graph is built now; its integers stay as they are."""
    state, meta, scales = imported(folder)
    write(state, meta, scales, folder)
    write_manifest(folder.name, [MODEL, META, PIECES], folder.parent)


def imported(folder: Path) -> tuple[dict[str, Array], dict[str, Any], dict[str, Scale]]:
    """Return an exported network: its state for ``build``, what its columns mean, its scales.

    The heads of sentences are not exported and so are missing; positions hold the token type.
    """
    import onnx
    from onnx import numpy_helper

    meta = json.loads((folder / META).read_text("utf-8"))
    graph = onnx.load(folder / MODEL).graph
    held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    start = "encoder.embeddings."
    state: dict[str, Array] = {
        f"{start}word_embeddings.weight": held["words"] * held["words.scale"],
        f"{start}position_embeddings.weight": np.squeeze(held["positions"]),
        f"{start}token_type_embeddings.weight": np.zeros((2, held["words"].shape[1])),
    }
    scales: dict[str, Scale] = {}
    for name, values in held.items():
        if name.endswith(".rows"):
            state[f"{name.removesuffix('.rows')}.weight"] = values
        elif "LayerNorm" in name:
            state[name] = values
        elif name.endswith(".scales"):
            layer = name.removesuffix(".scales")
            first = layer  # of those that share its input
            if layer.endswith((".key", ".value")):
                first = f"{layer.rpartition('.')[0]}.query"
            inverse = held.get(f"{first}.even", np.ones(1, np.float32))
            if first == layer:
                size, zero = float(held[f"{layer}.scale"]), int(held[f"{layer}.zero"])
                scales[layer] = Scale(1 / inverse.astype(np.float64), size, zero)
            whole = held[f"{layer}.weight"] * values.astype(np.float64)
            state[f"{layer}.weight"] = (whole * np.reshape(inverse, (-1, 1))).T
            state[f"{layer}.bias"] = held[f"{layer}.bias"]
    rows = [
        (weight, bias)
        for name in ("tags", "inner")
        if f"{name}.weight" in held
        for weight, bias in zip(held[f"{name}.weight"].T, held[f"{name}.bias"], strict=True)
    ]
    at = 0
    for head, labels in meta["tags"].items():
        own = rows[at : at + len(labels)]
        state[f"heads.{head}.weight"] = np.array([weight for weight, _ in own])
        state[f"heads.{head}.bias"] = np.array([bias for _, bias in own])
        at += len(labels)
    return state, meta, scales


def _scales(
    model: Any, inputs_of: Mapping[str, str], vocabulary: Path, meta: Mapping[str, Any],
    texts: Sequence[str],
) -> dict[str, Scale]:  # fmt: skip
    """Return the scale of each product's input, by the ranges that its channels take."""
    from onnx import helper
    from onnxruntime import InferenceSession

    for name in inputs_of.values():
        model.graph.output.append(helper.make_tensor_value_info(name, 1, None))
    session = InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    encoder = Encoder(session, Vocabulary(vocabulary.read_text("utf-8").split("\n")), meta)
    language = _language(texts)
    ranges: dict[str, tuple[Array, Array]] = {}
    wanted = list(inputs_of.values())
    words = encoder.words(language)
    for batch, inputs in encoder.batches(words, kinds(words, Terms(language), meta["types"])):
        inside = np.arange(inputs["ids"].shape[1])[:, None] < inputs["length"]
        for name, values in zip(inputs_of, session.run(wanted, inputs), strict=True):
            rows = values[inside]
            low, high = ranges.get(name, (np.inf, -np.inf))
            ranges[name] = (np.minimum(low, rows.min(0)), np.maximum(high, rows.max(0)))
        del batch
    return {name: _scale(*found) for name, found in ranges.items()}


def _scale(low: Array, high: Array) -> Scale:
    even = np.maximum(np.maximum(-low, high), 1e-3) ** EVENING
    least = min(0.0, float((low / even).min()))
    span = max(0.0, float((high / even).max())) - least
    return Scale(even, span / 255, round(-least / span * 255))


def _language(texts: Iterable[str]) -> Any:
    """Return sentences as the units of an article."""
    text, spans = "", []
    for one in texts:
        spans.append((len(text), len(text) + len(one)))
        text += one + "\n"
    article = Article(
        id="", source="", format="txt", sha256="", title=None, text=text, citation_style=None,
        language=None,
    )  # fmt: skip
    sentences = [
        Sentence(article="", id=str(a), start=a, end=b, text=text[a:b], region="body",
                 section=(), block="")
        for a, b in spans
    ]  # fmt: skip
    return analyse_language(article, [], sentences, [])


def sentences(data: Path) -> list[str]:
    """Return sentences of every kind of text, seeded: corpora of papers, and web pages."""
    chosen = random.Random(0)
    found: list[str] = []
    for path in sorted((data / "ner").glob("*/train.tsv")):
        rows = path.read_text("utf-8").split("\n\n")
        lines = [" ".join(ln.split("\t")[0] for ln in row.splitlines()) for row in rows]
        found += chosen.sample([ln for ln in lines if ln.strip()], EACH)
    pages = sorted((data / "claims" / "health-web").glob("*.txt"))
    lines = [ln.strip() for page in pages for ln in page.read_text("utf-8").splitlines()]
    return found + chosen.sample([ln[:500].strip() for ln in lines if len(ln) > 80], 3 * EACH)


def main(trained: Path, vocabulary: Path, data: Path, models: Path = MODELS) -> None:
    """Export what ``encoder`` trained: a file with ``state`` and ``tags``."""
    import torch

    found = torch.load(trained, weights_only=True)
    state = {name: values.float().numpy() for name, values in found["state"].items()}
    texts = sentences(data)
    export(state, found["tags"], vocabulary, texts, models / NAME)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trained", type=Path, required=True, help="what the training wrote")
    parser.add_argument("--vocabulary", type=Path, default=MODELS / NAME / PIECES)
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()
    main(arguments.trained, arguments.vocabulary, arguments.data)
