"""What cues and scopes a sentence of BioScope has, by networks that were not trained on it.

A network that reads the corpus over and over learns the annotators' slips by heart (``No
binding activity was detected`` is no negation there). Here the sentences are dealt out to
some folds, and each gets what a network says that was trained briefly on the other folds,
mixed with its labels (cross-fitting, Chernozhukov et al. 2018).
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.recipes.encoder.distil import said_by
from pipeline.recipes.encoder.steps import (
    AVERAGED,
    IGNORED,
    Row,
    batches,
    collate,
    descend,
    follow,
    optimizer_of,
)

TASKS = ("cues", "scopes")
FOLDS, EPOCHS, ENCODER_RATE, HEAD_RATE = 3, 2, 2e-4, 1e-3
TOLD = 0.3  # how much the labels count in the mixture


def cross_fitted(
    coded: Mapping[str, Sequence[Row]], begin: Callable[[], Any], keep: Path
) -> dict[str, list[Any]]:
    """Return, for each sentence of ``TASKS``, the logarithms of its words' chances.

    Sentence ``k`` is the same in all tasks, as far as they go. ``begin`` returns a network to
    begin with; ``keep`` is a folder for what is done.
    """
    import torch

    found: dict[str, list[Any]] = {name: [None] * len(coded[name]) for name in TASKS}
    for fold in range(FOLDS):
        done = keep / f"cues{fold}.pt"
        if not done.is_file():
            torch.save(_fold({name: coded[name] for name in TASKS}, begin(), fold), done)
        for name, said in torch.load(done, weights_only=True).items():
            for at, chances in enumerate(said):
                k = fold + at * FOLDS
                found[name][k] = _mixed(chances, coded[name][k])
    return found


def _fold(coded: Mapping[str, Sequence[Row]], network: Any, fold: int) -> dict[str, list[Any]]:
    """Train on the sentences of all folds but one; return what the average says of that one's."""
    import torch
    from torch.nn.functional import cross_entropy

    taught = {
        name: [row for k, row in enumerate(rows) if k % FOLDS != fold]
        for name, rows in coded.items()
    }
    random.seed(fold)
    torch.manual_seed(fold)
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    plan = list(chain.from_iterable(batches(taught) for _ in range(EPOCHS)))
    optimizer, schedule = optimizer_of(network, len(plan), ENCODER_RATE, HEAD_RATE, warming=0.06)
    average = copy.deepcopy(network)
    network.train()
    for step, (name, chosen) in enumerate(plan, start=1):
        inputs, labels = collate([taught[name][k] for k in chosen], False)
        with torch.autocast("cpu", torch.bfloat16):
            scores = network(name, False, *inputs)
        loss = cross_entropy(scores.float(), labels)
        descend(loss, network, optimizer, schedule)
        if step % AVERAGED == 0:
            follow(average, network, min(0.998, (1 + step) / (10 + step)) ** AVERAGED)
    said = {name: said_by(average, rows[fold::FOLDS], [name])[0] for name, rows in coded.items()}
    return {name: [one.float().softmax(-1) for one in rows] for name, rows in said.items()}


def _mixed(chances: Any, row: Row) -> Any:
    """Return the logarithms of chances mixed with what the labels say."""
    import torch

    labels = torch.tensor([row.labels[piece] for piece in row.first])
    assert IGNORED not in labels
    told = torch.nn.functional.one_hot(labels, chances.shape[1])
    return ((1 - TOLD) * chances + TOLD * told).clamp_min(1e-5).log()
