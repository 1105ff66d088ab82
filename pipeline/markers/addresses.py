"""Where addresses lead: to a source, or to a home page, a topic, a shop, a form to share.

An address is judged by its own parts (host, path, query) and by how the prose uses it. The words
are those that sites of every kind put into such paths; none is a site's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from pipeline.text.identifiers import first_doi, trimmed

_PRINTED = re.compile(r"\b(?:https?://|www\.)[^\s<>\"“”«»]{3,400}", re.IGNORECASE)
# What a lone Markdown link of a plain text prints before its address, in parentheses or a site.
_LABEL = re.compile(
    r"(?:(?<=\()\[[^\[\]\n]{1,100}\]|\[(?:[a-z\d-]{1,40}\.){1,4}[a-z]{2,8}\])\($", re.IGNORECASE
)
_LONGEST_LABEL = 110
_DOI = re.compile(
    r"(?<![\w./:])(?:doi:?\s{0,3}|dx\.doi\.org/|doi\.org/)(10\.\d{4,9}/[^\s<>\"“”]{1,200})",
    re.IGNORECASE,
)
# Numbers of registers, and the address that each has there.
_NUMBERED = (
    (
        re.compile(
            r"\b(?:PMID\s?[:#]?\s{0,2}(?=\d{4})|PubMed(?:\s?ID)?\s?[:#]?\s{0,2}(?=\d{6}))"
            r"(\d{4,9})(?![\d.]\d|\d)"
        ),
        "https://pubmed.ncbi.nlm.nih.gov/{}/",
    ),
    (
        re.compile(r"(?<![/\w])(?:PMCID:?\s{0,2})?(PMC\d{4,9})(?!\d)"),
        "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    ),
    (
        re.compile(r"(?<![/\w])arXiv:\s?(\d{4}\.\d{4,5})(?:v\d{1,2})?(?!\d)"),
        "https://arxiv.org/abs/{}",
    ),
    (re.compile(r"(?<![/\w])(NCT\d{8})(?!\d)"), "https://clinicaltrials.gov/study/{}"),
)
# Parts of paths that lead to lists, people, forms and goods.
_NO_SOURCE = frozenset(
    [
        *("tag", "tags", "category", "categories", "topic", "topics", "author", "authors"),
        *("user", "users", "profile", "profiles", "about", "about-us", "contact", "contact-us"),
        *("login", "signin", "signup", "register", "subscribe", "subscription", "newsletter"),
        *("privacy", "terms", "legal", "careers", "jobs", "search", "shop", "store", "cart"),
        *("checkout", "basket", "product", "products", "dp", "deals", "offers", "coupon"),
        *("share", "sharer", "intent", "hashtag", "channel", "playlist", "donate"),
        *("advertise", "advertising", "app", "apps", "download", "downloads", "staff", "pin"),
        *("podcast", "podcasts", "episode", "episodes", "index", "home"),
    ]
)
_MEDIA = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp3|mp4|mov|zip|ics)$", re.IGNORECASE)
# Queries of partners who are paid for a sale, and of forms that send a page on.
_PAID = frozenset(
    [
        *("tag", "aff", "affid", "aff_id", "affiliate", "affiliate_id", "irclickid"),
        *("ascsubtag", "partner", "ref_"),
    ]
)
_SENT_ON = frozenset(["u", "url", "text", "title", "body", "via", "status"])
_CALL = re.compile(
    r"\W*(?:buy|shop|order|subscribe|sign ?up|log ?in|join|follow|share|tweet|pin|email|print"
    r"|donate|book (?:now|an?|your)|register|get (?:the|our|your|my|a free)|try|contact|watch"
    r"|download (?:our|the app|now)|see (?:also|more)|read (?:next|more|also)|related|learn more"
    r"|click here to|listen|hear|back to)\b",
    re.IGNORECASE,
)
_FOLLOW = re.compile(
    r"\b(?:(?:follow|find|join|like|visit) (?:me|us|our|them)\b[^.!?]{0,20}"
    r"|(?:share|tweet|pin|save|discuss)(?: (?:this|it))? (?:on|via|with|to) )$",
    re.IGNORECASE,
)
_OF_SOURCES = frozenset(
    [
        *("summary", "abstract", "report", "article", "paper", "full", "text", "data", "study"),
        *("review", "source", "pdf", "trial", "link", "guideline", "factsheet"),
    ]
)
_SECOND = frozenset(["co", "com", "org", "net", "ac", "gov", "edu", "or", "ne", "go", "gob"])
_WORDS = re.compile(r"[^\W_]+")


class Address(NamedTuple):
    """A link: its span, where it leads, its words (none of an address printed), its block.

    ``before`` is what stands right before it.
    """

    start: int
    end: int
    url: str
    words: str
    around: str
    before: str = ""


def printed_addresses(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield the addresses and DOIs printed between two offsets, with what they lead to."""
    for found in _PRINTED.finditer(text, start, end):
        url = trimmed(found[0])
        low, high = found.start(), found.start() + len(url)
        label = _LABEL.search(text, max(start, low - _LONGEST_LABEL), low)
        if label and text[high : high + 1] == ")":
            low, high = label.start(), high + 1
        yield low, high, url if "://" in url else f"http://{url}"
    for found in _DOI.finditer(text, start, end):
        doi = trimmed(found[1])
        yield found.start(), found.start(1) + len(doi), f"https://doi.org/{doi}"
    for pattern, address in _NUMBERED:
        for found in pattern.finditer(text, start, end):
            yield found.start(), found.end(), address.format(found[1])


def site(url: str) -> str | None:
    """Return the site that an address belongs to: ``example.co.uk`` of ``www.example.co.uk``."""
    host = _split(url).hostname or ""
    parts = host.lower().split(".")
    if len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SECOND:
        return ".".join(parts[-3:])
    return ".".join(parts[-2:]) if len(parts) > 1 else None


def target(url: str) -> str:
    """Return an address in the form by which two that lead to one place are the same."""
    parts = _split(url)
    host = (parts.hostname or "").removeprefix("www.")
    kept = sorted((k, v) for k, v in parse_qsl(parts.query) if not k.startswith("utm_"))
    query = "?" + "&".join(f"{k}={v}" for k, v in kept) if kept else ""
    return host + unquote(parts.path).rstrip("/") + query


def is_source(link: Address, own: str | None) -> bool:
    """Whether a link of the prose leads to a source of what the prose says.

    ``own`` is the site of the page itself, where it is known. A home page is what a sentence
    speaks of, not where it is shown; so is a page named as the words that link to it.
    """
    if first_doi(link.url):
        return True
    parts = _split(link.url)
    where = site(link.url)
    if parts.scheme not in ("http", "https") or where is None or where == own:
        return False
    path = [part.lower() for part in unquote(parts.path).split("/") if part]
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if not path and not query:
        return False
    if _NO_SOURCE.intersection(path[:-1]) or (path and path[-1].partition(".")[0] in _NO_SOURCE):
        return False
    if _MEDIA.search(parts.path) or _PAID.intersection(map(str.lower, query)):
        return False
    if any("://" in query.get(key, "") for key in _SENT_ON):
        return False
    called = _CALL.match(link.words) or _FOLLOW.search(link.before)
    return not called and not _alone(link) and not _named_so(link, path)


def _alone(link: Address) -> bool:
    """Whether a link is all of its block, as teasers are: ``Read: Ten foods for …``."""
    return bool(link.words) and len(link.words) >= 0.9 * len(link.around.strip(" .•*-"))


def _named_so(link: Address, path: list[str]) -> bool:
    """Whether a page is called as the words that lead to it: ``zinc`` → ``/wiki/Zinc``."""
    words = [word.lower() for word in _WORDS.findall(link.words)]
    last = _WORDS.findall(path[-1].removesuffix(".html")) if path else []
    if _OF_SOURCES.issuperset(words):
        return False
    return 0 < len(words) <= 4 and words == last and not any(word.isdigit() for word in words)


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url.strip())
    except ValueError:  # brackets that are no IPv6 address
        return urlsplit("")
