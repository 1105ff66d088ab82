"""Short articles made of long ones, and how held-out documents are scored."""

import random
import re

from pipeline.recipes.regions.briefs import brief
from pipeline.recipes.regions.pages import Page, pasted_pages
from pipeline.recipes.regions.scores import found, region_accuracy
from pipeline.recipes.regions.titles import fit_titles
from pipeline.segment.headlines import best, candidates
from pipeline.segment.lists import split_lines

SENTENCES = [f"Bones of kind {n} grow in spring, and mend by autumn. Few break." for n in range(30)]
BODY = [("title", "Why bones break"), *(("paragraph", " ".join([s] * 3)) for s in SENTENCES)]
PHRASES = {"topics": ["Gout"], "sections": ["Risks", "Diet"]}


def test_a_brief_article_is_made_of_the_articles_own_sentences_in_order() -> None:
    labels = set()
    for seed in range(60):
        made = list(brief(BODY, PHRASES, random.Random(seed)))
        assert made[0] in {("title", "Why bones break"), ("title", "Gout")}
        assert 3 < len(made) < 140 and made == list(brief(BODY, PHRASES, random.Random(seed)))
        labels |= {label for label, _ in made}
        kinds = [int(text.split("of kind ")[1].split()[0]) for _, text in made if "kind" in text]
        assert kinds == sorted(kinds)
        for label, text in made[1:]:
            own = re.sub("^(?:Q|A|Question|Answer)[:.] ?", "", text.strip("•-*–# "))
            if label == "heading":
                assert any(word in own.lower() for word in ("risks", "diet", "know"))
            else:
                assert all(any(x in p for _, p in BODY) for x in own.rstrip(".").split(". "))
    assert labels == {"title", "heading", "paragraph", "list_item"}


def test_scores_of_lines() -> None:
    lines = split_lines("A\nB\nC\nD")
    page = Page("p", lines, ["heading", "paragraph", "related", "boilerplate"])
    read = [(page, ["heading", "boilerplate", "boilerplate", "paragraph"])]
    assert region_accuracy(read) == 0.25
    assert region_accuracy(read, {"related", "boilerplate"}) == 0.5
    assert found(read, {"heading", "paragraph"}) == {"p": 0.5, "r": 0.5, "f": 0.5}
    assert found(read, {"heading"})["f"] == 1.0


def test_every_made_up_page_has_labels_and_most_have_a_title() -> None:
    pages = pasted_pages()
    assert len({page.name for page in pages}) == len(pages) > 400
    assert all(len(page.lines) == len(page.labels) for page in pages)
    assert sum(page.labels.count("title") == 1 for page in pages) > 0.85 * len(pages)


def test_titles_are_learned_from_pages() -> None:
    prose = "Bones grow in spring and mend by autumn, as a study of the bones of mice has found."
    pages = [
        Page(
            menu,
            split_lines(f"{menu}\nWhy bones break\n{prose}"),
            ["front", "title", "paragraph"],
        )
        for menu in ("Home", "Log in", "Search", "Share")
    ]
    known = fit_titles(pages, [["front", "front", "paragraph"]] * 4)
    lines = split_lines(f"Menu\nHow bones mend\n{prose}")
    assert best(candidates(lines, ["front", "front", "paragraph"]), known) == 1
