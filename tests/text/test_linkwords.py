"""Words of links behind and below the entries of a publisher's page."""

import pytest

from pipeline.text.linkwords import leads_elsewhere, links_begin, may_lead_elsewhere

ENTRY = "Roe K. Tea and iron. Gut. 2001;4:45–52"
RUNS = """
PubMed Abstract | CrossRef Full Text | Google Scholar
Article  CAS  PubMed  PubMed Central  Google Scholar
CrossrefGoogle Scholar
View PDFView articleCrossrefView in ScopusGoogle Scholar
CASPubMedWeb of Science®Google Scholar
[Crossref], [PubMed], [Web of Science ®], [Google Scholar]
[DOI] [PMC free article] [PubMed] [Google Scholar]
[QxMD MEDLINE Link]. [Full Text].
CrossRef · Medline · ISI · Google Scholar
View at: Publisher Site | Google Scholar
OpenUrl Abstract/FREE Full Text
Crossref Scopus (212) PubMed
Return to ref 3 in article
Back to cited text no. 3
Export Citation
Cited Here... | PubMed/MEDLINE | WorldCat
Google Scholar OpenURL Placeholder Text WorldCat
External Resources Pubmed/Medline (NLM) Crossref (DOI) Chemical Abstracts (CAS) ISI Web of Science
Crossref Search ADS PubMed
Cited by 12
external icon
pdf icon[PDF – 910 KB]
Download references
""".strip().splitlines()


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("between", [". ", "", "\n"])
def test_a_run_of_them_ends_an_entry(run: str, between: str) -> None:
    text = f"{ENTRY}{between}{run} "
    assert text[: links_begin(text)].rstrip(".\n") == ENTRY


@pytest.mark.parametrize("run", RUNS)
def test_a_line_of_them_is_nothing_else(run: str) -> None:
    assert leads_elsewhere(run)


def test_a_line_that_leads_back_is_nothing_else() -> None:
    assert leads_elsewhere("← Return to text")


@pytest.mark.parametrize("word", ["Full Text", "Medline", "Scopus (12)", "Article", "[PDF]", "PMC"])
def test_one_that_may_head_something_leads_elsewhere_below_an_entry_alone(word: str) -> None:
    assert may_lead_elsewhere(word)
    assert not leads_elsewhere(word)


@pytest.mark.parametrize(
    "text",
    [
        "Roe K. How to abstract an article",
        "Roe K. The tea abstract.",
        "Roe K. Tea. J Open Access",
        "Roe K. Tea. Gut. 2009. PubMed PMID: 1234567.",
        "Roe K. Tea. https://example.org/tea/full-text",
        "Roe K. Tea. doi:10.5555/tea.Article",
    ],
)
def test_other_ends_stay(text: str) -> None:
    assert links_begin(text) == len(text)


def test_links_in_brackets_alone() -> None:
    assert links_begin(f"{ENTRY}. [ Links ]") == len(ENTRY) + 1


def test_a_title_before_them_keeps_its_last_word() -> None:
    text = "Roe K. How to read an article. PubMed"
    assert text[: links_begin(text)] == "Roe K. How to read an article."


@pytest.mark.parametrize("line", ["PubMed lists 12 trials.", "Abstract thinking", "12", "Tea"])
def test_other_lines(line: str) -> None:
    assert not may_lead_elsewhere(line)


@pytest.mark.parametrize(
    "piece", ["PubMed Abstract ", "View ", "[(", "Cited by 1 ", "Full Text PDF "]
)
def test_a_run_is_looked_at_once(piece: str) -> None:
    text = piece * 20_000
    assert len(text) - links_begin(f"{text}scholar x") < len(text)
