"""Citation work on any text of digits, signs and names: no crash, spans verbatim, work bounded."""

from builders import article, block
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.markers.candidates import coded_words, find_candidates
from pipeline.markers.stage import find_markers
from pipeline.references.stage import parse_references
from pipeline.segment.stage import find_blocks

PIECES = [
    "1", "12", "0", "2009", ",", ", ", ".", ". ", "-", "–", "—", "(", ")", "[", "]", "[^", "]:",
    "^{", "}", "¹", "²⁻³", "%", ":", ";", "/", "$", "=", " ", "\n", "\n\n", "et al.", "Smith",
    "AB", "bone", "Fig. ", "CO2", "10.1000/x", "https://", "PMID: ", "References\n", "\u00a0",
    "\u202e", "é", "🦴",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
MOST_A_CHARACTER = 3


@settings(max_examples=600, deadline=None)
@given(TEXTS)
@example("[^0]")
@example("(0)")
@example("10.1000/x,PMID: 2009")
def test_markers_of_any_text(text: str) -> None:
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    blocks = [block(text, start, end)] if start < end else []
    last = 0
    for marker in find_markers(article(text), blocks, []):
        assert last <= marker.start < marker.end <= end
        assert marker.text == text[marker.start : marker.end] == marker.text.strip()
        assert all(n >= 0 for n in marker.numbers)
        last = marker.end


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_candidates_are_bounded_by_the_length(text: str) -> None:
    found = list(find_candidates(text, 0, len(text), coded_words(text)))
    assert len(found) <= MOST_A_CHARACTER * len(text)
    assert all(0 <= c.start < c.end <= len(text) and c.numbers for c in found)


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS)
def test_references_of_any_text(prose: str, listed: str) -> None:
    text = f"{prose}\n\nReferences\n\n{listed}"
    whole = article(text)
    blocks = find_blocks(whole)
    references = parse_references(whole, blocks)
    ids = {r.id for r in references}
    for record in (*references, *find_markers(whole, blocks, references)):
        assert record.text == text[record.start : record.end] == record.text.strip()
        assert record.text
    for marker in find_markers(whole, blocks, references):
        assert set(marker.references) <= ids
