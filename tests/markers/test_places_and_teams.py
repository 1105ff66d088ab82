"""Places in a work, and people named with all that prose puts beside a family name."""

import pytest
from test_forms import led_to

from pipeline.text.headings import heads_references

ENTRIES = [
    "Ekman, V., & Noor, T. (2013). Iron in runners. Sports Med, 16(1), 45-53.",
    "Lund, P. (2009). Iron loss and sweat. Athl Nutr, 28(7), 744-750.",
    "Mora, A., Nash, J., & Obi, E. (2015). Iron tablets: a trial. Trials, 11(3), 222-231.",
    "National Iron Office (2017) Iron in schools.",
]


@pytest.mark.parametrize(
    "cite",
    [
        "(Lund 2009: 5, Tab. 3)",
        "(cf. Ekman/Noor 2013: 44f., Abb. 2; Lund 2009: 7)",
        "(Lund 2009: passim)",
        "(Lund 2009: 3 et seq.; see also Mora et al. 2015: 50ff. and passim)",
        "(Lund 2009: 12, fn. 4)",
        "(Mora et al. 2015: 223 n. 12; Lund 2009: 746n3)",
        "(cf. Lund 2009, p. 747 nn. 2)",
        "(Lund, 2009, Annex B; Mora et al., 2015: recommendation 7)",
        "(Lund, 2009, paras 4.2–4.5)",
        "(National Iron Office (NIO), 2017, Schedule 2; Lund, 2009)",
    ],
)
def test_places_in_a_work_belong_to_the_marker(cite: str) -> None:
    assert [text for text, _, _ in led_to(f"Iron falls in runners {cite}.", ENTRIES)] == [cite]


@pytest.mark.parametrize("words", ["absent", "tablets", "artificial iron", "none"])
def test_words_that_begin_like_a_place_are_none(words: str) -> None:
    ((text, _, _),) = led_to(f"Iron falls (Lund 2009, {words}, in runners).", ENTRIES)
    assert text == "Lund 2009"


@pytest.mark.parametrize(
    ("prose", "text", "entry"),
    [
        ("Vera Ekman and Tom Noor (2013) saw it fall.", "Ekman and Tom Noor (2013)", "Ekman,"),
        (
            "Ana Mora, Jo Nash and Eva Obi (2015) saw it fall.",
            "Mora, Jo Nash and Eva Obi (2015)",
            "Mora,",
        ),
        ("The Lund study (2009) saw it fall.", "Lund study (2009)", "Lund,"),
        ("The large Ekman and Noor trial (2013) did.", "Ekman and Noor trial (2013)", "Ekman,"),
        ("In the Lund group's paper (2009) it fell.", "Lund group's paper (2009)", "Lund,"),
        ("Mora and her team (2015) saw it fall.", "Mora and her team (2015)", "Mora,"),
        ("Mora and co-authors (2015) saw it fall.", "Mora and co-authors (2015)", "Mora,"),
    ],
)
def test_people_as_prose_names_them(prose: str, text: str, entry: str) -> None:
    ((marker, entries, status),) = led_to(prose, ENTRIES)
    assert (marker, status) == (text, "resolved")
    assert entries[0].startswith(entry)


def test_a_study_of_nobody_known_is_no_citation() -> None:
    assert led_to("The Framingham study (1948) saw it fall.", ENTRIES) == []


@pytest.mark.parametrize(
    "heading",
    [
        "References to studies included in this review",
        "References to studies excluded from this review",
        "References to ongoing studies",
        "References to other published versions of this review",
    ],
)
def test_headings_of_the_lists_of_a_review(heading: str) -> None:
    assert heads_references(heading)


@pytest.mark.parametrize(
    "cite",
    [
        "(Lund et al., Athl Nutr 28:744-750 (2009))",
        "(Lund, J. Athl. Nutr. 2009, 28, 744)",
        "(see, e.g., Ekman and Noor, Sports Med. 16:45-53 (2013); Lund et al., Nutr 28:744 (2009))",
        "(Mora et al. (2015) Trials 11(3):222-231, and Lund, P., Athl. Nutr., 28: 744-50, 2009)",
        "[Ekman & Noor, Sports Med (2013) 16:45-53]",
    ],
)
@pytest.mark.parametrize("entries", [ENTRIES, []])
def test_works_written_out_in_parentheses(cite: str, entries: list[str]) -> None:
    ((text, found, status),) = led_to(f"Iron falls (in men) who run {cite}.", entries)
    assert text == cite
    assert (len(found) == 2) == (bool(entries) and (";" in cite or ", and" in cite))
    assert status == ("resolved" if entries else "no_list")


def test_parentheses_that_say_more_are_no_works() -> None:
    prose = "Iron falls (Lund, a teacher of 12: 40 men in 2009, said so; Noor did in 2013, 4: 5)."
    assert led_to(prose, []) == []
