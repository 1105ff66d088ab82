"""What an encyclopedia prints round an article: notes that lead to others, and the page's foot."""

from __future__ import annotations

import re

from pipeline.segment.labels import BODY
from pipeline.segment.lines import Line

# "Main article: Antiemetic", "(Redirected from Seasickness)", "For the album, see Tea (album)."
_LEADS = re.compile(
    r"\(?redirected from [^()\n]{1,80}(?:\([^()\n]{1,40}\))?\)?$"
    r"|(?:main (?:articles?|pages?)|further (?:information|details)|see also"
    r"|more details(?: on this topic)?)\s?: \S.{0,150}$"
    r"|[\"“].{1,80}[\"”] redirects? here\..{0,200}$"
    r"|(?:this (?:article|page|section) is about .{3,120}\. )?for .{2,80}, see .{2,120}"
    r"(?:\([^()\d]{2,40}\)|\bdisambiguation\b.{0,20})\.?$"
    r"|not to be confused with .{2,100}\.$",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"(?:this page was last|last) (?:edited|modified|changed|updated) (?:on|at)\b.{4,60}$"
    r"|last edited (?:\d{1,3} \w{3,7}|an? \w{3,7}) ago\b.{0,60}$"
    r"|(?:hidden )?categor(?:y|ies)\s?: \S.{0,600}$|retrieved from [\"“]?https?://\S{4,300}$"
    # The same in other languages, in whose dress English articles are saved, too.
    r"|(?:diese seite wurde zuletzt|la derni[èe]re modification de cette page"
    r"|esta página (?:se editó|foi editada)|questa pagina è stata modificata"
    r"|deze pagina is voor het laatst|tę stronę ostatnio|(?:sidan|siden) (?:redigerades|ble sist))"
    r"\b.{4,80}$|(?:kategorien?|kategorier|catégories?|categor[ií]as?|categorie)\s?: \S.{0,600}$"
    r"|portail (?:de|du|d['’])\b.{2,60}$"
    r"|(?:text|content) is available under\b.{4,400}$|\W?authority control\b.{0,100}$",
    re.IGNORECASE,
)
_EDIT = re.compile(r"\[?\s?edit(?: source)?\s?\]?", re.IGNORECASE)  # below a heading
_LEAST = 2
_LONGEST = 700


def is_foot(text: str) -> bool:
    """Say whether a line stands at the foot of an encyclopedia's page, below its list."""
    return len(text) <= _LONGEST and _FOOT.match(text) is not None


def settle_encyclopedia(lines: list[Line], labels: list[str]) -> None:
    """Take notes that lead to other articles, and the foot of the page, as no part of it."""
    edits = [i for i, line in enumerate(lines) if _EDIT.fullmatch(line.text)]
    for i in edits if len(edits) >= _LEAST else ():
        labels[i] = "boilerplate"
    for i, line in enumerate(lines):
        leads = labels[i] in BODY and len(line.text) <= _LONGEST and _LEADS.match(line.text)
        if leads or (labels[i] != "front" and is_foot(line.text)):
            labels[i] = "boilerplate"
