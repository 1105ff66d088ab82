"""The articles that were made up for the claim models."""

import typing

from pipeline.recipes.claims.data import made_up_articles, plain_sentences
from pipeline.records import ClaimType, Direction


def test_made_up_articles_are_annotated_as_pages_are() -> None:
    types, directions = set(typing.get_args(ClaimType)), {*typing.get_args(Direction), "none"}
    articles = made_up_articles()
    assert len(articles) > 80
    for article in articles:
        assert 20 < len(article.rows) < 50
        for row in article.rows:
            sentence = article.text[row.start : row.end]
            assert sentence and "\n" not in sentence and sentence == sentence.strip()
            assert row.claim in {-1, 0, 1} and row.direction in directions
            assert (row.type in types) == (row.claim == 1)
            assert row.claim == 1 or row.direction == "none"


def test_plain_sentences_teach_claims_only() -> None:
    rows = plain_sentences().rows
    assert {row.claim for row in rows} == {0, 1} and not any(row.type for row in rows)
