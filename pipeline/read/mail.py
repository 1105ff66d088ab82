"""Letters and posts in which ``>`` quotes others: which part of one is the article.

Where most of the text is quoted, an article was passed on, and the lines round it are what
people say of it. Else the article answers, and what it quotes is not its own. The quoted
text is read as Markdown, whose quotations are written the same way.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, pairwise
from typing import NamedTuple

from pipeline.read.front_matter import FrontMatter
from pipeline.read.hints import Hints

_HEADER = re.compile(
    r"[> \t]{0,20}\*{0,2}(From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Von|An|Betreff|Datum"
    r"|Gesendet|De|Objet|À|Envoyé):\*{0,2}[ \t]{1,9}(\S.{0,300})",
    re.I,
)
_SENDERS = frozenset(("from", "subject", "von", "betreff", "de", "objet"))
_MARKS = re.compile(r"(?:[ \t]{0,3}>){1,40}[ \t]?")
_WROTE = re.compile(r"(?:On .{5,200}|.{1,80}<[^<>\s]{3,90}>.{0,40}|.{1,60}) (?:wrote|schrieb):\s*$")
_PASSED_ON = re.compile(r"[>\s]*-{3,40}\s?(?:Forwarded|Original) message\s?-{3,40}\s*$", re.I)
_ANSWER = re.compile(r"(?:(?:re|fwd?|aw|wg|tr)(?:\[\d+\])?:\s*){1,9}", re.I)
_TOP = 30  # lines in which the headers begin
_SHARE, _LEAST = 0.8, 3  # of the lines, and lines, that are quoted where no header tells it


class _Line(NamedTuple):
    """A line without its signs of quotation, and how many they are."""

    depth: int
    text: str


def is_mail(text: str) -> bool:
    """Whether a text is a letter or post with headers, or quotes nearly all that it holds."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(_headers(lines[:_TOP])) > 1:
        return True
    passed_on = (i for i, line in enumerate(lines) if _PASSED_ON.match(line))
    if any(len(_headers(lines[i + 1 : i + _TOP])) > 1 for i in islice(passed_on, _TOP)):
        return True
    quoted = [line for line in lines if line.lstrip()[:1] == ">"]
    if any(_WROTE.match(a) and b.lstrip()[:1] == ">" for a, b in pairwise(lines)):
        return True
    return len(quoted) >= max(_LEAST, _SHARE * len(lines))


def render_mail(text: str) -> tuple[str, Hints]:
    """Return a letter as plain text and its structure."""
    from pipeline.read.markdown import render_markdown

    lines = _lines(text)
    size: Counter[int] = Counter()
    for line in lines:
        size[line.depth] += len(line.text.strip())
    depth = max(sorted(size), key=lambda d: size[d], default=0)
    front = _front([line.text for line in lines[:_TOP]], depth)
    return render_markdown("\n".join(_quoted(lines)), depth, front)


def _headers(lines: list[str]) -> dict[str, str]:
    """Return the headers that begin a letter; those of one passed on stand alone too."""
    found: dict[str, str] = {}
    for line in lines:
        header = _HEADER.match(line)
        if header:
            found.setdefault(header[1].lower(), header[2].strip())
        elif not (found and line[:1].isspace()) and not _PASSED_ON.match(line):
            break
    return found if found.keys() & _SENDERS else {}


def _front(lines: list[str], depth: int) -> FrontMatter:
    """Return what the headers say of an article that is the letter itself."""
    headers = _headers([line for line in lines if line.strip()])
    subject = next((headers[k] for k in ("subject", "betreff", "objet") if k in headers), "")
    if depth or _ANSWER.match(subject):
        return FrontMatter()
    sender = next((headers[k] for k in ("from", "von", "de") if k in headers), "")
    date = next((headers[k] for k in ("date", "sent", "datum", "gesendet") if k in headers), None)
    name = re.sub(r"\s*<[^<>]{0,200}>", "", sender).strip("\"' ")
    return FrontMatter(title=subject or None, byline=name or None, date=date)


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    deeper = 0
    for line in text.splitlines():
        marks = _MARKS.match(line)
        depth = (marks[0].count(">") if marks else 0) + deeper
        if _PASSED_ON.match(line) and not marks:
            deeper += 1  # some programs quote by such a line alone
        lines.append(_Line(depth, line[marks.end() :] if marks else line))
    return lines


def _quoted(lines: list[_Line]) -> list[str]:
    """Return the lines with their signs again, each part apart and what is no text as code."""
    done: list[str] = []
    last, signed, header = 0, False, True
    for line in lines:
        sign = "> " * line.depth
        if line.depth != last:
            done += [("> " * min(last, line.depth)).rstrip()]
            signed, header = False, True
        blank = not line.text.strip()
        header = (header and (blank or _HEADER.match(line.text) is not None)) or (
            _PASSED_ON.match(line.text) is not None
        )
        signed = signed or line.text.rstrip() == "--"
        if (signed or header) and not blank:
            done += [sign + "```", sign + line.text.replace("`", "'"), sign + "```"]
        else:
            done.append(sign + line.text)
        last = line.depth
    return done
