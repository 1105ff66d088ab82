"""Hypothesis strategies for records."""

from hypothesis import strategies as st

from pipeline.records import Record, Reference

st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
_json = st.dictionaries(st.text(), st.text() | st.integers(-(2**53), 2**53) | st.lists(st.text()))


def records(kind: type[Record]) -> st.SearchStrategy[Record]:
    """Any record of a kind; its values need not make sense, only have the right shape."""
    if kind is Reference:
        return st.builds(Reference, csl=_json)
    return st.from_type(kind)


_PIECES = st.sampled_from(
    [
        "Vitamin D increases bone density in women.1,2 ",
        "In mice, iron (Fe) did not change weight [3]–[5]. ",
        "Smoking may cause cancer (6, 7).",
        "“Eat well,” she said.8 ",
        "About 3.5% of 1,200 adults had it (p < 0.05; 95% CI 1.1–2.2). ",
        "Is it so? ",
        "Calcium ",
        "E. coli and TNF-α. ",
        "(",
        "[1",
        "¹⁻³ ",
        "\u00a0",
        "\t",
        "\u2028",
        "\x00",
        "  • ",
        "12. ",
        "# ",
        "References",
        "1 Mosca C, Pollak RD, et al. 2022;110(6):641-648.",
        "2. Li J. Title. J Bone. 2016;126:2049-63. doi:10.1/x.",
        "Join the conversation",
        "Subscribe to our newsletter!",
    ]
)
_ENDS = st.sampled_from(["\n", "\n\n", "\r\n", "\r", " "])
articles = st.lists(_PIECES | st.text(max_size=20) | _ENDS, min_size=1, max_size=40).map("".join)
"""Texts with the shapes of web articles, and whatever else may stand between."""
