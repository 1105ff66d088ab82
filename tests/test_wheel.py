"""A wheel built from this checkout runs where the checkout is not."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from conftest import ROOT, files
from sandbox import command


def test_a_wheel_installed_elsewhere_runs(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", tmp_path, ROOT], check=True, capture_output=True)
    [wheel] = tmp_path.glob("claimsheet-*.whl")
    # A new environment that has this one's packages, but for the checkout.
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    [place] = (tmp_path / "venv/lib").glob("python*/site-packages")
    (place / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = [*pip, "install", "--no-deps", "--no-index", "--target", place, wheel]
    subprocess.run(install, check=True, capture_output=True)
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    shutil.copy(max((ROOT / "seeds").glob("*.txt")), seeds)  # the shorter one
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*words: str) -> str:
        done = subprocess.run(
            [tmp_path / "venv/bin/python", *words], cwd=tmp_path, env=environment,
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run("-c", "import pipeline; print(pipeline.__file__)").startswith(str(tmp_path))
    assert "claims" in run("-m", "pipeline", "run", "seeds", "--out", "elsewhere")
    assert command("run", seeds, "--out", tmp_path / "here").status == 0
    assert files(tmp_path / "elsewhere") == files(tmp_path / "here")
