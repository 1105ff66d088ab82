"""What training the encoder takes step by step: sentences as numbers, batches, the average."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.recipes.encoder.data import Task

BATCH, LONGEST = 32, 160
AVERAGED = 8  # steps between two updates of the average
DROPPED = 0.1  # share of sentences read without dictionary terms
IGNORED = -100


class Row(NamedTuple):
    """An example in numbers; columns have one entry for each piece."""

    ids: list[int]
    shapes: list[int]
    terms: list[int]
    labels: list[int]
    first: list[int]  # the piece that each word begins with


def encode(tokenizer: Any, task: Task) -> list[Row]:
    """Return examples as numbers; only the first piece of a word has a label."""
    number = {label: i for i, label in enumerate(task.labels)}
    found = []
    for at in range(0, len(task.examples), 1000):
        some = task.examples[at : at + 1000]
        coded = tokenizer(
            [r.words for r in some], is_split_into_words=True, truncation=True, max_length=LONGEST
        )
        for i, row in enumerate(some):
            of, first, labels, last = coded.word_ids(i), [], [], None
            for piece, word in enumerate(of):
                fresh = word is not None and word != last
                if fresh:
                    first.append(piece)
                known = fresh and not task.sentence
                labels.append(number.get(row.tags[word], IGNORED) if known else IGNORED)
                last = word
            if task.sentence:
                labels = [number.get(row.tags[0], at + i)]
            shapes = [0 if w is None else row.shapes[w] for w in of]
            terms = [0 if w is None else row.terms[w] for w in of]
            found.append(Row(coded["input_ids"][i], shapes, terms, labels, first))
    return found


def collate(rows: Sequence[Row], whole: bool, plain: frozenset[int] = frozenset()) -> Any:
    """Return (ids, mask, shapes, terms), labels as tensors; ``plain`` rows lose their terms."""
    import torch

    width = max(len(row.ids) for row in rows)
    ids, mask, shapes, terms = (torch.zeros(len(rows), width, dtype=torch.long) for _ in range(4))
    labels = torch.full((len(rows), 1 if whole else width), IGNORED)
    for i, row in enumerate(rows):
        size = len(row.ids)
        ids[i, :size] = torch.tensor(row.ids)
        mask[i, :size] = 1
        shapes[i, :size] = torch.tensor(row.shapes)
        if i not in plain:
            terms[i, :size] = torch.tensor(row.terms)
        labels[i, : len(row.labels)] = torch.tensor(row.labels)
    return (ids, mask, shapes, terms), labels[:, 0] if whole else labels


def batches(coded: dict[str, list[Row]]) -> list[tuple[str, list[int]]]:
    """Return an epoch's batches, each of one task and of sentences of a similar length."""
    found = []
    for name, rows in coded.items():
        order = list(range(len(rows)))
        random.shuffle(order)
        for i in range(0, len(order), BATCH * 20):
            near = sorted(order[i : i + BATCH * 20], key=lambda k: len(rows[k].ids))
            found += [(name, near[j : j + BATCH]) for j in range(0, len(near), BATCH)]
    random.shuffle(found)
    return found


def optimizer_of(
    network: Any,
    steps: int,
    encoder_rate: float,
    head_rate: float,
    warming: float,
    least: float = 0.0,
) -> tuple[Any, Any]:
    """Return AdamW for what is trained, and its rates: up for a share of the steps, then down.

    ``least`` is the share of a rate that is left at the end.
    """
    import torch

    named = [(name, p) for name, p in network.named_parameters() if p.requires_grad]
    slow = [p for name, p in named if name.startswith("encoder.")]
    fast = [p for name, p in named if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": slow, "lr": encoder_rate}, {"params": fast, "lr": head_rate}],
        weight_decay=0.01,
        fused=True,
    )
    return optimizer, torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min(1.0, s / (steps * warming)) * max(least, (steps - s) / steps)
    )


def descend(loss: Any, network: Any, optimizer: Any, schedule: Any) -> None:
    """Take one step down a loss, its gradient no longer than 1."""
    import torch

    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_([p for p in network.parameters() if p.requires_grad], 1.0)
    optimizer.step()
    schedule.step()


def follow(average: Any, network: Any, decay: float) -> None:
    """Move the average towards the network; ``decay`` of it stays."""
    import torch

    with torch.no_grad():
        for mean, now in zip(average.parameters(), network.parameters(), strict=True):
            if now.requires_grad:
                mean.lerp_(now, 1 - decay)


def save(keep: Path, step: int, *parts: Any) -> None:
    """Write how far training has come; the file before stays until the new one is whole."""
    import torch

    state = [part.state_dict() for part in parts]
    torch.save({"step": step, "state": state}, keep.with_suffix(".tmp"))
    keep.with_suffix(".tmp").replace(keep)


def restore(keep: Path, *parts: Any) -> int:
    """Put the parts where training stopped and return the step, 0 for none."""
    import torch

    if not keep.is_file():
        return 0
    found = torch.load(keep, weights_only=True)
    for part, state in zip(parts, found["state"], strict=True):
        part.load_state_dict(state)
    return int(found["step"])
