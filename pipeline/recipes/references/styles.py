"""Reference entries of JATS articles, printed in the styles of journals, books and web pages."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

from pipeline.recipes.references.data import Builder, Labelled
from pipeline.recipes.references.drawn import drawn
from pipeline.recipes.references.works import Work, works

_LONG = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
_MONTHS = [month[:3] for month in _LONG]


def _dotted(initials: str, between: str = "") -> str:
    return between.join(f"{c}." for c in initials)


def _people(
    names: tuple[tuple[str, str], ...], form: Callable[[str, str], str], between: str, last: str
) -> str:
    parts = [form(*name) if name[1] else name[0] for name in names]
    return last.join([between.join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _closed(text: str, sign: str = ".") -> str:
    return text if text[-1:] in ("?", "!", sign) else text + sign


def _titles(work: Work) -> tuple[str, str]:
    """Return title and container; of a whole book the title alone."""
    return (work.title, work.container) if work.title else (work.container, "")


def _journal(work: Work) -> bool:
    return bool(work.title and work.container and not work.publisher)


def vancouver(work: Work, rng: random.Random) -> Builder:
    """``Smith AB, Jones C. Title. J. 2010;12(3):45-50. doi:10.1/x PMID: 1.``"""
    entry = Builder()
    most = rng.choice((3, 6, 6, 6, 99))
    more = len(work.authors) > most or work.et_al
    people = ", ".join(f"{f} {g}".strip() for f, g in work.authors[:most])
    people += ", et al" if people and more else ""
    people += ("; " if people and work.collective else "") + work.collective
    if people:
        entry.put(people, "author").put(". ")
    title, container = _titles(work)
    if not work.title and work.publisher == "" and work.volume:
        title, container = "", title
    if title and (rng.random() > 0.04 or not work.volume):
        entry.put(title, "title").put("" if title[-1] in "?!" else ".").put(" ")
    chapter = bool(container and work.publisher) and rng.random() < 0.6
    if chapter:
        _editors(entry, work, rng)
    if container:
        entry.put(container, "container").put(". ")
    if work.publisher and work.kind != "journal":
        place = work.place or (rng.choice(_PLACES) if chapter else "")
        if place and rng.random() < 0.6:
            entry.put(place, "location").put(": ")
        entry.put(work.publisher, "publisher").put("; ")
    date = work.year
    if container and rng.random() < 0.06:
        entry.put("Published online ").put(date, "date").put(".")
        return _identifiers(entry, work, rng)
    if work.volume and rng.random() < 0.25:
        date += f" {rng.choice(_MONTHS)}" + (f" {rng.randint(1, 28)}" if rng.random() < 0.6 else "")
    entry.put(date, "date")
    if work.volume:
        # Some journals count by years, or have come that far.
        volume = str(rng.randint(1800, 2020)) if rng.random() < 0.05 else work.volume
        entry.put(";").put(volume, "volume")
        if work.issue:
            entry.put("(").put(work.issue, "issue").put(")")
    if work.pages and rng.random() > 0.06:
        entry.put(". p. " if chapter else ":").put(work.pages, "pages")
    entry.put(".")
    return _identifiers(entry, work, rng)


def _editors(entry: Builder, work: Work, rng: random.Random) -> None:
    """``In: Roe K, Lee J, editors.``; the authors stand in for editors that are not given."""
    editors = work.editors or work.authors[::-1][: rng.randint(0, 3)]
    entry.put(rng.choice(("In: ", "In ")))
    if editors:
        entry.put(", ".join(f"{f} {g}".strip() for f, g in editors), "editor")
        entry.put(rng.choice((", editors. ", ", eds. ", ", editor. ", " (eds). ")))


def _identifiers(entry: Builder, work: Work, rng: random.Random) -> Builder:
    if work.doi and rng.random() < 0.6:
        entry.put(rng.choice((" doi:", " doi: ", " https://doi.org/", " DOI: ")) + work.doi)
        entry.put(rng.choice(("", ".")))
    if work.pmid and rng.random() < 0.4:
        entry.put(f" PMID: {work.pmid}.")
    elif rng.random() < 0.06:
        number = rng.randint(1_000_000, 9_999_999)
        entry.put(f" (https://www.ncbi.nlm.nih.gov/pmc/articles/PMC{number}/)")
    return entry


def _chapter(entry: Builder, work: Work, container: str, italic: bool) -> None:
    """``In: Roe K, ed. Book. Place: Publisher`` and its kin."""
    if work.publisher:
        entry.put(". In: " if not italic else " In ")
        if work.editors:
            form = (lambda f, g: f"{f} {g}") if not italic else (lambda f, g: f"{_dotted(g)} {f}")
            people = _people(work.editors, form, ", ", ", " if not italic else " & ")
            entry.put(people, "editor").put(", editors. " if not italic else " (Eds.), ")
    elif italic:
        entry.put(" ")
    if container:
        entry.put(container, "container")


def author_year(work: Work, rng: random.Random) -> Builder:
    """APA, Harvard, Cell and eLife: authors, year, title, container, volume and pages."""
    entry = Builder()
    apa, harvard = rng.random() < 0.5, rng.random() < 0.5
    if apa or harvard:
        joined = ", & " if apa else " and "
        space = rng.choice(("", " "))
        people = _people(work.authors, lambda f, g: f"{f}, {_dotted(g, space)}", ", ", joined)
        people += ", et al." if work.et_al and people else ""
    else:
        people = ", ".join(f"{f} {g}".strip() for f, g in work.authors)
    people = people or work.collective
    entry.put(people, "author").put(" " if people else "")
    if apa:
        entry.put("(").put(work.year, "date").put("). ")
    else:
        entry.put(work.year, "date").put(". ")
    title, container = _titles(work)
    entry.put(title, "title").put("" if title[-1] in "?!" else ".")
    if container:
        _chapter(entry, work, container, True)
    separator = ", " if apa or harvard else " "
    if work.volume:
        entry.put(separator).put(work.volume, "volume")
        if work.issue and (apa or harvard):
            entry.put("(").put(work.issue, "issue").put(")")
    if work.pages:
        entry.put(", " + ("pp." if harvard else "") if apa or harvard else ":")
        entry.put(work.pages.replace("-", "–"), "pages")
    entry.put("." if container else "")
    if work.publisher:
        entry.put(" ")
        if work.place:
            entry.put(work.place, "location").put(": ")
        entry.put(work.publisher, "publisher").put(".")
    return _identifiers(entry, work, rng)


def semicolons(work: Work, rng: random.Random) -> Builder:
    """``Smith, A.B.; Jones, C. Title. J 2010, 12, 45–50.`` (MDPI, ACS)"""
    entry = Builder()
    people = _people(work.authors, lambda f, g: f"{f}, {_dotted(g)}", "; ", "; ")
    people += "; et al." if work.et_al and people else ""
    people = people or work.collective + "."
    title, container = _titles(work)
    entry.put(people, "author").put(" ").put(_closed(title), "title").put(" ")
    if container:
        entry.put(container, "container").put("; " if work.publisher else " ")
    if work.publisher:
        entry.put(work.publisher, "publisher").put(": " if work.place else ", ")
        entry.put(work.place, "location").put(", " if work.place else "")
    entry.put(work.year, "date")
    if work.volume:
        entry.put(", ").put(work.volume, "volume")
    if work.pages:
        entry.put(", ").put(work.pages.replace("-", rng.choice(("–", "--"))), "pages")
    entry.put(".")
    return _identifiers(entry, work, rng)


def year_last(work: Work, rng: random.Random) -> Builder:
    """``Smith, A. B. & Jones, C. Title. J 12, 45–50 (2010).`` (Nature), or IEEE in quotes."""
    entry = Builder()
    title, container = _titles(work)
    ieee = rng.random() < 0.3
    if ieee:
        form: Callable[[str, str], str] = lambda f, g: f"{_dotted(g, ' ')} {f}"  # noqa: E731
        people = _people(work.authors, form, ", ", " and ") or work.collective
        entry.put(people, "author").put(", “").put(title, "title").put(",” ")
    else:
        people = _people(work.authors, lambda f, g: f"{f}, {_dotted(g, ' ')}", ", ", " & ")
        people = people or work.collective
        entry.put(people, "author").put(" ").put(_closed(title), "title").put(" ")
    entry.put(container, "container").put(", " if ieee and container else " " if container else "")
    if work.volume:
        entry.put("vol. " if ieee else "").put(work.volume, "volume").put(", ")
        if ieee and work.issue:
            entry.put("no. ").put(work.issue, "issue").put(", ")
    if work.pages:
        entry.put("pp. " if ieee else "").put(work.pages.replace("-", "–"), "pages")
        entry.put(", " if ieee else " ")
    if work.publisher:
        entry.put("(" if not ieee else "").put(work.publisher, "publisher").put(", ")
        entry.put(work.year, "date").put(")." if not ieee else ".")
    else:
        entry.put("" if ieee else "(").put(work.year, "date").put("." if ieee else ").")
    return _identifiers(entry, work, rng)


def glued(work: Work, rng: random.Random) -> Builder:
    """``Smith AB, Jones CTitleJ.(2003 Feb)``: a page's parts without what stood between them."""
    entry = Builder()
    title, container = _titles(work)
    entry.put(", ".join(f"{f} {g}" for f, g in work.authors) or work.collective, "author")
    entry.put(title, "title").put(container, "container").put(".(")
    day = rng.choice(("", f" {rng.randint(1, 28)}"))
    return entry.put(f"{work.year} {rng.choice(_MONTHS)}{day}", "date").put(")")


def web_page(work: Work, rng: random.Random) -> Builder:
    """``Title. Body. Published April 2020. https://…``"""
    entry = Builder()
    title, _ = _titles(work)
    body = work.collective or work.publisher or rng.choice(_SITES)
    date = rng.choice(("", f"{rng.choice(_LONG)} ")) + work.year
    if rng.random() < 0.3:
        date = f"{rng.choice(_LONG)} {rng.randint(1, 28)}, {work.year}"
    if rng.random() < 0.3:
        entry.put(body, "author").put(". ").put(_closed(title), "title")
    else:
        entry.put(_closed(title), "title").put(" ").put(body, "container").put(".")
    if rng.random() < 0.75:
        lead = rng.choice((" ", " Published ", " Published online ", " Updated "))
        entry.put(lead).put(date, "date").put(rng.choice((".", ",", "")))
    entry.put(" ")
    entry.put(rng.choice(("", "Available from: ", "Retrieved from ")))
    host = re.sub(r"[^a-z]", "", body.lower())[:16] or "example"
    address = f"https://www.{host}.org/{'-'.join(title.lower().split()[:5])}"
    return entry.put(address if rng.random() < 0.5 else f"({address})")


def web_book(work: Work, rng: random.Random) -> Builder:
    """``Roe K. Title. [Updated 2023 Jun 26]. In: Book [Internet]. Place: Publisher; 2024 Jan-.``"""
    entry = Builder()
    title, _ = _titles(work)
    entry.put(", ".join(f"{f} {g}".strip() for f, g in work.authors) or work.collective, "author")
    entry.put(". ").put(_closed(title), "title").put(" ")
    if rng.random() < 0.6:
        date = f"{work.year} {rng.choice(_MONTHS)} {rng.randint(1, 28)}"
        entry.put("[Updated ").put(date, "date").put("]. ")
    book = rng.choice(_BOOKS)
    entry.put("In: ").put(f"{book} [Internet]", "container").put(". ")
    entry.put(rng.choice(("Treasure Island (FL)", *_PLACES)), "location").put(": ")
    entry.put(work.publisher or f"{book} Publishing", "publisher").put("; ")
    entry.put(f"{work.year} {rng.choice(_MONTHS)}", "date").put(rng.choice(("-.", ".", "")))
    number = rng.randint(100_000, 999_999)
    lead = rng.choice((" ", " Available from: ", " Available from:  ("))
    return entry.put(f"{lead}https://www.ncbi.nlm.nih.gov/books/NBK{number}/")


_BOOKS = ["StatPearls", "GeneReviews", "Endotext", "LiverTox", "Medical Microbiology"]
_SITES = [
    "World Health Organization",
    "Mayo Clinic",
    "National Health Service",
    "Cleveland Clinic",
    "Harvard Medical School",
    "Centers for Disease Control and Prevention",
    "Medline Plus",
    "Sleep Foundation",
]
_PLACES = ["New York", "London", "Oxford", "Cambridge, MA", "Berlin", "Philadelphia (PA)"]
_STYLES = (
    (vancouver, 40), (author_year, 25), (semicolons, 10), (year_last, 10), (glued, 9),
    (web_page, 6), (web_book, 2),
)  # fmt: skip


def printed(data: Path, copies: int = 2) -> list[Labelled]:
    """Return each JATS entry in some styles, drawn with a fixed seed; the rarer books in more."""
    rng = random.Random(7)
    functions, odds = zip(*_STYLES, strict=True)
    found = []
    for work in works(data):
        for style in dict.fromkeys(
            rng.choices(functions, odds, k=copies + 3 * bool(work.publisher))
        ):
            found.append(style(_varied(work, rng), rng).done(work.document))
        found += [drawn(work, rng).done(work.document) for _ in range(copies)]
    return list({entry.text: entry for entry in found}.values())


def _varied(work: Work, rng: random.Random) -> Work:
    """Print some journals as others do: ``Dev. Biol.``, ``Polymer (Guildf)``."""
    words = work.container.split()
    if _journal(work) and rng.random() < 0.35 and len(words) > 1 and "." not in work.container:
        dotted = [w + "." if w[0].isupper() and 1 < len(w) < 8 else w for w in words]
        return work._replace(container=" ".join(dotted).rstrip("."))
    if _journal(work) and rng.random() < 0.02:
        place = rng.choice(("80-", "80- ", "Basel", "Guildf", "1985", "Lond", "Oxf", "N Y"))
        return work._replace(container=f"{work.container} ({place})")
    return work
