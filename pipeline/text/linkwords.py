"""Words by which a publisher's page leads to a source in other places.

They stand behind an entry of a reference list or below it, once or several times, with blanks,
bars, dots or brackets between them, or glued: ``CrossrefView in ScopusGoogle Scholar``.
"""

from __future__ import annotations

import re

from pipeline.text.patterns import hinted

# Who keeps what is cited, or leads to it.
_NAMES = (
    r"Google Scholar|Semantic Scholar|Cross[ -]?[Rr]ef(?: Full[ -]Text)?|QxMD MEDLINE Link"
    r"|Pub[ -]?[Mm]ed(?:/NCBI|/M(?:EDLINE|edline)(?: \(NLM\))?| Abstract| Citation| Central)?"
    r"|Web of Science(?: ?[®™])?|Wiley Online Library|Taylor ?& ?Francis Online|WorldCat"
)
# What nothing but a link says.
_BUTTONS = (
    rf"(?:View|Search|Find|Look up)(?: it)?(?: (?:at|in|on|for|with))? (?:{_NAMES})"
    r"|(?:View|Search|Find)(?: (?:at|in|on))? (?:Scopus|Medline|MEDLINE|Publisher(?: Site)?"
    r"|[Aa]rticle|PDF|[Rr]ecord(?: in Scopus)?|[Aa]bstract|Full[ -][Tt]ext|Chapter)|View at\b:?"
    r"|Download (?:PDF|[Cc]itations?|[Rr]eferences|[Aa]rticle|\.?ris)|Export [Cc]itations?"
    r"|(?:Return|(?:Go )?[Bb]ack|Jump(?: up)?) to (?:cited )?"
    r"(?:refs?|reference|text|citation|article|footnote|top)(?: (?:no\. ?)?\d{1,4})?"
    r"(?: (?:in (?:the )?(?:article|text)|referrer))?"
    r"|external icon|pdf icon(?: ?\[PDF\b[^\[\]]{0,20}\])?|Search ADS"
    r"|Cited Here(?:\.{3}|…)?|Chemical Abstracts \(CAS\)"
    r"|(?:First citation|Go to reference) in article|Go to (?:(?:original )?source|[Cc]itation)"
    r"|[Vv]iew (?:all|full) references?(?: list)?"
    r"|There is no corresponding record for this reference"
    r"|Open ?U[Rr][Ll](?: Abstract| Placeholder Text)?"
    r"|(?:Times [Cc]ited|[Cc]ited (?:by|in Scopus|times)):? ?\(?\d{1,6}\)?"
    r"|(?:PMC )?[Ff]ree (?:PMC )?[Aa]rticle|PMC [Ff]ree [Ff]ull[ -][Tt]ext|Order [Aa]rticle"
    r"|Publisher (?:[Ff]ull [Tt]ext|Site)|Green [Vv]ersion|Request [Pp]ermissions?"
)
# What may head a part of an article, too.
_SITES = (
    rf"{_NAMES}"
    r"|Medline|MEDLINE|Scopus|PMC free article|Europe ?PMC|PMC|MathSciNet|zbMATH|Chem[Pp]ort"
    r"|(?:(?:FREE|Free|ACS|AIP|[Oo]pen) )?Full[ -][Tt]ext(?: (?:PDF|HTML|Links?))?"
)
# What ends a title, too: only beside the others, or in brackets.
_WEAK = (
    r"Abstract|Summary|Article|(?:Free |FREE )?PDF|HTML|Links?|ADS|NASA ADS|CAS|ISI|DOI|MATH"
    r"|Publisher|Chapter|URL|Go to|See [Mm]ore|Read [Mm]ore|Export|Cite|Open [Aa]ccess"
    r"|External Resources"
)
_COUNT = r"(?:\s?[\[(]\d[\d,]{0,8}[\])])?"  # "Scopus (212)"
_ENDED = r"(?-i:(?![a-z]))"
_SURE = rf"[\[(]{{0,2}}\s?(?i:(?>{_BUTTONS}|{_SITES})){_ENDED}{_COUNT}[\s|·•,;:/.\])>–—-]*+"
_UNSURE = (
    rf"[\[(]\s?(?i:(?>{_WEAK}))\s?[\])][\s|·•,;:/.\])>–—-]*+"
    rf"|(?>{_WEAK}){_ENDED}(?:[\s|·•,;/]*+|\.\s*+\Z)"
)
_RUN = rf"(?:{_SURE}|{_UNSURE}){{1,24}}+"
_HINTS = (
    "scholar|ref|med|scopus|web of|pmc|text|view|find|search|download|return|back|jump|cit|"
    "open|article|publisher|green|request|math|chem|abstract|pdf|html|link|ads|cas|isi|doi|url|"
    "go to|more|here|cat|external|icon|export|wiley|taylor|access|chapter"
)
# A run begins a word, or with a bracket or capital that is glued to the end of pages.
_BEHIND = hinted(
    r"(?:^|(?<=[\s|·•<])|(?<=[a-z\d.,;:>\])])(?=[A-Z]|(?:external|pdf) icon)|(?=[\[(]))"
    rf"(?P<run>{_RUN})\Z",
    _HINTS,
)
_TELLS = re.compile(rf"(?i:{_BUTTONS}|{_SITES}){_ENDED}")
_LINE = re.compile(rf"[\s|·•*–—←↩↑↵⤴^-]{{0,4}}(?P<run>{_RUN})", re.IGNORECASE)
_UNIT = re.compile(rf"{_SURE}|{_UNSURE}", re.IGNORECASE)
_BUTTON = re.compile(rf"[\[(]{{0,2}}\s?(?i:{_BUTTONS}){_ENDED}")
# Where an article cites an entry, below it: "a [...] melatonin within 10 min".
_SNIPPET = re.compile(r"[a-z]{1,2} (?:\[(?:\.{3}|…)\]|…) .{3,160}")
_LONGEST = 240
"""Characters of the longest run."""
_EDGE = " [(|·•/,;:<>-–—"

PROGRAM_ADDRESS = r"(?!https?:|ftps?:|file:)[a-z][a-z\d+.-]{2,30}://"
"""A pattern of how an address begins that only a program on the reader's machine opens."""
PROGRAM_WORDS = (
    r"pdf|epub|snapshot|note|annotation|highlight|link|source|🔗|↗"
    r"|(?:open|view|show|go to|jump to|see)\b[^\[\]\n\d]{0,40}"
    r"|(?:pp?|pages?|loc|(?:kindle )?location)[.:]? ?\d[\d–-]{0,10}"
)
"""A pattern of the words of such a link, where they say no more than that it is one."""

IN_MARKER = rf"(?=[A-Z])(?:{_BUTTONS}|{_SITES}|View all references|Abstract){_ENDED}"
"""A pattern of such words as they are printed, in or behind a citation marker."""


def links_begin(text: str) -> int:
    """Return where the link words behind an entry begin; the end of the text without any."""
    if not _BEHIND.may_match(text[-40:].lower()):
        return len(text)
    tail = max(len(text) - _LONGEST, 0)
    found = _BEHIND.pattern.search(text[tail:])
    if not found or not (_TELLS.search(found["run"]) or found["run"][0] in "[("):
        return len(text)
    return len(text[: tail + found.start()].rstrip(_EDGE))


def may_lead_elsewhere(line: str) -> bool:
    """Whether a line holds nothing but link words, be it one that may head something."""
    if len(line) > _LONGEST:
        return False
    return (_LINE.fullmatch(line) or _SNIPPET.fullmatch(line)) is not None


def names_elsewhere(line: str) -> bool:
    """Whether a line holds nothing but link words, one of which names a site or says to go."""
    tells = _TELLS.search(line) or _SNIPPET.match(line)
    return tells is not None and may_lead_elsewhere(line)


def leads_elsewhere(line: str) -> bool:
    """Whether a line surely only leads to other places: ``CrossRef | Google Scholar``."""
    found = _LINE.fullmatch(line) if len(line) <= _LONGEST else None
    if not found or not _TELLS.search(line):
        return False
    units = list(_UNIT.finditer(found["run"]))
    return len(units) > 1 or _BUTTON.match(found["run"]) is not None
