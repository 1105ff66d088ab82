"""Train the network that ranks a mention's candidates, and say how often it is right."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.entities.linker import Linker, Query, features

HIDDEN, EPOCHS, RATE, DECAY, SEED = 24, 30, 3e-3, 1e-4, 1
BATCH = 256


@dataclass(frozen=True)
class Article:
    """The mentions of a document: what is asked, how often, and which concepts are right."""

    number: str
    corpus: str
    asked: tuple[tuple[Query, int, frozenset[str]], ...]


@dataclass(frozen=True)
class Example:
    """A mention with its candidates' features and which of them are right."""

    corpus: str
    query: Query
    times: int
    concepts: list[int]
    table: Any
    right: Any
    scores: Any = ()


def counts(articles: Iterable[Article]) -> Counter[str]:
    """Return how many mentions each concept has."""
    found: Counter[str] = Counter()
    for article in articles:
        for _, times, right in article.asked:
            for curie in right:
                found[curie] += times
    return found


def priors(numbers: Mapping[str, int], known: Mapping[str, int]) -> dict[int, float]:
    """Return, by a concept's number, the logarithm of its count."""
    import math

    return {numbers[c]: math.log1p(n) for c, n in known.items() if c in numbers and n > 0}


def examples(
    linker: Linker,
    articles: Sequence[Article],
    known: Counter[str],
    held_out: bool,
    prior: Mapping[int, float] | None = None,
) -> list[Example]:
    """Return the mentions with features; an article's own mentions do not count as known.

    ``held_out`` says that they are not among the known ones anyway; ``prior`` is the weights'
    own account of them.
    """
    import numpy as np

    index = linker.index
    numbers = {index.label(i)[0]: i for i in range(len(index.labels))}
    base = dict(priors(numbers, known) if prior is None else prior)
    found = []
    for article in (one for one in articles if one.asked):
        before = base
        if not held_out:
            own = counts([article])
            before = base | {numbers[c]: 0.0 for c in own if c in numbers}
            before |= priors(numbers, {c: known[c] - n for c, n in own.items()})
        queries = list(dict.fromkeys(query for query, _, _ in article.asked))
        every, rows = features([(query, linker.candidates(query)) for query in queries], before)
        ends = np.cumsum([len(some) for some in every])
        tables = dict(zip(queries, zip(every, np.split(rows, ends[:-1]), strict=True), strict=True))
        for query, times, right in article.asked:
            concepts, table = tables[query]
            hits = np.array([index.label(c)[0] in right for c in concepts], bool)
            found.append(Example(article.corpus, query, times, concepts, table, hits))
    return found


def train(known: Sequence[Example]) -> dict[str, Any]:
    """Fit the network: the softmax over candidates and "none of them", a score of zero."""
    import numpy as np
    import torch

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    order = np.random.RandomState(SEED)
    rows = np.concatenate([one.table for one in known])
    mean, spread = rows.mean(0), rows.std(0) + 1e-3
    most = max(len(one.concepts) for one in known)
    tables = np.zeros((len(known), most, rows.shape[1]), np.float32)
    there = np.zeros((len(known), most), bool)
    right = np.zeros((len(known), most + 1), bool)
    for i, one in enumerate(known):
        size = len(one.concepts)
        tables[i, :size] = (one.table - mean) / spread
        there[i, :size] = True
        right[i, :size] = one.right
        right[i, most] = not one.right.any()
    heavy = torch.tensor([one.times**0.5 for one in known])
    inputs, mask, target = map(torch.tensor, (tables, there, right))
    net = torch.nn.Sequential(
        torch.nn.Linear(rows.shape[1], HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 1)
    )
    steps = EPOCHS * (len(known) // BATCH + 1)
    adam = torch.optim.Adam(net.parameters(), lr=RATE, weight_decay=DECAY)
    pace = torch.optim.lr_scheduler.OneCycleLR(adam, 2 * RATE, total_steps=steps)
    for _ in range(EPOCHS):
        mixed = torch.tensor(order.permutation(len(known)))
        for some in mixed.split(BATCH):
            scores = net(inputs[some]).squeeze(-1).masked_fill(~mask[some], -1e9)
            scores = torch.cat([scores, torch.zeros(len(some), 1)], 1)
            chances = torch.log_softmax(scores, 1).masked_fill(~target[some], -1e9)
            loss = -(torch.logsumexp(chances, 1) * heavy[some]).sum() / heavy[some].sum()
            adam.zero_grad()
            loss.backward()
            adam.step()
            pace.step()
    first, last = net[0], net[2]
    return {
        "mean": mean.astype(np.float32),
        "in": (first.weight.detach().numpy().T / spread[:, None]).astype(np.float32),
        "bias": first.bias.detach().numpy(),
        "out": last.weight.detach().numpy()[0],
        "nil": np.float32(last.bias.detach().numpy()[0]),
    }


def measure(known: Iterable[Example], least: float) -> dict[str, dict[str, float]]:
    """Return accuracy, precision of what is given, and calibration error, by corpus and type."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    said: dict[str, list[tuple[float, bool, int]]] = defaultdict(list)
    for one in known:
        scores = one.scores
        best = int(scores.argmax()) if len(scores) else -1
        chance = float(scores[best]) if best >= 0 else 0.0
        right = best >= 0 and bool(one.right[best])
        for name in (one.corpus, f"{one.corpus} {one.query.type}"):
            found = sums[name]
            found["mentions"] += one.times
            found["given"] += one.times * (chance >= least)
            found["right"] += one.times * (right and chance >= least)
            if best >= 0:
                said[name].append((chance, right, one.times))
    return {
        name: {
            "accuracy": round(s["right"] / s["mentions"], 4),
            "precision": round(s["right"] / max(1, s["given"]), 4),
            "ece": round(_calibration(said[name]), 4),
            "mentions": s["mentions"],
        }
        for name, s in sorted(sums.items())
    }


def _calibration(said: Sequence[tuple[float, bool, int]]) -> float:
    """Return the expected calibration error over ten equal steps."""
    bins: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
    total = 0
    for chance, right, times in said:
        step = bins[min(9, int(chance * 10))]
        step[0] += chance * times
        step[1] += right * times
        total += times
    return sum(abs(a - b) for a, b in bins.values()) / max(1, total)
