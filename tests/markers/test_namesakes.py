"""Authors of one family name are told apart by the initials that stand before it."""

import pytest
from test_forms import led_to

ENTRIES = [
    "Novik, J. (2016). Air pressure and migraine. Headache, 4(2), 60-68.",
    "Novik, P. (2016). Heat waves and migraine. Climate, 9(1), 5-13.",
    "Orosz, K., & Novik, J. (2018). Sunlight and migraine. Headache, 6(1), 20-27.",
]


@pytest.mark.parametrize(
    ("prose", "text", "entry"),
    [
        ("Sun hurts (Orosz & J. Novik, 2018).", "(Orosz & J. Novik, 2018)", "Orosz,"),
        ("Sun hurts (K. Orosz and J Novik 2018).", "(K. Orosz and J Novik 2018)", "Orosz,"),
        ("P. Novik (2016) saw no effect.", "Novik (2016)", "Novik, P"),
        ("Jane Novik (2016) saw no effect.", "Novik (2016)", "Novik, J"),
        ("It is in P. Novik’s cohort (2016).", "Novik’s cohort (2016)", "Novik, P"),
    ],
)
def test_initials_before_a_name(prose: str, text: str, entry: str) -> None:
    ((marker, entries, status),) = led_to(prose, ENTRIES)
    assert (marker, status) == (text, "resolved")
    assert len(entries) == 1 and entry.startswith(entries[0])


def test_a_namesake_that_nothing_tells_apart_stays_open() -> None:
    assert [found for _, found, _ in led_to("In Novik (2016) it rained.", ENTRIES)] == [[]]
