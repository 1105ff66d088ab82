# ruff: noqa: E501  (exports as they come)
"""Words marked in e-books, as reading programs export them."""

import pytest
from builders import article

from pipeline.segment.stage import find_blocks

MARKED = ["Salt raises blood pressure in most adults.", "Tea does not dry out people who drink it."]
KINDLE = "Salt and Tea (Roe, Jim)\n- Your Highlight on page {n} | Location {n}1-{n}4 | Added on Monday\n\n{words}\n==========\n"
OLD = (
    "Salt and Tea (Roe, Jim)\n- Highlight Loc. {n}1-14  | Added on Monday\n\n{words}\n==========\n"
)
NOTEBOOK = "Highlight (yellow) - Page {n} · Location 1{n}0\n{words}\nNote - Page {n}\nask Ann\n"
APPLE = "“{words}”\n\nExcerpt From\nSalt and Tea\nJim Roe\nThis material may be protected by copyright.\n\n"


@pytest.mark.parametrize("form", [KINDLE, OLD, NOTEBOOK, APPLE])
def test_only_what_is_marked_is_prose(form: str) -> None:
    text = "".join(form.format(n=n, words=words) for n, words in enumerate(MARKED, start=3))
    blocks = find_blocks(article(text))
    assert [b.text.strip("“”") for b in blocks if b.region == "body"] == MARKED, blocks
