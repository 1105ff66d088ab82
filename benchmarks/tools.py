"""Public tools that do a part of the work, over the texts of a folder.

``python -m benchmarks.tools NAME FOLDER ARTICLES`` prints ``first`` after the first article
and ends after the last, so that its start, speed and memory can be measured from outside.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.users_script import small_english_name, users_script


def pysbd(batch: list[str]) -> None:
    """pySBD: sentences only"""
    import pysbd as package

    segmenter = package.Segmenter(language="en", clean=False)
    for text in batch:
        for line in text.splitlines():
            segmenter.segment(line)


def abbreviations(batch: list[str]) -> None:
    """spaCy's blank English, scispaCy's abbreviations"""
    import spacy
    from scispacy.abbreviation import AbbreviationDetector

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    assert AbbreviationDetector
    nlp.add_pipe("abbreviation_detector")
    for _ in nlp.pipe(batch):
        pass


def small_english(batch: list[str]) -> None:
    """spaCy's small English pipeline: tagger, parser, names"""
    import spacy

    nlp = spacy.load(small_english_name())
    for _ in nlp.pipe(batch):
        pass


TOOLS: dict[str, Callable[[list[str]], None]] = {
    tool.__name__: tool for tool in (pysbd, abbreviations, small_english, users_script)
}


def main(name: str, folder: str, articles: str) -> None:
    """Run one tool over the first articles of a folder."""
    paths = sorted(Path(folder).glob("*.txt"))[: int(articles)]
    batch = [path.read_text("utf-8") for path in paths]
    TOOLS[name](batch[:1])
    print("first", flush=True)
    TOOLS[name](batch[1:])


if __name__ == "__main__":
    main(*sys.argv[1:])
