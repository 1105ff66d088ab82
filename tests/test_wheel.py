"""A wheel built from this checkout runs where the checkout is not."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from conftest import ROOT, files


def test_a_wheel_installed_elsewhere_runs_the_seeds(tmp_path: Path) -> None:
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
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    where = "import pipeline; print(pipeline.__file__)"
    for python, out, root in (
        (tmp_path / "venv/bin/python", "elsewhere", tmp_path),
        (Path(sys.executable), "here", ROOT),
    ):
        if root == ROOT:
            environment["PYTHONPATH"] = str(ROOT)

        def run(*arguments: str, python: Path = python) -> str:
            done = subprocess.run(
                [python, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True
            )
            assert done.returncode == 0, done.stderr
            return done.stdout

        assert run("-c", where).startswith(str(root))
        assert "claims" in run("-m", "pipeline", "run", "seeds", "--out", out)
    assert files(tmp_path / "elsewhere") == files(tmp_path / "here")
