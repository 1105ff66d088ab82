"""Words by which blocks of a printed article give themselves away. Data only."""

from __future__ import annotations

import re

CAPTION = re.compile(
    r"(?:(?:supplementary|supplemental|additional|extended data|online)\s)?"
    r"(?:fig(?:ure|\.)?|table|tab\.|scheme|box|chart|graph|plate|panel|photo|image|map"
    r"|diagram|file"
    r"|algorithm|video|appendix table|appendix figure)\s?\.?[\s-]?"
    r"(?:[sa]?\d{1,3}[a-z]?|[ivx]{1,5})(?:\s?[.:|–—-]|\s?\)|\s|$)",
    re.IGNORECASE,
)
TABLE = re.compile(r"(?:supplementary\s|appendix\s)?(?:table|tab\.)", re.IGNORECASE)
ABSTRACT = re.compile(
    r"(?:\d\.?\s)?(?:abstract|summary|synopsis|background and aims?|highlights|graphical abstract"
    r"|author summary|plain language summary|lay summary|a\s?b\s?s\s?t\s?r\s?a\s?c\s?t)\s?[:.]?",
    re.IGNORECASE,
)
RUN_IN_ABSTRACT = re.compile(r"(abstract|summary)\s?[:.–—-]{1,2}\s?", re.IGNORECASE)
KEYWORDS = re.compile(r"(?:key\s?-?words?|index terms|mesh terms|abbreviations)\b", re.IGNORECASE)
LEGAL = re.compile(
    r"©|\(c\)|copyright|\blicen[sc]e|creative commons|permits unrestricted|all rights reserved"
    r"|\breceived\b.{0,40}\d|\baccepted\b.{0,30}\d|published( online)?:|correspond(?:ence|ing)\b"
    r"|@\w+\.|e-?mail|academic editor|edited by|reviewed by|how to cite|cite this article"
    r"|citation:"
    r"|\bdoi\s?:|https?://(?:dx\.)?doi|\bissn\b|university|department of|institute of",
    re.IGNORECASE,
)
BODY_HEADING = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?\s{1,3}|[ivx]{1,4}\.\s)?(?:introduction|background"
    r"|materials? and methods?|methods?"
    r"|results?(?: and discussions?)?|discussions?|conclusions?|objectives?|aims?|methodology"
    r"|patients and methods|experimental(?: section)?|case (?:report|presentation)|findings"
    r"|overview|summary|limitations|acknowledge?ments?|funding|conflicts? of interests?"
    r"|competing interests?|authors?['’]? contributions?|supplementary materials?"
    r"|abbreviations)\s?:?",
    re.IGNORECASE,
)
BACK = re.compile(
    r"(?:\d{1,2}\.?\s)?(?:acknowledge?ments?|funding|conflicts? of interests?"
    r"|(?:declaration of )?competing"
    r" interests?|authors?['’]? contributions?|supplementary (?:materials?|information"
    r"|data)|disclosures?"
    r"|data availability(?: statement)?|ethics (?:approval|statement).*|consent for publication"
    r"|additional information|supporting information|publisher['’]?s note|abbreviations|orcid.*"
    r"|appendix.*|source of support.*|how to cite.*|author details|endnotes"
    r"|availability of data.*"
    r"|declarations|ethical .*|availability.*)\s?:?",
    re.IGNORECASE,
)
BACK_RUN_IN = re.compile(
    r"(?:copyright )?©|publisher['’]s note|how to cite this article|cite this article as"
    r"|(?:conflicts? of interests?(?: statement)?|competing interests?|acknowledge?ments?|funding"
    r"|authors?['’]? contributions?|disclosures?|data availability(?: statement)?"
    r"|ethics statement)"
    r"\s?[:.]",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+[^\W\d_]")
NUMBERED_RUN_IN = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,4}\.?\s[^.!?:]{3,90}[.:]\s(?=[^\W\d_a-z])")
ITEM = re.compile(r"(?:[\[(]?(?:\d{1,2}|[a-z]|[ivx]{1,4})[\]).]|[-–—])\s{0,3}[^\W\d_]")
SENTENCE_END = re.compile(r"[.!?][)\]”’\"'\d,\s–-]{0,12}$")
SPECIES = re.compile(r"[A-Z]\.\s?[a-z]+")
INTRODUCTION = re.compile(r"(?:[\dIi]{1,2}\.?\s{1,3})?introduction\s?:?", re.IGNORECASE)
# What stands among the text of a first page, or after it, and is none of it.
ASIDE = re.compile(
    r"\W{0,3}(?:corresponding author|correspondence\b|address (?:for|all) correspondence"
    r"|received\b"
    r"|accepted\b|e-?mail\b|how to cite|cite this|citation:|copyright\b|©|\(c\) \d{4}|doi\s?:"
    r"|source of support|access this article|quick response|publisher['’]s note|edited by|editor:"
    r"|reviewed by|academic editor|published(?: online)?:|supplementary information accompanies"
    r"|accession codes|[\w.+-]{1,60}@[\w.-]{1,60}\W{0,2}$)",
    re.IGNORECASE,
)
LICENCE = re.compile(r"creative commons|open.access|licen[sc]e", re.IGNORECASE)
PERMITS = re.compile(
    r"permits?\b|permitted|distributed under|provided (?:that )?(?:you|the)|"
    r"licen[sc]ee|unrestricted",
    re.IGNORECASE,
)
# The labels of a structured abstract.
LABELLED = re.compile(
    r"(?:background(?: and (?:aims?|objectives?|purpose))?|aims?(?: and objectives?)?|objectives?"
    r"|introduction|purpose|methods?(?: and (?:materials?|results|findings))?"
    r"|(?:materials?|patients|subjects|study design) (?:and|&) methods?|(?:study )?design|setting"
    r"|participants|main outcome measures?|results?|findings|principal findings|discussion"
    r"|conclusions?(?: and (?:significance|relevance))?|interpretation|significance|importance"
    r"|methodology(?:/principal findings)?|relevance|limitations|funding|context|data sources"
    r"|study selection|data extraction|data synthesis|clinical (?:significance|relevance))"
    r"\s?[:.]\s?(?=(?-i:[^\Wa-z_]))",
    re.IGNORECASE,
)
OWN_CITATION = re.compile(r"citation\b", re.IGNORECASE)  # how to cite the article itself
ENTRY = re.compile(r"[^\W\d_a-z][\w’'-]{1,30}(?:\s[\w’'-]{1,30}){0,2},?\s[^\W\d_a-z]")
YEAR = re.compile(r"(?:19|20)\d\d")
