"""Quantities: words for numbers, powers, ranges, bounds, kinds, and what is no amount."""

import pytest

from pipeline.claims.numerals import value_of
from pipeline.claims.quantities import find_quantities


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("sixty-three", 63),
        ("ninety nine", 99),
        ("three hundred and six", 306),
        ("one thousand two hundred", 1200),
        ("two and a half", 2.5),
        ("a dozen", 12),
        ("half a million", 5e5),
        ("1,204", 1204),
        ("0·75", 0.75),
        ("4 120", 4120),
        ("2½", 2.5),
        ("1 3/4", 1.75),
        ("half an", 0.5),
        (".05", 0.05),
        ("3 × 108", 3e8),
        ("3 × 10⁻²", 0.03),
    ],
)
def test_values_of_numbers_as_printed(written, value):
    assert value_of(written) == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sixty-three per cent of the boys", [("Sixty-three per cent", 63, "per cent", "share")]),
        ("a fall of 12\u202f%", [("12\u202f%", 12, "%", "share")]),
        ("doses of 40\u2009mg", [("40\u2009mg", 40, "mg", "dose")]),
        ("12\u202f000\u202fIU", [("12\u202f000\u202fIU", 12000, "IU", "dose")]),
        ("fifty-eight nurses", [("fifty-eight", 58, None, "sample_size")]),
        ("three hundred and six men", [("three hundred and six", 306, None, "sample_size")]),
        (
            "It fell from 9.1% in 1975 to 6.2% in 2001.",
            [("9.1%", 9.1, "%", "share"), ("6.2%", 6.2, "%", "share")],
        ),
        (
            "It rose from 12 kg to 15 kg.",
            [("12 kg", 12, "kg", "other"), ("15 kg", 15, "kg", "other")],
        ),
        (
            "Milk holds 10^5 germs, 10⁷ cells",
            [("10^5", 1e5, None, "other"), ("10⁷ cells", 1e7, "cells", "other")],
        ),
        ("some 1012 bacteria", [("1012", 1e12, None, "other")]),
        (
            "1012 women and 105 children",
            [("1012", 1012, None, "sample_size"), ("105", 105, None, "sample_size")],
        ),
        ("2 × 108 CFU daily", [("2 × 108 CFU daily", 2e8, "CFU daily", "dose")]),
        ("under 0·3 mg/L", [("0·3 mg/L", 0.3, "mg/L", "other")]),
        ("Stays were -1.4 days shorter", [("-1.4 days", -1.4, "days", "duration")]),
        ("between 5 -7 visits", [("5 -7", 5, None, "other")]),
        (
            "250 mg three times a day",
            [("250 mg", 250, "mg", "dose"), ("three times a day", 3, "times a day", "dose")],
        ),
        (
            "once daily, twice a week",
            [("once daily", 1, "times daily", "dose"), ("twice a week", 2, "times a week", "dose")],
        ),
        ("a 19% lower risk, 19% of men", [("19%", 19, "%", "estimate"), ("19%", 19, "%", "share")]),
        ("8 per 100,000 people", [("8 per 100,000", 8, "per 100,000", "share")]),
        ("aged 50 to 70", [("50 to 70", 50, None, "age")]),
        ("a 70-year-old", [("70-year", 70, "year", "age")]),
        ("adults over 65", [("65", 65, None, "age")]),
        ("in 4 512 schoolchildren", [("4 512", 4512, None, "sample_size")]),
        ("(1911 women)", [("1911", 1911, None, "sample_size")]),
        ("Three patients died", [("Three", 3, None, "sample_size")]),
        ("five figs a day", [("five figs a day", 5, "figs a day", "other")]),
        (
            "fell from 90 to 84 beats",
            [("90", 90, "beats", "other"), ("84 beats", 84, "beats", "other")],
        ),
        ("ranged from 90 to 84 beats", [("90 to 84 beats", 90, "beats", "other")]),
        ("aged 18 to 64 should walk daily", [("18 to 64", 18, None, "age")]),
        ("(n = 31)", [("n = 31", 31, None, "sample_size")]),
        (
            "Iron fell from 96 to 71 µg/dL.",
            [("96", 96, "µg/dL", "other"), ("71 µg/dL", 71, "µg/dL", "other")],
        ),
        (
            "Visits dropped from nine to four.",
            [("nine", 9, None, "other"), ("four", 4, None, "other")],
        ),
        ("Doses ranged from 5 to 20 mg.", [("5 to 20 mg", 5, "mg", "dose")]),
        ("Three nurses fell ill.", [("Three", 3, None, "sample_size")]),
        ("three kinds of nurses", []),
        ("(1902 adults)", [("1902", 1902, None, "sample_size")]),
        ("In 1998 adults slept longer.", []),
        ("2 604 pupils", [("2 604", 2604, None, "sample_size")]),
        ("2 500 mg tablets", [("2", 2, None, "other"), ("500 mg", 500, "mg", "dose")]),
        ("four apples a week", [("four apples a week", 4, "apples a week", "other")]),
        ("one child in eight", [("one child in eight", 0.125, "fraction", "share")]),
        ("three quarters of a million", [("three quarters of a million", 7.5e5, None, "other")]),
        ("It fell by a fifth.", [("a fifth", 0.2, "fraction", "estimate")]),
        ("two to four million", [("two to four million", 2e6, None, "other")]),
        ("after 48 h and 6 wk", [("48 h", 48, "h", "duration"), ("6 wk", 6, "wk", "duration")]),
        (
            "7 µg/m³, 12 mm Hg",
            [("7 µg/m³", 7, "µg/m³", "dose"), ("12 mm Hg", 12, "mm Hg", "other")],
        ),
        ("1½ cups, 1/2 cup", [("1½ cups", 1.5, "cups", "other"), ("1/2 cup", 0.5, "cup", "other")]),
        ("£2.4bn", [("£2.4bn", 2.4e9, "£", "other")]),
        (
            "after 2, 4 and 8 weeks",
            [
                ("2", 2, "weeks", "duration"),
                ("4", 4, "weeks", "duration"),
                ("8 weeks", 8, "weeks", "duration"),
            ],
        ),
        (
            "SMD -0.4 (-0.7 to -0.1)",
            [("SMD -0.4", -0.4, "SMD", "estimate"), ("-0.7 to -0.1", -0.7, None, "interval")],
        ),
        ("Not one of the 58 nurses fell ill.", [("58", 58, None, "sample_size")]),
        ("sheds 10^12 bacteria a day", [("10^12", 1e12, None, "other")]),
        # No amounts: sections, items, dates, years, names.
        ("4.2 Findings were mixed.", []),
        ("1.2.3 Methods", []),
        ("Section 3.1 says (1) rest and (2) water.", []),
        ("on 12 March 2010, in May 2011, since 1998", []),
        ("25(OH)D and grade 3", []),
    ],
)
def test_values_units_and_kinds(text, expected):
    found = [(text[q.start : q.end], q.value, q.unit, q.kind) for q in find_quantities(text)]
    assert found == [(words, pytest.approx(v), unit, kind) for words, v, unit, kind in expected]


@pytest.mark.parametrize(
    ("text", "to", "comparator"),
    [
        ("20 to 30 mg", 30, None),
        ("15–20%", 20, None),
        ("between 2 and 4 weeks", 4, None),
        ("95% CI 0.8 to 1.3", 1.3, None),
        ("95 % CI: −3.1 to −0.4", -0.4, None),
        ("98.2 ± 0.6 °F", None, None),
        (">5 µg/L", None, ">"),
        ("≥ 7 hours", None, ">="),
        ("p < 0.01", None, "<"),
        ("at least 30 minutes", None, ">="),
        ("no fewer than 60 percent", None, ">="),
        ("up to 40%", None, "<="),
        ("fewer than 5 cups", None, "<"),
        ("nearly 12 years", None, "about"),
        ("8 hours or more", None, ">="),
        ("It rose over three years", None, None),
        ("It lasted over three years", None, ">"),
    ],
)
def test_upper_ends_and_bounds(text, to, comparator):
    (found,) = find_quantities(text)
    assert (found.to, found.comparator) == (to, comparator)


def test_a_quantity_broken_over_lines_is_one():
    text = "It took thirty-\ntwo per-\ncent, 5\r\nmg per\nday."
    first, second = find_quantities(text)
    assert (text[first.start : first.end], first.value, first.unit) == (
        "thirty-\ntwo per-\ncent",
        32,
        "percent",
    )
    assert (text[second.start : second.end], second.unit) == ("5\r\nmg per\nday", "mg per day")


def test_an_estimate_stands_beside_its_interval():
    kinds = [q.kind for q in find_quantities("HR 0.71 (95% CI 0.55–0.92), p = 0.009, n=412")]
    assert kinds == ["estimate", "interval", "p_value", "sample_size"]


def test_a_bare_range_behind_an_estimate_is_its_interval():
    estimate, interval = find_quantities("The odds ratio for falls was 1.6 (1.2–2.1).")
    assert (estimate.value, interval.kind, interval.value, interval.to) == (
        1.6,
        "interval",
        1.2,
        2.1,
    )
