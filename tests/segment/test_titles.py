"""The title of a page, and what stands beside it that is none."""

import pytest
from builders import article

from pipeline.segment.stage import article_title, find_blocks

PROSE = "Heel pain affects one in ten people during life. It is more common in adults who run.\n"


@pytest.mark.parametrize(
    "writers",
    [
        "Original Editor - Ruth Amis\nTop Contributors - Ruth Amis, Piet Noor and Lea Bahr",
        "Lead Editors: Ruth Amis, Piet Noor",
        "Contributors – Ruth Amis and Lea Bahr of the Walking Clinic in Leeds",
        "Author: Ruth Amis of the Walking Clinic in Leeds",
    ],
)
def test_the_title_stands_above_those_who_wrote_the_page(writers: str) -> None:
    text = f"Pain of the heel\n\n{writers}\n\nIntroduction\n\n{PROSE}\n{PROSE}"
    blocks = find_blocks(article(text))
    assert article_title(blocks) == "Pain of the heel"
    assert {b.region for b in blocks if b.text in writers} == {"front"}


@pytest.mark.parametrize(
    "line", ["Listen to this article · 4 min", "Rate this translation", "Show original text"]
)
def test_a_button_is_no_title(line: str) -> None:
    text = f"Show original\n{line}\n\nHay fever in children\n\n{PROSE}\n{PROSE}"
    assert article_title(find_blocks(article(text))) == "Hay fever in children"
