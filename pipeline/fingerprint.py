"""What results depend on besides their seed: settings, models, code."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from pipeline.models import MODELS, sha256
from pipeline.results import Made
from pipeline.settings import DICTIONARY, ENCODER, Settings

# Code that makes results; editing the rest (sheet, command line, recipes…) makes none stale.
_MAKERS = [
    *("*/*.py", "chain.py", "flow.py", "records.py", "models.py", "settings.py", "hints.py"),
    "patterns.py",
]
_NO_MAKERS = {"recipes", "evaluation", "report", "review"}


def fingerprint(settings: Settings, learned: Path | None = None) -> Made:
    """Return digests of the settings, the models and the code that a result depends on.

    ``learned`` are weights learned from reviewers.
    """
    extraction = msgspec.structs.replace(settings, verdicts={})
    code = hashlib.sha256()
    here = Path(__file__).parent
    for path in sorted(path for pattern in _MAKERS for path in here.glob(pattern)):
        if path.parent.name not in _NO_MAKERS:
            code.update(path.name.encode() + path.read_bytes())
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
