"""Model folders: where they are, what they hold, whether they are whole.

``models/NAME/`` holds the weights as shipped, ``card.md`` (data, licences, scores,
how to train again), ``scores.json``, and ``manifest.json``: the SHA-256 of every
weights file. Weights are plain data (JSON, NumPy without pickle, or a library's own
format), never pickles. A recipe in ``pipeline/recipes`` makes each.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import ModelError
from pipeline.weights.files import opened

_HERE = Path(__file__).resolve().parent.parent
# In a checkout the folder stands beside the package; a wheel carries it inside.
MODELS = _HERE.parent / "models" if (_HERE.parent / "models").is_dir() else _HERE / "_models"


def manifest(name: str, models: Path = MODELS) -> dict[str, str]:
    """Return ``{file name: sha256}`` of a model, without reading the weights.

    Raises ``ModelError`` when the model is missing or its manifest is damaged.
    """
    path = models / name / "manifest.json"
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(
            f"model {name!r} is missing or damaged ({path}): restore the models folder "
            f"or train it again with `claimsheet models train {name}`"
        ) from error
    return {str(k): str(v) for k, v in found.items()}


def weights(name: str, file: str, models: Path = MODELS) -> Path:
    """Return the path of a model's weights file after checking its digest.

    Raises ``ModelError`` when the file is missing or differs from the manifest.
    """
    expected = manifest(name, models).get(file)
    path = models / name / file
    if expected is None or not path.is_file() or sha256(path) != expected:
        raise ModelError(
            f"model file {path} is missing or does not match its manifest: restore it "
            f"or train it again with `claimsheet models train {name}`"
        )
    return path


TYPES = "types.json"


def read_types(name: str, models: Path = MODELS) -> tuple[str, ...]:
    """Return the entity types that a model numbers, in the order of its own numbers."""
    types: list[str] = json.loads(weights(name, TYPES, models).read_text("utf-8"))
    return tuple(types)


def write_types(name: str, types: Iterable[str], models: Path = MODELS) -> None:
    """Record the entity types that a model numbers, for ``read_types``."""
    (models / name / TYPES).write_text(json.dumps(list(types)) + "\n", "utf-8")


def write_manifest(name: str, files: list[str], models: Path = MODELS) -> None:
    """Record the digests of a freshly trained model's weights files."""
    digests = {file: sha256(models / name / file) for file in sorted(files)}
    path = models / name / "manifest.json"
    path.write_text(json.dumps(digests, indent=2) + "\n", "utf-8")


def learned_path(seeds: Path) -> Path:
    """Return where the claim weights learned from a folder's reviewers lie."""
    return seeds / "reviews" / "claims.npz"


def learned_weights(seeds: Path) -> Path | None:
    """Return the weights learned from a folder's reviewers, if there are any."""
    path = learned_path(seeds)
    return path if path.is_file() else None


def sha256(path: Path) -> str:
    """Return the hex SHA-256 of a file, read in pieces."""
    with opened(path) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def describe(models: Path = MODELS) -> list[tuple[str, int, dict[str, float]]]:
    """Return ``(name, bytes, figures)`` of every model folder; nested scores are joined."""
    found = []
    for path in sorted(models.glob("*/manifest.json")):
        folder = path.parent
        size = sum((folder / file).stat().st_size for file in manifest(folder.name, models))
        try:
            scores = json.loads((folder / "scores.json").read_text("utf-8"))
        except (OSError, ValueError):
            scores = {}
        found.append((folder.name, size, dict(_figures(scores, ""))))
    return found


def _figures(scores: object, name: str) -> Iterator[tuple[str, float]]:
    if isinstance(scores, dict):
        for key, value in scores.items():
            yield from _figures(value, f"{name} {key}".strip())
    elif isinstance(scores, float):
        yield name, scores
