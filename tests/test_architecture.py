"""One direction of flow, and modules and functions of a size one can read."""

import ast
from pathlib import Path

import pytest
from conftest import ROOT

from pipeline.store.fingerprint import code_of, makers

PACKAGE = ROOT / "pipeline"
MODULES = sorted(PACKAGE.rglob("*.py"))
# The house from the ground up: a room imports only from those before it. The stages stand in
# the order in which an article goes through them.
ORDER = (
    *("errors", "records", "settings", "terminal", "text", "weights"),
    *("read", "segment", "references", "markers", "sentences", "language", "encoder"),
    *("entities", "claims", "support"),
    *("flow", "store", "workers", "sheet", "review", "run", "views", "evaluation"),
    *("commands", "__main__", "recipes"),
)
HEAVY = {
    *("spacy", "scispacy", "pandas", "numpy", "sklearn", "scipy", "xlsxwriter", "lxml"),
    *("ray", "pyarrow", "onnxruntime", "onnx", "torch"),
}
# What a run imports before it knows that there is anything to do.
EARLY = {
    *("errors", "records", "settings", "terminal", "weights/folders", "store/results"),
    *(
        "store/storage",
        "read/stage",
        "read/formats",
        "workers/local",
        "workers/ray",
        "store/seeds",
        "run/batch",
    ),
    *("run/partitions", "run/units", "commands/app", "commands/run", "commands/look"),
    *("commands/models", "commands/review"),
}
MOST_LINES, MOST_LINES_OF_A_FUNCTION, MOST_LOOSE = 450, 55, 5


def name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str:
    return (*module.split("."), "")[1]


def imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def top_level(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return imports(
        ast.Module([n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)], [])
    )


def ours(path: Path) -> set[str]:
    known = {name(p) for p in MODULES}
    return {i for i in imports(ast.parse(path.read_text("utf-8"))) if i in known} - {"pipeline"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_imports_upwards(path: Path) -> None:
    here = room(name(path))
    if here:
        allowed = ORDER[: ORDER.index(here) + 1]
        assert not [i for i in ours(path) if room(i) not in allowed]


def test_few_modules_are_loose() -> None:
    loose = [p.stem for p in PACKAGE.glob("*.py") if not p.stem.startswith("__")]
    assert len(loose) <= MOST_LOOSE, loose


def test_records_and_errors_import_nothing_of_ours() -> None:
    assert not ours(PACKAGE / "records.py") | ours(PACKAGE / "errors.py")


def test_no_import_cycles() -> None:
    graph = {name(p): ours(p) for p in MODULES}
    done: set[str] = set()

    def visit(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " -> ".join((*above, module))
        if module not in done:
            for imported in graph[module]:
                visit(imported, (*above, module))
            done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("module", sorted(EARLY))
def test_heavy_packages_are_imported_late(module: str) -> None:
    assert not {i.split(".")[0] for i in top_level(PACKAGE / f"{module}.py")} & HEAVY


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_sizes(path: Path) -> None:
    source = path.read_text("utf-8")
    assert source.count("\n") <= MOST_LINES, f"a module over {MOST_LINES} lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= MOST_LINES_OF_A_FUNCTION, f"{node.name} has {length} lines"


def test_every_command_is_in_the_readme() -> None:
    from typer.main import get_command

    from pipeline.commands.app import app

    readme = (ROOT / "README.md").read_text("utf-8")
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert not [c for c in commands if f"claimsheet {c}" not in readme]


def test_every_model_has_a_card_with_data_licences_scores_and_recipe() -> None:
    folders = [p.parent for p in (ROOT / "models").glob("*/manifest.json")]
    assert folders
    for folder in folders:
        card = (folder / "card.md").read_text("utf-8").lower()
        assert all(word in card for word in ("data", "licen", "score", "train")), folder.name
        assert (folder / "scores.json").is_file()
        assert (PACKAGE / "recipes" / folder.name / "train.py").is_file()


def test_no_tracked_file_names_a_registry_or_a_path_of_a_machine() -> None:
    hosts = [
        "pypi" + ".org",
        "files.python" + "hosted",
        "registry.npm" + "js",
        "/wor" + "k/",
        "/hom" + "e/",
    ]
    skip = {
        ".venv",
        ".git",
        "outputs",
        "seeds",
        "gold",
        "build",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".hypothesis",
        "__pycache__",
    }
    for path in ROOT.rglob("*"):
        if (
            path.is_file()
            and not skip & set(path.relative_to(ROOT).parts)
            and path.suffix in (".py", ".md", ".toml", ".txt", ".json", ".cff", ".cfg", "")
        ):
            text = path.read_text("utf-8", errors="ignore")
            assert not [h for h in hosts if h in text], path


def test_results_depend_on_no_code_beyond_their_fingerprint() -> None:
    """Else an edit there would leave results stale."""
    made_by = {name(path) for path in code_of(*makers()) if path.suffix == ".py"}
    graph = {name(p): ours(p) for p in MODULES}
    needed, todo = set(), ["pipeline.flow"]
    while todo:
        module = todo.pop()
        if module not in needed:
            needed.add(module)
            todo.extend(graph[module])
    # What went wrong is said, not made.
    left = needed - made_by
    assert {room(module) for module in left} <= {"errors"}
