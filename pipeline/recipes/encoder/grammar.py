"""Fit the head ``grammar``, the part of speech of each word, on the finished encoder.

The encoder's other weights stay as they are: a multinomial logistic regression over what its
``INNER`` layers hold of a word, read through the 8-bit network. Trained on the English Web
Treebank and CRAFT; half a minute, and two for the reading. Run after every training of the
encoder: ``python -m pipeline.recipes.encoder.grammar --data DATA``.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.claims.text import vocabulary
from pipeline.encoder.inputs import WORD
from pipeline.encoder.stage import META, MODEL, NAME, PIECES, firsts, kinds, load
from pipeline.language.lexicon import load as load_lexicon
from pipeline.language.terms import Terms
from pipeline.recipes.claims.trees import Tree, read_trees
from pipeline.recipes.encoder.data import laid_out
from pipeline.recipes.encoder.export import imported, write
from pipeline.recipes.encoder.graph import INNER
from pipeline.recipes.encoder.scores import language_of
from pipeline.weights.folders import MODELS, write_manifest

HEAD = "grammar"
SENTENCES = 9_000  # of CRAFT, about as many words as the other treebank has
HELD_OUT = 6  # of CRAFT's articles
EPOCHS, BATCH, RATE, DECAY = 6, 512, 5e-3, 1e-4
_AT_ONCE = 400  # sentences
_SHORT, _LONG = 3, 70  # words of a sentence that is read
_SAME = vocabulary("VBZ VBP VBD VBN VBG VB MD DT CC CD EX POS RP WRB PRP JJR NNS , HYPH")
_INTO = {
    "WDT": "WDT", "WP": "WDT", "WP$": "WDT", "PRP$": "DT", "PDT": "DT", "NNPS": "NNS",
    "JJ": "JJ", "JJS": "JJ", "RB": "RB", "RBR": "RB", "RBS": "RB",
    "-LRB-": "BR", "-RRB-": "BR", "(": "BR", ")": "BR",
}  # fmt: skip
_NOUNS = vocabulary("NN NNP AFX FW ADD GW NFP SYM")
Array = NDArray[Any]


class Fitted(NamedTuple):
    """The weights of the head, as a linear layer's."""

    labels: list[str]
    weight: Array
    bias: Array

    def said(self, hidden: Array) -> list[str]:
        """Return the likeliest label of each word."""
        return [self.labels[i] for i in (hidden @ self.weight.T + self.bias).argmax(1)]


def main(data: Path, models: Path = MODELS) -> None:
    """Fit the head, write it into the encoder's file, and its accuracy into the scores."""
    taught, asked = _treebanks(data / "syntax")
    fitted = fit(_hidden(taught, models), list(chain.from_iterable(map(labels_of, taught))))
    folder = models / NAME
    state, meta, scales = imported(folder)
    state[f"heads.{HEAD}.weight"], state[f"heads.{HEAD}.bias"] = fitted.weight, fitted.bias
    meta["tags"][HEAD] = fitted.labels
    scores = json.loads((folder / "scores.json").read_text("utf-8"))
    for name, trees in asked.items():
        gold = chain.from_iterable(map(labels_of, trees))
        right = [a == b for a, b in zip(fitted.said(_hidden(trees, models)), gold, strict=True)]
        scores.setdefault(HEAD, {})[name] = round(sum(right) / len(right), 4)
    write(state, meta, scales, folder)
    (folder / META).write_text(json.dumps(meta, indent=1) + "\n", "utf-8")
    (folder / "scores.json").write_text(json.dumps(scores, indent=2) + "\n", "utf-8")
    write_manifest(NAME, [MODEL, META, PIECES], models)


def _treebanks(syntax: Path) -> tuple[list[Tree], dict[str, list[Tree]]]:
    """Return the sentences to learn from, and those held out."""
    *articles, held_out = _split(sorted((syntax / "craft").glob("*.conll")))
    craft = [tree for path in articles for tree in read_trees(path)]
    random.Random(0).shuffle(craft)
    web = {
        part: read_trees(syntax / "ewt" / f"en_ewt-ud-{part}.conllu", universal=True)
        for part in ("train", "dev")
    }
    taught = [*web["train"], *craft[:SENTENCES]]
    asked = {
        "ewt_dev": web["dev"],
        "craft_held_out": chain.from_iterable(map(read_trees, held_out)),
    }
    return list(_usual(taught)), {name: list(_usual(trees)) for name, trees in asked.items()}


def _split(paths: Sequence[Path]) -> list[Any]:
    return [*paths[:-HELD_OUT], paths[-HELD_OUT:]]


def _usual(trees: Any) -> Iterator[Tree]:
    return (tree for tree in trees if _SHORT <= len(tree.words) <= _LONG)


def labels_of(tree: Tree) -> list[str]:
    """Return the label of each word of the encoder."""
    return [
        _label(word, tag, label.split(":")[0])
        for word, tag, label in zip(tree.words, tree.tags, tree.labels, strict=True)
        for _ in WORD.findall(word)
    ]


def _label(word: str, tag: str, label: str) -> str:
    """Return a Penn tag, or a coarser one; what joins clauses is ``SC``, no preposition."""
    if tag in {"IN", "TO"}:
        joins = label in {"mark", "complm"} or (label == "aux" and tag == "TO")
        return "IN" if not joins else "TO" if word.lower() == "to" else "SC"
    if tag in {"VBN", "VBG"} and label in {"amod", "compound", "nmod", "nn"}:
        return "JJ"
    if tag in _SAME:
        return tag
    return _INTO.get(tag) or ("NN" if tag in _NOUNS and word[0].isalnum() else "PU")


def _hidden(trees: Sequence[Tree], models: Path) -> Array:
    """Return what the network's inner layers hold of each word, side by side."""
    import onnx
    import onnxruntime

    model = onnx.load(models / NAME / MODEL)
    norms = [n.output[0] for n in model.graph.node if n.op_type == "LayerNormalization"]
    wanted = [norms[2 + 2 * layer] for layer in INNER]  # after the embeddings', two a layer
    for name in wanted:
        model.graph.output.append(onnx.helper.make_tensor_value_info(name, 1, None))
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    encoder, lexicon = load(models), load_lexicon(models)
    found = []
    for first in range(0, len(trees), _AT_ONCE):
        rows = [(tree.words, tree.labels) for tree in trees[first : first + _AT_ONCE]]
        text, units, _ = laid_out(rows)
        language = language_of(text, [(unit[0][0], unit[-1][1]) for unit in units])
        words = encoder.words(language)
        terms = kinds(words, Terms(language, lexicon), encoder.types)
        hidden: Array | None = None
        for batch, inputs in encoder.batches(words, terms):
            layers = np.concatenate(session.run(wanted, inputs), axis=2)
            if hidden is None:
                hidden = np.zeros((len(words.starts), layers.shape[2]), np.float32)
            for row, window in enumerate(batch):
                at = firsts(words.pieces[window.first : window.last])
                hidden[window.first : window.last] = layers[at, row]
        row_of = {start: i for i, start in enumerate(words.starts)}
        assert hidden is not None
        found.append(hidden[[row_of[start] for unit in units for start, _ in unit]])
    return np.concatenate(found)


def fit(hidden: Array, gold: Sequence[str]) -> Fitted:
    """Return the regression's weights, by Adam over shuffled batches."""
    labels = sorted(set(gold))
    numbers = {label: i for i, label in enumerate(labels)}
    wanted = np.array([numbers[label] for label in gold])
    mean, scale = hidden.mean(0), hidden.std(0) + 1e-6
    hidden = (hidden - mean) / scale
    weights = np.zeros((hidden.shape[1] + 1, len(labels)), np.float32)  # the bias is the last row
    slow, square = np.zeros_like(weights), np.zeros_like(weights)
    chosen, step = np.random.default_rng(0), 0
    steps = EPOCHS * -(-len(gold) // BATCH)
    for _ in range(EPOCHS):
        order = chosen.permutation(len(gold))
        for first in range(0, len(order), BATCH):
            some = order[first : first + BATCH]
            rows = np.hstack([hidden[some], np.ones((len(some), 1), np.float32)])
            scores = rows @ weights
            chances = np.exp(scores - scores.max(1, keepdims=True))
            chances /= chances.sum(1, keepdims=True)
            chances[np.arange(len(some)), wanted[some]] -= 1
            slope = rows.T @ chances / len(some) + DECAY * weights
            step += 1
            slow = 0.9 * slow + 0.1 * slope
            square = 0.99 * square + 0.01 * slope * slope
            rate = RATE * (1 - step / (steps + 1)) / (1 - 0.9**step)
            weights -= rate * slow / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    weight = (weights[:-1] / scale[:, None]).T
    bias = weights[-1] - weight @ mean
    return Fitted(labels, weight.astype(np.float32), bias.astype(np.float32))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    arguments = parser.parse_args()
    main(arguments.data, arguments.models)
