"""Lists as newsletters, blogs, fact sheets and reviews print them: addresses, numbers alone."""

import pytest
from builders import article

from pipeline.markers.stage import find_markers
from pipeline.references.stage import parse_references
from pipeline.segment.stage import find_blocks

ONE, TWO = (
    "Mah J, Pitre T. Magnesium and sleep. Sleep Lett. 2021;21:125.",
    ("Firoz M, Graber M. Magnesium oxide. Magnes Lett. 2001;14(4):257-262."),
)
FACTS = (
    "Magnesium shortened the time to fall asleep by 17 minutes in older adults{} "
    "Magnesium oxide is poorly absorbed in the gut of adults{}"
)


def read(marks: tuple[str, str], listed: str) -> tuple[list[str], list[list[str]]]:
    """The entries of a list, and those that each marker of two sentences leads to."""
    made = article(f"Is magnesium good for sleep?\n\n{FACTS.format(*marks)}\n\n{listed}\n")
    blocks = find_blocks(made)
    references = parse_references(made, blocks)
    words = {r.id: r.text[:12] for r in references}
    markers = find_markers(made, blocks, references)
    return list(words.values()), [[words[i] for i in m.references] for m in markers]


# what stands in the sentences, the list, the first words of its entries
LISTS = {
    "numbers on lines of their own": ((".1", ".2"), f"1\n\n{ONE}\n\n2\n\n{TWO}",
        ["1\n\nMah J, Pi", "2\n\nFiroz M, "]),
    "numbered addresses": (
        (" (1).", " (2)."),
        "1 - https://example.org/a/sleep\n2 - https://example.net/b/oxide",
        ["1 - https://", "2 - https://"],
    ),
    "links that are named": (
        (" [link 1].", " [link 2]."),
        "Links:\n[link 1] https://example.org/a/sleep\n[link 2] https://example.net/b/oxide",
        ["[link 1] htt", "[link 2] htt"],
    ),
    "studies named above their reports": (
        (" (Mah 2021).", " (Firoz 2001)."),
        f"Included studies\nMah 2021 {{published data only}}\n{ONE}\n"
        f"Firoz 2001 {{published data only}}\n{TWO}",
        ["Mah J, Pitre", "Firoz M, Gra"],
    ),
    "bodies with a year and no stop": (
        (" (Sleep Office, 2018).", " (Oxide Repair Survey, 2016)."),
        "Where we got this information\nSleep Office (2018) Sleep and health. Available at: "
        "https://sleep.example.gov/health (accessed 3 March 2021).\n"
        "Oxide Repair Survey (2016) Results of 2,000 tablets. Norbury: Building Institute.",
        ["Sleep Office", "Oxide Repair"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_lists_without_dress(name: str) -> None:
    marks, listed, entries = LISTS[name]
    assert read(marks, listed) == (entries, [[entry] for entry in entries])


def test_facts_above_their_sources_are_no_entries() -> None:
    facts = ["Tea lowers blood pressure.", "Tea stains the teeth.", "Tea lowers iron in the blood."]
    sources = [
        "Source: Peng X, et al. Green tea and blood pressure. Sci Tea. 2014;4:6251.",
        "Source: Addy M. Tea and tooth stain. J Clin Tea. 1979;6:89-95.",
        "Source: https://example.org/tea-and-iron",
    ]
    listed = "\n".join(
        f"{n}. {a}\n{b}" for n, (a, b) in enumerate(zip(facts, sources, strict=True), 1)
    )
    blocks = find_blocks(article(f"Three facts about tea\n\n{listed}\n"))
    assert [b.text for b in blocks if b.kind == "reference"] == sources
    assert [b.text[3:] for b in blocks if b.kind == "list_item"] == facts
