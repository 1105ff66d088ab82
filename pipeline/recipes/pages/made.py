"""Pages made of annotated lines: short ones, plain ones, pages of health sites.

The saved pages are large and mostly news. What people paste or export is often small: some
headings and paragraphs in hardly any markup. So the lines of the annotated health pages and of
the saved ones are put into pages of many makes, short ones without anything round the article
among them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

import numpy as np

from pipeline.errors import ArticleError
from pipeline.read.html import read_lines
from pipeline.recipes.pages.data import Labelled
from pipeline.recipes.regions.pages import web_pages

_ARTICLE = ("heading", "paragraph", "list_item")
_AROUND = ("related", "comment", "boilerplate")
_PHRASES = Path(__file__).with_name("phrases.txt")
_WEIGHT = 0.4
# What pages call the boxes round an article; a box without a telling name is as frequent.
_NEUTRAL = ("<div>", "<div>", "<section>", '<div class="box">', '<div class="module-2">')
_TEASERS = (
    *("<aside>", '<div class="related-posts">', '<div id="related">', '<aside class="sidebar">'),
    *('<section class="recommended">', '<div class="more-stories">', '<div class="read-next">'),
)
_PROMOTION = (
    *("<aside>", '<div class="newsletter-signup">', '<div class="promo">', '<div class="cta">'),
    *('<div class="ad-slot">', '<div id="subscribe">', '<form class="signup">', "<figure>"),
    *('<div class="author-bio">', '<div class="disclaimer">', '<div class="social-share">'),
)
_REPLIES = (
    *('<div id="comments">', '<ol class="comment-list">', '<section class="comments-area">'),
    *('<div class="responses">', '<div id="disqus_thread">', '<div class="discussion">'),
)
_FOOTERS = ("<footer>", '<div class="footer">', '<div id="colophon">', "<div>")
# Names that tell of something else and stand round an article all the same.
_MISLEADING = (
    *('<div class="read-more-wrapper">', '<div class="has-sidebar">', '<div id="social-anxiety">'),
    *('<div class="comments-open">', '<div class="menu-plan">', '<div class="share-content">'),
    *('<section class="promo-page">', '<div class="related-content main">', "<form>"),
)


class Line(NamedTuple):
    """A line and what it is, in the words of `pipeline.segment.stage`."""

    text: str
    label: str


class Source(NamedTuple):
    """The lines of one page."""

    name: str
    site: str
    lines: list[Line]


def phrases() -> list[str]:
    """Return sentences of promotion and such, written for this recipe."""
    return [line for line in _PHRASES.read_text("utf-8").splitlines() if line.strip()]


def health_sources(data: Path) -> list[Source]:
    """Return the annotated health pages."""
    return [
        Source(
            page.name,
            page.name,
            [
                Line(line.text, label)
                for line, label in zip(page.lines, page.labels, strict=True)
                if page.whole or label in (*_ARTICLE, "title")
            ],
        )
        for page in web_pages(data)
    ]


def examples(health: Sequence[Source]) -> list[tuple[str, float, str | None]]:
    """Return lines without a page: their text, whether they are an article's, their site."""
    found: list[tuple[str, float, str | None]] = [(text, 0.0, None) for text in phrases()]
    for source in health:
        for line in source.lines:
            if line.label in (*_ARTICLE, *_AROUND):
                found.append((line.text, float(line.label in _ARTICLE), source.site))
    return found


def saved_sources(pages: Sequence[Labelled]) -> list[Source]:
    """Return the lines of the saved pages whose bodies are known."""
    found = []
    for page in pages:
        lines = []
        for draft, label in zip(page.drafts, page.labels.tolist(), strict=True):
            if label >= 0.8:
                kind = "heading" if draft.level else draft.kind or "paragraph"
                lines.append(Line(draft.text.removeprefix("• "), kind))
            elif 0 <= label < 0.2:
                lines.append(Line(draft.text.removeprefix("• "), "boilerplate"))
        if sum(line.label in _ARTICLE for line in lines) > 3:
            found.append(Source(page.name, page.site, lines))
    return found


def make_pages(sources: Sequence[Source], each: int, seed: int = 1) -> list[Labelled]:
    """Return made-up pages with their labels, ``each`` of every source."""
    told = phrases()
    found = []
    for place, source in enumerate(sources):
        maker = _Maker(random.Random(f"{seed} {source.name}"), told)
        for turn in range(each):
            html = maker.page(source.lines, bare=(place + turn) % 2 == 0)
            page = maker.label(html, source)
            if page is not None:
                found.append(page)
    return found


class _Maker:
    """Puts lines into markup, by chance."""

    def __init__(self, chance: random.Random, told: list[str]) -> None:
        self.chance, self.told = chance, told
        self.known: dict[str, float] = {}

    def label(self, html: str, source: Source) -> Labelled | None:
        """Return a page read as every page is, its labels known by its lines."""
        try:
            lines = read_lines(html)
        except ArticleError:
            return None
        drafts = lines.page.drafts
        labels = np.array([self.known.get(_bare(draft.text), -1.0) for draft in drafts])
        if not len(drafts):
            return None
        return Labelled(source.name, source.site, drafts, lines.parts, lines.said, labels, _WEIGHT)

    def page(self, lines: list[Line], bare: bool) -> str:
        """Return the markup of a page of some of the lines."""
        self.known = {}
        chance = self.chance
        body = [line for line in lines if line.label in _ARTICLE]
        around = [line.text for line in lines if line.label in _AROUND]
        size = chance.choice((2, 3, 4, 6, 8, 12, 20, 40))
        start = chance.randrange(max(len(body) - size, 0) + 1)
        chosen = body[start : start + size]
        title = next((line.text for line in lines if line.label == "title"), "")
        article = self.article(chosen)
        if title and chance.random() < 0.9:
            article = f"<h1>{escape(title)}</h1>\n{article}"
        if not bare:
            article += self.end()
        article = self.wrapped(article)
        if not bare:
            article = self.before(around) + article + self.behind(around)
        head = f"<head><title>{escape(title)}</title></head>" if chance.random() < 0.7 else ""
        return f"<html>{head}<body>{article}</body></html>"

    def article(self, lines: list[Line]) -> str:
        """Return lines of an article in the elements that pages have for them."""
        chance = self.chance
        prose = chance.choice(("p", "p", "p", "p", "div", "td"))
        inner = chance.choice(("{}", "{}", "{}", "<span>{}</span>"))
        item = chance.choice(("<li>{}</li>", "<li><p>{}</p></li>", "<li><span>{}</span></li>"))
        items = chance.choice(("ul", "ul", "ol"))
        parts, listed = [], False
        for line in lines:
            self.known[_bare(line.text)] = 1.0
            text = inner.format(escape(line.text))
            if (line.label == "list_item") != listed:
                parts.append(f"</{items}>" if listed else f"<{items}>")
                listed = not listed
            if line.label == "list_item":
                parts.append(item.format(escape(line.text)))
            elif line.label == "heading":
                parts.append(f"<h2>{escape(line.text)}</h2>")
            elif prose == "td":
                parts.append(f"<table><tr><td>{text}</td></tr></table>")
            else:
                parts.append(f"<{prose}>{text}</{prose}>")
        return "\n".join([*parts, f"</{items}>" if listed else ""])

    def end(self) -> str:
        """Return promotion as it stands at the end of an article, in its markup or its own."""
        count = self.chance.choice((0, 0, 1, 1, 2))
        told = "".join(self.out(text, "p") for text in self.chance.sample(self.told, count))
        return told if self.chance.random() < 0.6 else self.boxed(told, _PROMOTION)

    def boxed(self, inner: str, telling: tuple[str, ...]) -> str:
        """Return markup in a box, which may have a telling name."""
        if not inner:
            return ""
        opening = self.chance.choice(telling if self.chance.random() < 0.5 else _NEUTRAL)
        return f"{opening}{inner}</{opening.split()[0].strip('<>')}>"

    def wrapped(self, article: str) -> str:
        """Return an article in the elements round it."""
        openings = (
            *("", "", "<article>", "<main>", "<main><article>", "<div>", "<div><div>", "<center>"),
            *(
                '<div class="content">',
                '<div id="post-12" class="entry"><div class="entry-content">',
            ),
            *('<div class="print-page">', *_MISLEADING),
        )
        opening = self.chance.choice(openings)
        names = [part.split()[0].strip("<>") for part in opening.split("><")] if opening else []
        return opening + article + "".join(f"</{name}>" for name in reversed(names))

    def before(self, around: list[str]) -> str:
        """Return what stands above an article."""
        words = ("Home", "News", "Health", "About us", "Contact", "Shop", "Search", "Topics")
        links = "".join(
            f"<li>{self.link(word)}</li>"
            for word in self.chance.sample(words, self.chance.randrange(3, 8))
        )
        holder = self.chance.choice(("nav", "header", "div", 'div class="menu"'))
        extra = "".join(self.out(t, "p") for t in self.short(around, 2))
        return f"<{holder}><ul>{links}</ul></{holder.split()[0]}>{extra}"

    def behind(self, around: list[str]) -> str:
        """Return what stands below an article: teasers, comments, small print."""
        chance = self.chance
        found = ""
        if chance.random() < 0.6:
            head = chance.choice(
                ("Related articles", "You may also like", "More stories", "Latest")
            )
            self.known[head] = 0.0
            teasers = "".join(f"<li>{self.link(t)}</li>" for t in self.short(around, 5))
            blurbs = [t for t in around if 60 < len(t) < 300]
            blurb = self.out(chance.choice(blurbs), "p") if blurbs else ""
            inner = f"<h3>{head}</h3>" + (f"<ul>{teasers}</ul>" if teasers else blurb)
            found += self.boxed(inner, _TEASERS)
        if chance.random() < 0.4:
            replies = [t for t in around if len(t) > 40][:20]
            replies = chance.sample(replies, min(len(replies), 3))
            self.known["Comments"] = 0.0
            head = "<h3>Comments</h3>" if chance.random() < 0.7 else ""
            inner = "".join(f"<div>{self.out(t, 'p')}</div>" for t in replies)
            found += self.boxed(head + inner, _REPLIES)
        small = "".join(self.out(t, "p") for t in chance.sample(self.told, 2))
        return found + self.boxed(small, _FOOTERS)

    def short(self, around: list[str], most: int) -> list[str]:
        some = [text for text in around if len(text) < 120]
        return self.chance.sample(some, min(len(some), self.chance.randrange(most + 1)))

    def link(self, text: str) -> str:
        self.known[_bare(text)] = 0.0
        return f'<a href="/{len(text)}">{escape(text)}</a>'

    def out(self, text: str, tag: str) -> str:
        self.known[_bare(text)] = 0.0
        return f"<{tag}>{escape(text)}</{tag}>"


def _bare(text: str) -> str:
    """Return a line without its bullet or number and with its white space folded."""
    head, _, rest = text.partition(" ")
    marked = head == "•" or (head[:-1].isdecimal() and head[-1:] == ".")
    return " ".join((rest if marked else text).split())
