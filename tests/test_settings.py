"""Settings: what a file may hold, and the line that says what is wrong with one."""

from pathlib import Path

import pytest

from pipeline.errors import SettingsError
from pipeline.settings import load_settings


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("claim_threshold = 5", "claim_threshold is 5"),
        ("claim_threshold = nan", "claim_threshold is nan"),
        ("claim_threshold = -3.0", "from 0 to 1"),
        ("claim_threshold = inf", "from 0 to 1"),
        ("max_characters = 0", "max_characters is 0"),
        ("verdicts = {}", "verdicts is empty"),
        ('verdicts = {"yes, sure" = "accept"}', "comma"),
        ("verdicts = {'say \"no\"' = 'reject'}", "quote"),
        ('verdicts = {"=1" = "accept"}', "begins with"),
        ('verdicts = {" yes" = "accept"}', "space"),
        ('verdicts = {"" = "accept"}', "space"),
        ('verdicts = {"yes\\n" = "accept"}', "one line"),
        ('verdicts = {yes = "accept", Yes = "reject"}', "twice"),
        ("reasons = {}", "reasons is empty"),
        ("a = " + "[" * 10_000, "recursion"),
        ("[" * 10_000, "settings"),
        ("a." * 5000 + "b = 1", "unknown field"),
        ("a." * 100_000 + "b = 1", "over 20,000 bytes"),
    ],
)
def test_a_wrong_value_is_one_line(text: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "pipeline.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as error:
        load_settings(path)
    assert words in str(error.value) and str(path) in str(error.value)
    assert "\n" not in str(error.value)[:200]


@pytest.mark.parametrize(
    "text",
    [
        "claim_threshold = 0.0",
        "claim_threshold = 1",
        'verdicts = {ja = "accept", "nein!" = "reject"}',
    ],
)
def test_values_at_the_borders_are_taken(text: str, tmp_path: Path) -> None:
    path = tmp_path / "pipeline.toml"
    path.write_text(text)
    load_settings(path)
