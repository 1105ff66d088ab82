"""The claim models' methods on scientific-claim: which sentences of an abstract say its findings.

The encoder reads each sentence, a bidirectional LSTM the vectors of an abstract's sentences,
with their places (hierarchical sequential labelling, Jin and Szolovits 2018); all of it is
trained together, from the weights that ours began with: ours has seen labels of the training
part, and knows them by heart. Three networks vote, and a logistic regression over the claim
model's words and counts: they err on other sentences. The settings were chosen on the validation
part, which then joins the training; the test part is only scored (Achakulvisut et al. 2019).
Nothing of it ships: it measures the methods beside published figures. Half an hour on two cores.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.recipes.claims.hashing import hashed, idf_of, plain_features, tfidf_rows
from pipeline.recipes.claims.train import COUNT_WEIGHT, STRENGTH
from pipeline.recipes.encoder.data import findings
from pipeline.recipes.encoder.steps import descend, follow, optimizer_of
from pipeline.recipes.encoder.train import packaged

PARTS = ("train", "validation", "test")
SEEDS, EPOCHS = 3, 3
ENCODER_RATE, HEAD_RATE = 2e-4, 2e-3
BATCH, TOGETHER = 16, 24  # abstracts of a step; sentences read at once
LONGEST = 110  # pieces of a sentence that are read
PLACES = 12
# What the words' log odds count beside the networks', and the sum from which a sentence is a
# finding: F1 is best below even chances (Lipton et al. 2014).
WORDS, THRESHOLD = 0.5, -0.4


class Abstract(NamedTuple):
    """The sentences of an abstract, their pieces, and which say its findings."""

    texts: list[str]
    pieces: list[list[int]]
    gold: list[bool]


def scores(data: Path, encoder: str = "", part: str = "test") -> dict[str, float]:
    """Return the F1 on a part, trained on those before it."""
    import numpy as np
    from transformers import AutoTokenizer

    encoder = encoder or packaged()
    tokenizer = AutoTokenizer.from_pretrained(encoder)
    *taught, asked = (
        [_abstract(tokenizer, rows) for rows in findings(data, name)]
        for name in PARTS[: PARTS.index(part) + 1]
    )
    gold = np.array([one for abstract in asked for one in abstract.gold])
    known = list(chain.from_iterable(taught))
    said = vote(encoder, known, asked) + WORDS * by_words(known, asked)
    return {f"{part}_f1": round(f1(said > THRESHOLD, gold), 4)}


def f1(said: Any, gold: Any) -> float:
    """Return the F1 of booleans."""
    return float(2 * (said & gold).sum() / max(1, said.sum() + gold.sum()))


def vote(encoder: str, taught: Sequence[Abstract], asked: Sequence[Abstract]) -> Any:
    """Return the mean log odds of the sentences asked about, by networks of several seeds."""
    return sum(_trained(encoder, taught, asked, seed) for seed in range(SEEDS)) / SEEDS


def by_words(taught: Sequence[Abstract], asked: Sequence[Abstract]) -> Any:
    """Return the log odds by the words and counts of the sentences, and by their places."""
    import numpy as np
    import scipy.sparse as sp
    from sklearn.linear_model import LogisticRegression

    abstracts = [*taught, *asked]
    gold = np.array([one for abstract in taught for one in abstract.gold])
    features = [plain_features(text) for abstract in abstracts for text in abstract.texts]
    words = [hashed(features[: len(gold)]), hashed(features[len(gold) :])]
    idf = idf_of(words[:1])
    place = np.array([row for abstract in abstracts for row in places(len(abstract.gold))])
    counts = np.hstack([np.array([one.dense for one in features]), place])
    known = counts[: len(gold)]
    counts = (counts - known.mean(0)) / (known.std(0) + 1e-6) * COUNT_WEIGHT
    rows = sp.hstack([sp.vstack([tfidf_rows(part, idf) for part in words]), counts]).tocsr()
    model = LogisticRegression(C=STRENGTH, max_iter=500).fit(rows[: len(gold)], gold)
    return model.decision_function(rows[len(gold) :])


def _trained(encoder: str, taught: Sequence[Abstract], asked: Sequence[Abstract], seed: int) -> Any:
    """Train a network; return what the average of its weights says, (sentences,)."""
    import copy

    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    random.seed(seed)
    torch.manual_seed(seed)
    network = build(encoder)
    average = copy.deepcopy(network)
    steps = EPOCHS * -(-len(taught) // BATCH)
    rates = ENCODER_RATE, HEAD_RATE
    optimizer, schedule = optimizer_of(network, steps, *rates, warming=0.1, least=0.02)
    network.train()
    step, order = 0, list(range(len(taught)))
    for _ in range(EPOCHS):
        random.shuffle(order)
        for first in range(0, len(order), BATCH):
            some = [taught[k] for k in order[first : first + BATCH]]
            gold = torch.tensor([one for abstract in some for one in abstract.gold])
            with torch.autocast("cpu", torch.bfloat16):
                said = network(some)
            loss = binary_cross_entropy_with_logits(said.float(), gold.float())
            descend(loss, network, optimizer, schedule)
            step += 1
            follow(average, network, min(0.98, (1 + step) / (10 + step)))
    average.eval()
    with torch.no_grad():
        found = [average(asked[at : at + BATCH]) for at in range(0, len(asked), BATCH)]
    return torch.cat(found).numpy()


def build(encoder: str) -> Any:
    """Return the network: log odds of the sentences of some abstracts, one after another."""
    import torch
    from transformers import AutoModel

    class Network(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(encoder, attn_implementation="eager")
            self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
            width, half = self.encoder.config.hidden_size, 128
            self.places = torch.nn.Linear(PLACES, width)
            torch.nn.init.zeros_(self.places.weight)  # at first they change nothing
            self.drop = torch.nn.Dropout(0.2)
            self.lstm = torch.nn.LSTM(width, half, bidirectional=True, batch_first=True)
            self.head = torch.nn.Linear(width + 2 * half, 1)

        def read(self, sentences: Sequence[list[int]]) -> Any:
            """Return the mean vectors of sentences, those of like length read together."""
            found: list[Any] = [None] * len(sentences)
            order = sorted(range(len(sentences)), key=lambda k: len(sentences[k]))
            for at in range(0, len(order), TOGETHER):
                some = order[at : at + TOGETHER]
                rows = [torch.tensor(sentences[k]) for k in some]
                ids = torch.nn.utils.rnn.pad_sequence(rows, batch_first=True)
                mask = (ids > 0).long()
                hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
                means = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
                for k, mean in zip(some, means, strict=True):
                    found[k] = mean.float()
            return torch.stack(found)

        def forward(self, abstracts: Sequence[Abstract]) -> Any:
            sizes = [len(one.gold) for one in abstracts]
            vectors = self.read([pieces for one in abstracts for pieces in one.pieces])
            placed = torch.tensor([row for size in sizes for row in places(size)])
            each = self.drop(vectors + self.places(placed)).split(sizes)
            packed = torch.nn.utils.rnn.pack_sequence(each, enforce_sorted=False)
            around, _ = torch.nn.utils.rnn.pad_packed_sequence(
                self.lstm(packed)[0], batch_first=True
            )
            whole = [
                torch.cat([row[: len(own)], own], 1) for row, own in zip(around, each, strict=True)
            ]
            return self.head(self.drop(torch.cat(whole)))[:, 0]

    return Network()


def places(size: int) -> list[list[float]]:
    """Return numbers for the place of each sentence of an abstract."""
    found = []
    for at in range(size):
        far, left = at / max(1, size - 1), size - 1 - at
        edges = [*(left == k for k in range(4)), *(at == k for k in range(3))]
        found.append([far, far**2, *map(float, edges), size < 5, size > 10, size / 10])
    return [list(map(float, row)) for row in found]


def _abstract(tokenizer: Any, rows: Sequence[tuple[str, str]]) -> Abstract:
    texts = [text for text, _ in rows]
    pieces = [tokenizer(text)["input_ids"][:LONGEST] for text in texts]
    return Abstract(texts, pieces, [label == "1" for _, label in rows])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", default="", help="folder of other weights to begin with")
    parser.add_argument("--part", default="test", choices=PARTS[1:], help="what is scored")
    given = parser.parse_args()
    print(scores(given.data, given.encoder, given.part))  # noqa: T201
