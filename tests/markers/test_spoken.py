"""Which markers are words of their sentence: names that tell, links on prose."""

import pytest

from pipeline.claims.text import quote, words_of
from pipeline.markers.spoken import silent
from pipeline.records import Marker, MarkerStyle


def marked(told: str, style: MarkerStyle) -> tuple[str, list[Marker]]:
    """A text and its markers, which stand between ``«`` and ``»``."""
    text, markers = "", []
    for piece in told.split("«"):
        inner, closed, rest = piece.partition("»")
        if closed:
            markers.append(
                Marker(
                    article="a", id=f"m{len(text)}", start=len(text), end=len(text) + len(inner),
                    text=inner, style=style, numbers=(), sentence=None, references=(),
                    status="no_list",
                )
            )  # fmt: skip
        text += inner + rest
    return text, markers


@pytest.mark.parametrize(
    ("told", "quoted", "unread"),
    [
        ("«Orrin (2015)» saw zinc fall.", "Orrin (2015) saw zinc fall.", [" (2015)"]),
        ("As «Orrin et al. [2015]» say.", "As Orrin et al. [2015] say.", [" [2015]"]),
        ("«Orrin 2015» saw zinc fall.", "Orrin 2015 saw zinc fall.", [" 2015"]),
        (
            "According to «Tarn (2018)», zinc falls.",
            "According to Tarn (2018), zinc falls.",
            [" (2018)"],
        ),
        ("Zinc falls «(Tarn, 2018)».", "Zinc falls.", ["(Tarn, 2018)"]),
        ("Zinc falls in men «(3)».†", "Zinc falls in men.", ["(3)"]),
        ("Zinc falls (in mice; «Tarn, 2018»).", "Zinc falls (in mice).", ["Tarn, 2018"]),
        ("Zinc falls (see «Tarn, 2018»; «Orr, 2019»).", "Zinc falls.", ["Tarn, 2018", "Orr, 2019"]),
        ("Zinc falls ; «(Tarn, 2018)».", "Zinc falls.", ["(Tarn, 2018)"]),
        ("Zinc (Tarn, 2018 «[4]»; Orr and Li, 2019 «[5]») falls.", "Zinc falls.", ["[4]", "[5]"]),
    ],
)
def test_names_that_tell_stay(told: str, quoted: str, unread: list[str]) -> None:
    text, markers = marked(told, "author_year")
    assert quote(text, 0, len(text), markers) == quoted
    assert [text[a:b] for a, b in silent(text, markers)] == unread


@pytest.mark.parametrize(
    ("told", "quoted"),
    [
        ("In «a trial of 300 adults», zinc fell.", "In a trial of 300 adults, zinc fell."),
        ("Zinc «lowers copper» in adults.", "Zinc lowers copper in adults."),
        ("Zinc lowers copper («source»).", "Zinc lowers copper."),
        ("Zinc lowers copper («study», «review»).", "Zinc lowers copper."),
        ("Zinc lowers copper («Marlow 2019, J Cold»).", "Zinc lowers copper."),
        ("Zinc lowers copper «1».", "Zinc lowers copper."),
        ("Zinc lowers copper.«[review]»", "Zinc lowers copper."),
        ("Zinc lowers copper«.»", "Zinc lowers copper."),
        ("Zinc lowers copper «(source)».", "Zinc lowers copper."),
        ("Zinc lowers copper, «a source» says.", "Zinc lowers copper, a source says."),
        ("Zinc lowers copper <«https://x.example/7»>.", "Zinc lowers copper."),
        ("Zinc lowers copper (Tarn et al., «https://x.example/7»).", "Zinc lowers copper."),
        ("Zinc lowers copper [«4»].", "Zinc lowers copper."),
        ("Zinc lowers copper**; HLA-B*57 «1».", "Zinc lowers copper; HLA-B*57."),
        ("Zinc lowers copper «https://example.org/a».", "Zinc lowers copper."),
        ("Zinc lowers copper «[site.example](https://site.example/a)».", "Zinc lowers copper."),
        ("Zinc lowers copper (source: «https://example.org/a»).", "Zinc lowers copper."),
        ("Zinc (a «trace metal» of the body) falls.", "Zinc (a trace metal of the body) falls."),
    ],
)
def test_linked_words_stay_and_linked_sources_go(told: str, quoted: str) -> None:
    text, markers = marked(told, "link")
    assert quote(text, 0, len(text), markers) == quoted


def test_a_raised_number_hides_no_word() -> None:
    text, markers = marked("Zinc harms boys«²».", "superscript")
    assert [w.text for w in words_of(text, 0, len(text), markers)] == ["zinc", "harms", "boys", "."]


def test_words_of_a_link_are_read() -> None:
    text, markers = marked("Zinc «lowers copper» in adults «[1]».", "link")
    assert [w.text for w in words_of(text, 0, len(text), markers)][:3] == [
        "zinc",
        "lowers",
        "copper",
    ]
    assert "1" not in [w.text for w in words_of(text, 0, len(text), markers)]
