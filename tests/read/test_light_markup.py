"""AsciiDoc, Org and reStructuredText, saved under whatever name: words without their dress."""

import time

import pytest
from test_markdown import read

from pipeline.read.light_markup import is_light_markup, render_light_markup

ORG = """#+title: Tea and iron
#+STARTUP: overview
:PROPERTIES:
:ID: 12
:END:

* Findings
/Black tea/ lowers the uptake of iron by 60% in women.[fn:a] *Milk* in mg/kg or 1/2 cup does
not change it /2/.

* Footnotes
[fn:a] Lund P. Tea with meals. Iron Lett. 2009;3(1):4-9.
"""
ADOC = """= Tea and iron
:author: P. Moe
:toc:

_Black tea_ lowers the uptake of iron by 60% in women <<lun>>. **Milk** in `cups` does not.

== References

* [[[lun]]] Lund P. Tea with meals. Iron Lett. 2009;3(1):4-9.
"""
RST = """Tea and iron
============

.. contents:: On this page
   :depth: 2

*Black tea* lowers the uptake of iron by 60% in women [Lun09]_. **Milk** in ``cups`` does not,
p < 0.05*, as 3 * 4 * 5 is 60.

.. rubric:: Sources

.. [Lun09] Lund P. Tea with meals. Iron Lett. 2009;3(1):4-9.
"""


@pytest.mark.parametrize("name", ["tea.txt", "tea.md"])
@pytest.mark.parametrize("source", [ORG, ADOC, RST], ids=["Org", "AsciiDoc", "reStructuredText"])
def test_a_text_in_light_markup(source: str, name: str) -> None:
    article, blocks, references, markers = read(source, name)
    assert article.format == "light markup"
    assert [block.text for block in blocks if block.kind == "title"] == ["Tea and iron"]
    (prose,) = [b.text for b in blocks if b.kind == "paragraph" and b.region == "body"]
    assert prose.startswith("Black tea lowers the uptake of iron by 60% in women")
    assert " Milk in " in prose
    assert [(r.authors[0].family, r.year) for r in references] == [("Lund", 2009)]
    assert [m.references for m in markers if m.text != "/2/"] == [(references[0].id,)]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (ORG, "Milk in mg/kg or 1/2 cup does\nnot change it /2/."),
        (ADOC, "Milk in cups does not."),
        (RST, "Milk in cups does not,\np < 0.05*, as 3 * 4 * 5 is 60."),
    ],
)
def test_only_dress_is_taken_off(source: str, words: str) -> None:
    text = render_light_markup(source.replace("\n", "\r\n"))
    assert words in text
    assert not any(sign in text for sign in ("toc", "overview", "ID:", "contents", "rubric", "== "))


@pytest.mark.parametrize(
    "text",
    [
        "# Tea\n\n*Black tea* lowers iron.\n\n* Milk\n* Lemon\n",
        "Tea\n===\n\n*Black tea* lowers iron [Lun09].\n",
        "= 5 mg of iron\n\nBlack tea lowers iron.\n",
        "Tea\n\n#tea #iron\n\n.. and so on. /Black tea/ lowers iron.\n",
        "",
    ],
)
def test_other_texts_are_none(text: str) -> None:
    assert not is_light_markup(text)


@pytest.mark.parametrize(
    "piece", ["*a ", "/a", ":a:\n", ":PROPERTIES:\n", "= ", ".. contents::\n :a\n"]
)
def test_long_texts_take_no_time(piece: str) -> None:
    begun = time.perf_counter()
    for head in ("#+title: a\n", "= a\n:toc:\n", ".. rubric:: a\n"):
        render_light_markup(head + piece * (300_000 // len(piece)))
    assert time.perf_counter() - begun < 5
