"""Make the trained encoder faster: narrower feed-forward layers, with ReLU in place of GELU.

Of each feed-forward layer the neurons stay that move its output most, measured word by
word; then the narrow network learns again, from the labels of the corpora and from what
the wide one says of every sentence with all its heads (distillation, Hinton et al. 2015).
ReLU comes free where activations become integers from 0 on (``encoder_graph``). What a wide
network says of cues it has learned by heart, slips of the annotators too: there the narrow
one learns from teachers that did not see the sentence (``encoder_cues``).
"""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.recipes.encoder.data import MEANING
from pipeline.recipes.encoder.export import imported
from pipeline.recipes.encoder.grammar import HEAD
from pipeline.recipes.encoder.species import SPECIES, SPECIES_HEAD
from pipeline.recipes.encoder.steps import (
    AVERAGED,
    DROPPED,
    batches,
    collate,
    descend,
    follow,
    optimizer_of,
    restore,
    save,
)

WIDTHS = (768,) * 6
ENCODER_RATE, HEAD_RATE = 2e-4, 1e-3
SAID, MEANT = 0.5, 2.0  # how much the wide network's tags and vectors count beside the labels
_MEASURED = 96  # sentences of each task that the neurons are measured on


def narrow(wide: Any, coded: Mapping[str, Sequence[Any]]) -> Any:
    """Return a copy of a network with fewer neurons, and ReLU, in its feed-forward layers."""
    import torch

    network = copy.deepcopy(wide).eval()
    shares = _shares(network, coded)
    for layer, (share, mean), width in zip(
        network.encoder.encoder.layer, shares, WIDTHS, strict=True
    ):
        kept = share.topk(width).indices.sort().values
        left = torch.ones(len(share), dtype=torch.bool)
        left[kept] = False
        old, out = layer.intermediate.dense, layer.output.dense
        layer.intermediate.dense = torch.nn.Linear(old.in_features, width)
        layer.output.dense = torch.nn.Linear(width, out.out_features)
        with torch.no_grad():
            layer.intermediate.dense.weight.copy_(old.weight[kept])
            layer.intermediate.dense.bias.copy_(old.bias[kept])
            layer.output.dense.weight.copy_(out.weight[:, kept])
            layer.output.dense.bias.copy_(out.bias + out.weight[:, left] @ mean[left])
        layer.intermediate.intermediate_act_fn = torch.nn.ReLU()
        layer.attention.self.dropout.p = 0.0
    return network


def shipped(network: Any, folder: Path) -> Any:
    """Return a network with the weights that an export holds, read back from its integers.

    Positions that are never read, and heads of sentences, stay as they are; the head of grammar
    is no part of what is trained here.
    """
    import torch

    state = {k: v for k, v in imported(folder)[0].items() if not k.startswith(f"heads.{HEAD}.")}
    own = network.state_dict()
    for at, layer in enumerate(network.encoder.encoder.layer):
        name = f"encoder.encoder.layer.{at}.intermediate.dense.weight"
        width, inputs = state[name].shape
        layer.intermediate.dense = torch.nn.Linear(inputs, width)
        layer.output.dense = torch.nn.Linear(width, inputs)
        layer.intermediate.intermediate_act_fn = torch.nn.ReLU()
    positions = "encoder.embeddings.position_embeddings.weight"
    read = {name: torch.tensor(values, dtype=torch.float32) for name, values in state.items()}
    read[positions] = torch.cat([read[positions], own[positions][len(read[positions]) :]])
    missing, unknown = network.load_state_dict(read, strict=False)
    left = [name for name in missing if not name.startswith(("heads.", "encoder.pooler."))]
    if left or unknown:
        raise SystemExit(f"{folder} holds another network: {', '.join([*left, *unknown])}")
    return network


def _shares(network: Any, coded: Mapping[str, Sequence[Any]]) -> list[tuple[Any, Any]]:
    """Return, for each layer, every neuron's mean share of what moves a word, and its mean."""
    import torch

    layers = network.encoder.encoder.layer
    found = [[0.0, 0.0] for _ in layers]
    inside: list[Any] = []

    def measure(at: int) -> Any:
        def hook(_module: Any, _given: Any, said: Any) -> None:
            act = layers[at].intermediate.intermediate_act_fn
            active = act(said.float()).flatten(0, 1)[inside[-1]]
            mean = active.mean(0)
            moved = (active - mean).square() * layers[at].output.dense.weight.norm(dim=0) ** 2
            found[at][0] += (moved / moved.sum(1, keepdim=True)).mean(0)
            found[at][1] += mean / len(coded)

        return hook

    hooks = [
        layer.intermediate.dense.register_forward_hook(measure(at))
        for at, layer in enumerate(layers)
    ]
    chosen = random.Random(1)
    with torch.no_grad():
        for rows in coded.values():
            some = chosen.sample(list(rows), min(_MEASURED, len(rows)))
            inputs, _ = collate(some, False)
            first = torch.zeros(inputs[0].shape, dtype=torch.bool)
            for i, row in enumerate(some):
                first[i, row.first] = True
            inside.append(first.flatten())
            network.read(*inputs)
    for hook in hooks:
        hook.remove()
    return [(share, mean) for share, mean in found]


def said_by(network: Any, rows: Sequence[Any], heads: Sequence[str]) -> tuple[list[Any], Any]:
    """Return what a network says of sentences: the scores of their words, and their vectors."""
    import torch

    network.eval()
    scores: list[Any] = [None] * len(rows)
    vectors = torch.zeros(len(rows), network.encoder.config.hidden_size)
    order = sorted(range(len(rows)), key=lambda k: len(rows[k].ids))
    with torch.no_grad():
        for at in range(0, len(order), 64):
            chosen = order[at : at + 64]
            inputs, _ = collate([rows[k] for k in chosen], False)
            with torch.autocast("cpu", torch.bfloat16):
                hidden = network.read(*inputs)
            hidden = hidden.float()
            vectors[chosen] = network.vector(hidden, inputs[1])
            tags = _tags(network, hidden, heads)
            for i, k in enumerate(chosen):
                scores[k] = tags[i, rows[k].first].half()
    return scores, vectors


def _tags(network: Any, hidden: Any, heads: Sequence[str]) -> Any:
    """Return the scores of all heads side by side."""
    import torch

    return torch.cat([network.heads[head](hidden) for head in heads], -1)


def distil(
    wide: Any,
    coded: dict[str, list[Any]],
    species: list[Any],
    fair: Mapping[str, Sequence[Any]],
    epochs: int,
    keep: Path,
) -> Any:
    """Return the narrow network as trained: the moving average. Goes on from ``keep``.

    ``coded`` are the rows of each task that tags words, and of ``MEANING``; ``species`` those of
    ``renamed``, which the wide network never read; ``fair`` has for some tasks what is learned
    in the place of labels and the wide network's own (``cross_fitted``).
    """
    import torch

    heads = [name for name in coded if name != MEANING]
    lessons = _Lessons(heads, _columns(wide, heads), _teacher(wide, coded, heads, fair), fair)
    network = narrow(wide, coded)
    network.heads = torch.nn.ModuleDict({head: network.heads[head] for head in heads})
    network.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    average = copy.deepcopy(network)
    coded = {**coded, SPECIES: species}
    plan = _plan(coded, epochs)
    steps = len(plan)
    optimizer, schedule = optimizer_of(
        network, steps, ENCODER_RATE, HEAD_RATE, warming=0.05, least=0.02
    )
    step = restore(keep, network, average, optimizer, schedule)
    started, first = time.monotonic(), step
    network.train()
    for name, chosen in plan[step:]:
        _seed(step)
        rows = [coded[name][k] for k in chosen]
        loss = lessons.loss(network, name, chosen, rows)
        descend(loss, network, optimizer, schedule)
        step += 1
        if step % AVERAGED == 0:
            follow(average, network, min(0.999, (1 + step) / (10 + step)) ** AVERAGED)
        if step % 100 == 0:
            each = (time.monotonic() - started) / (step - first)
            print(f"{keep.stem} {step}/{steps} {each:.2f}s {loss.item():.3f}", flush=True)  # noqa: T201
        if step % 500 == 0 or step == steps:
            save(keep, step, network, average, optimizer, schedule)
    return average


class _Lessons(NamedTuple):
    """What the narrow network learns: the columns of its heads, and what is to be said."""

    heads: Sequence[str]
    columns: Mapping[str, slice]
    teacher: Mapping[str, tuple[list[Any], Any]]
    fair: Mapping[str, Sequence[Any]]

    def loss(self, network: Any, name: str, chosen: Sequence[int], rows: Sequence[Any]) -> Any:
        """Return how far the network is from it on some sentences of a task."""
        import torch

        plain = frozenset(i for i in range(len(chosen)) if random.random() < DROPPED)
        inputs, labels = collate(rows, False, plain)
        with torch.autocast("cpu", torch.bfloat16):
            hidden = network.read(*inputs)
            tags = _tags(network, network.drop(hidden), self.heads)
        own = self.columns.get(SPECIES_HEAD if name == SPECIES else name)
        loss = _label_loss(tags.float(), labels, None if name in self.fair else own)
        if name in self.teacher:
            scores, vectors = self.teacher[name]
            said = [scores[k] for k in chosen]
            fair = {head: 1.0 for head in self.fair if head == name}
            weights = {head: fair.get(head, SAID) for head in self.heads}
            loss = loss + _said_loss(tags.float(), rows, said, self.columns, weights)
            loss = loss + _meant_loss(network.vector(hidden.float(), inputs[1]), vectors[chosen])
        return loss


def _seed(number: int) -> None:
    import torch

    random.seed(number)
    torch.manual_seed(number)


def _teacher(
    wide: Any,
    coded: Mapping[str, list[Any]],
    heads: Sequence[str],
    fair: Mapping[str, Sequence[Any]],
) -> dict[str, tuple[list[Any], Any]]:
    """Return what is to be said of the sentences of each task, and meant by them."""
    said = {name: said_by(wide, rows, heads) for name, rows in coded.items()}
    columns = _columns(wide, heads)
    for name in fair:  # sentence k is the same in all
        for head, rows in fair.items():
            for scores, own in zip(said[name][0], rows, strict=False):
                scores[:, columns[head]] = own
    return said


def _plan(coded: dict[str, list[Any]], epochs: int) -> list[tuple[str, list[int]]]:
    """Return the batches of all epochs."""
    plan = []
    for epoch in range(epochs):
        random.seed(100 + epoch)
        plan += batches(coded)
    return plan


def _columns(network: Any, heads: Sequence[str]) -> dict[str, slice]:
    """Return where the labels of each head stand in ``_tags``."""
    found, at = {}, 0
    for head in heads:
        size = network.heads[head].out_features
        found[head] = slice(at, at + size)
        at += size
    return found


def _label_loss(tags: Any, labels: Any, own: slice | None) -> Any:
    """Cross entropy of the corpus's own head, if it has one."""
    from torch.nn.functional import cross_entropy

    return 0.0 if own is None else cross_entropy(tags[..., own].transpose(1, 2), labels)


def _said_loss(
    tags: Any,
    rows: Sequence[Any],
    said: Sequence[Any],
    columns: Mapping[str, slice],
    weights: Mapping[str, float],
) -> Any:
    """How far the chances of every head's labels are from those of the wide network."""
    import torch
    from torch.nn.functional import kl_div, log_softmax

    width = tags.shape[1]
    at = torch.cat([torch.tensor(row.first) + i * width for i, row in enumerate(rows)])
    mine, theirs = tags.flatten(0, 1)[at], torch.cat(list(said)).float()
    total: Any = 0.0
    for head, own in columns.items():
        pair = log_softmax(mine[:, own], -1), log_softmax(theirs[:, own], -1)
        far = kl_div(*pair, log_target=True, reduction="batchmean")
        total = total + weights[head] * far
    return total


def _meant_loss(vector: Any, meant: Any) -> Any:
    from torch.nn.functional import cosine_similarity

    return MEANT * (1 - cosine_similarity(vector, meant)).mean()
