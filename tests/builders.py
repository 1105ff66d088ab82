"""Small records for tests: what matters is given, the rest is filled in."""

from pipeline.records import Article, Block, Kind, Region, Sentence


def article(text: str, name: str = "a") -> Article:
    """An article of that text."""
    return Article(
        id=name, source=f"{name}.txt", format="txt", sha256="", title=None, text=text,
        citation_style=None, language=None,
    )  # fmt: skip


def block(
    text: str, start: int, end: int, region: Region = "body", kind: Kind = "paragraph"
) -> Block:
    """A block of a text, a paragraph of the body unless told otherwise."""
    return Block(
        article="a", id=f"a:b{start}", start=start, end=end, text=text[start:end],
        region=region, kind=kind, section=(),
    )  # fmt: skip


def sentence(text: str, start: int = 0, end: int | None = None, block: str = "a:b0") -> Sentence:
    """A sentence of the body."""
    end = len(text) if end is None else end
    return Sentence(
        article="a", id=f"a:s{start}", start=start, end=end, text=text[start:end],
        region="body", section=(), block=block,
    )  # fmt: skip
