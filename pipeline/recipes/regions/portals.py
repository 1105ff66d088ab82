"""Made-up surroundings of an article: menus, forms and teasers of a news or health portal."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

Put = Callable[[str, str, int], None]


def put_portal(
    put: Put, rnd: random.Random, phrases: dict[str, list[str]], titles: Sequence[str], top: bool
) -> None:
    """Put some menus, widgets and lists of teasers in any order."""
    gap = rnd.choice((0, 1, 1, 2))
    for _ in range(rnd.randint(1, 5)):
        chance = rnd.random()
        if chance < 0.45:
            _menu(put, rnd, phrases, titles, gap)
        elif chance < 0.65:
            for _ in range(rnd.randint(1, 8)):
                text = rnd.choice(phrases["widgets"]).format(t=rnd.choice(titles))
                put("boilerplate", text, gap)
        else:
            _teasers(put, rnd, phrases, titles, gap)
    if top and rnd.random() < 0.5:
        _menu(put, rnd, phrases, titles, gap)


def _menu(
    put: Put, rnd: random.Random, phrases: dict[str, list[str]], titles: Sequence[str], gap: int
) -> None:
    featured = rnd.random() < 0.25
    for _ in range(rnd.choice((3, 6, 10, 20, 40))):
        if featured and rnd.random() < 0.12:
            put("boilerplate", rnd.choice(titles), gap)
            continue
        text = rnd.choice(phrases["menus"])
        join = rnd.random()
        if join < 0.08:
            text = f"{text} {rnd.choice(phrases['menus'])}"
        elif join < 0.12:
            text = " ".join(rnd.sample(phrases["menus"], 6))
        put("boilerplate", text, gap)


def _teasers(
    put: Put, rnd: random.Random, phrases: dict[str, list[str]], titles: Sequence[str], gap: int
) -> None:
    if rnd.random() < 0.75:
        put("related", rnd.choice(phrases["teasers"]), gap)
    form = rnd.choice(("bare", "bare", "bare", "dated", "badge", "topic", "signed"))
    for _ in range(rnd.choice((2, 4, 6, 12, 20))):
        if form == "badge":
            put("related", rnd.choice(phrases["badges"]), gap)
        if form == "topic" and rnd.random() < 0.5:
            put("related", rnd.choice(phrases["menus"]), gap)
            continue
        title = rnd.choice(titles)
        put("related", title.title() if rnd.random() < 0.3 else title, gap)
        if form == "dated":
            when = rnd.choice(phrases["dates"])
            ago = f"{rnd.randint(1, 23)} hours ago"
            put("related", rnd.choice((when, ago, ago)), gap)
        elif form == "signed":
            put("related", rnd.choice(phrases["names"]), gap)
