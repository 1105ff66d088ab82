"""Who says a claim, and what is said of the text itself, as tables."""

import pytest

from pipeline.claims.announcements import announces
from pipeline.claims.speakers import speaker


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "According to the Health Board of Oslo, salt raises blood pressure.",
            "the Health Board of Oslo",
        ),
        ("“Sleep matters,” says Maria Lopez, a nurse.", "Maria Lopez"),
        ('"It lowers risk," Dr. John Kemp said.', "Dr. John Kemp"),
        ("Smith and Jones (2019) found that zinc lowers copper.", "Smith and Jones"),
        ("Tarn et al. (2018) reported less pain.", "Tarn et al."),
        ("The FDA warns that kava harms the liver.", "The FDA"),
        ("Harvard researchers say that coffee protects the liver.", "Harvard researchers"),
        ("Zinc shortens colds, the team reported.", "the team"),
        ("Zinc lowers copper, according to a 2018 review.", "a 2018 review"),
        ("The study found that butter raises LDL.", None),
        ("“Rest,” he said, “heals.”", None),
        ("Vitamin C shows up in urine.", None),
    ],
)
def test_speaker(text, who):
    found = speaker(text, 0, len(text))
    assert (found and found.text) == who
    assert found is None or text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The objective of this review is to summarise trials of zinc.", True),
        ("We aimed to determine whether zinc helps.", True),
        ("In this study, we investigated the effect of zinc on colds.", True),
        ("This article explains how statins work.", True),
        ("This guide covers the basics of insulin.", True),
        ("To determine whether zinc shortens colds.", True),
        ("Photo by Jane Roe / Unsplash", True),
        ("Figure 2. Bone density by age.", True),
        ("Below, we explain how fluoride works.", True),
        ("In the following paragraphs three trials are told.", True),
        ("MYTH #2: Yogurt cures colds.", True),
        ("This page does not replace a doctor.", True),
        ("It is not intended as medical advice.", True),
        ("Let's take a closer look at collagen.", True),
        ("The authors wanted to know whether naps help.", True),
        ("It does not replace insulin in children.", False),
        ("The authors found that naps help.", False),
        ("The aim of treatment is to lower blood pressure.", False),
        ("We tested zinc in 200 women and found fewer colds.", False),
        ("These statements have not been evaluated by any authority.", True),
        ("If you buy a tea here, we may earn a small commission.", True),
        ("No potential conflict of interest was reported by the author(s).", True),
        ("Professor Ida Wren of the Tea School led the work.", True),
        ("You receive this e-mail because tea lovers have a lower risk of stones.", True),
        ("Tea Times uses only high-quality sources, such as peer-reviewed studies.", True),
        ("Here is a short overview of what research says about tea.", True),
        ("The Slow Pot is a reader-supported publication.", True),
        ("Women who signed up for the trial lost weight.", False),
        ("Methods: We randomised 90 runners to beans or rice.", True),
        ("All measurements were repeated twice.", True),
        ("Data were pooled with a random-effects model.", True),
        ("Outcomes were better in women who ate beans.", False),
        ("All outcomes were reported to be worse in men.", False),
        ("This study found that zinc helps.", False),
        ("This review shows that zinc helps.", False),
        ("To prevent colds, zinc is often taken.", False),
    ],
)
def test_what_a_text_says_of_itself_is_no_claim(text, expected):
    assert announces(text) is expected
