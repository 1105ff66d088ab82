"""Commands killed at every rename, and at eight random moments; `make fuzz` has 200."""

import os
import subprocess
import sys

from conftest import ROOT


def test_commands_killed_at_every_rename_lose_nothing() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/adversary/kills.py"), "8", "0"],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing lost" in done.stdout
