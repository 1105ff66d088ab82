"""Command lines that are shown below a command's help; the empty name is the whole program."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[str, ...]] = {
    "": ("run", "run articles --out results", "review import claims.xlsx", "report"),
    "run": (
        "run",
        "run articles --out results --jobs 2",
        "run articles.parquet --out results --engine ray",
    ),
    "status": ("status", "status articles --out results --verify", "status --timings"),
    "show": ("show vitamin-d", "show vitamin-d --out results"),
    "report": ("report", "report --out results --to claims.html"),
    "evaluate": ("evaluate gold", "evaluate gold --out results --floors floors.toml"),
    "export": (
        "export --format ris --to references.ris",
        "export --format bibtex --article vitamin-d",
        "export --format csv --only accepted --to accepted.csv",
    ),
    "review": ("review export --to claims.xlsx", "review import claims.xlsx"),
    "review export": (
        "review export --to claims.xlsx",
        "review export articles --out results --article vitamin-d --to vitamin-d.csv",
    ),
    "review import": (
        "review import claims.xlsx",
        "review import anna.xlsx ben.ods --seeds articles --out results",
    ),
    "review agreement": ("review agreement", "review agreement anna.xlsx ben.xlsx"),
    "review next": ("review next", "review next -n 50 --to next.xlsx --reviewer MM"),
    "models": ("models list", "models train claims --with-reviews"),
    "models list": ("models list", "models list --all"),
    "models train": (
        "models train claims --with-reviews",
        "models train regions --data data --to new-models",
    ),
}
