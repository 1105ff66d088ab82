"""What results depend on besides their seed: settings, models, code."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from pipeline.settings import DICTIONARY, ENCODER, Settings
from pipeline.store.results import Made
from pipeline.weights.folders import MODELS, sha256

_PACKAGE = Path(__file__).resolve().parent.parent
# Rooms and modules that make no results: an edit of these makes none stale. All others do.
_NO_MAKERS = frozenset(
    (
        *("__init__.py", "__main__.py", "errors.py", "terminal.py", "store", "workers", "sheet"),
        *("review", "run", "views", "evaluation", "commands", "recipes"),
    )
)


def fingerprint(settings: Settings, learned: Path | None = None) -> Made:
    """Return digests of the settings, the models and the code that a result depends on.

    ``learned`` are weights learned from reviewers.
    """
    extraction = msgspec.structs.replace(settings, verdicts={}, reasons={}, source_says={})
    code = hashlib.sha256()
    for path in code_of(*makers()):
        code.update(path.relative_to(_PACKAGE).as_posix().encode() + path.read_bytes())
    models = hashlib.sha256()
    for path in sorted(MODELS.glob("*/manifest.json")):
        models.update(path.parent.name.encode() + path.read_bytes())
    models.update(_installed(settings.recogniser).encode())
    if learned is not None:
        models.update(sha256(learned).encode())
    return Made(
        seed=None,
        settings=hashlib.sha256(msgspec.json.encode(extraction)).hexdigest(),
        models=models.hexdigest(),
        code=code.hexdigest(),
    )


def makers() -> list[str]:
    """Return the names of the rooms and modules that make results."""
    parts = [p for p in _PACKAGE.iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()]
    return sorted(part.name for part in parts if part.name not in _NO_MAKERS)


def code_of(*rooms: str) -> list[Path]:
    """Return the files of some rooms and modules of the package, in order.

    Word lists and other data of a room are code as well.
    """
    places = [_PACKAGE / room for room in rooms]
    found = [path for place in places for path in (place, *place.rglob("*")) if path.is_file()]
    return sorted(path for path in found if "__pycache__" not in path.parts)


def _installed(recogniser: str) -> str:
    """Name the versions of the packages that results depend on."""
    from importlib import metadata

    names = ["spacy", "scispacy", "onnxruntime"]
    if recogniser not in (ENCODER, DICTIONARY):
        names.append(recogniser)
    versions = []
    for name in names:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except (metadata.PackageNotFoundError, ValueError):
            files = sorted(path for path in Path(name).rglob("*") if path.is_file())
            versions.append(f"{name} {[(p.name, sha256(p)) for p in files]}")
    return ", ".join(versions)
