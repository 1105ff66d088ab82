"""Bytes to text: common encodings, and bytes that are no text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ArticleError
from pipeline.read.encodings import decode_text
from pipeline.read.languages import guess_language
from pipeline.read.stage import read_article

TEXT = "“Bone” loss – it’s 5 µg of calcium in the naïve café, and the risk of a fracture."


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"],
)
def test_common_encodings(encoding: str) -> None:
    assert decode_text(TEXT.encode(encoding)) == TEXT


def test_stray_bytes_of_another_encoding_in_utf8() -> None:
    mixed = "naïve ".encode() + "“café”".encode("cp1252") + b" \x81"
    assert decode_text(mixed) == "naïve “café” \ufffd"


@pytest.mark.parametrize("once", ["latin-1", "cp1252"])
def test_text_saved_in_the_wrong_encoding_is_read_once_more(once: str) -> None:
    assert decode_text(TEXT.encode().decode(once, "replace").encode()) == TEXT


@pytest.mark.parametrize("text", [TEXT, "SÃO PAULO, 5 Â°C", "It costs 5 € â la carte, Ã la mode."])
def test_letters_that_are_meant_stay(text: str) -> None:
    assert decode_text(text.encode()) == text


@pytest.mark.parametrize("ends", ["a.\r\nb.\r\n", "a.\rb.", "\n\n a.\u2028b. \n"])
def test_line_ends_stay(ends: str) -> None:
    assert decode_text(ends.encode()) == ends


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t \xc2\xa0\r\n", "empty"),
        ("\ufeff \n".encode(), "empty"),
        (b"%PDF-1.7 \xe2\xe3\xcf", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (bytes(range(256)) * 4, "not text"),
        (b"\x00" * 500, "not text"),
    ],
)
def test_no_text_is_said_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words) as caught:
        decode_text(data)
    assert "\n" not in str(caught.value)


def test_a_few_nul_bytes_stay_where_they_are() -> None:
    text = (
        "Calcium is a mineral.\x00 " * 9 + "It is found in bones and in the teeth of adults. " * 9
    )
    assert decode_text(text.encode()) == text


def test_too_long_names_the_limit() -> None:
    with pytest.raises(ArticleError, match="over the limit of 10"):
        read_article(
            b"Calcium is a mineral.",
            id="a",
            source="a.txt",
            sha256="",
            max_characters=10,
        )


@pytest.mark.parametrize("named", ["iso-8859-1", "windows-1252", "shift_jis"])
def test_valid_utf8_goes_before_the_encoding_that_a_page_names(named: str) -> None:
    page = f'<html><head><meta charset="{named}"></head><body><p>{TEXT}</p></body></html>'
    article, _ = read_article(
        page.encode(), id="a", source="a.html", sha256="", max_characters=10**6
    )
    assert TEXT in article.text


@given(st.text(min_size=1))
def test_any_utf8_text_is_kept_or_refused(text: str) -> None:
    try:
        decoded = decode_text(text.encode("utf-8", "surrogatepass"), once=False)
    except ArticleError:
        return
    assert decoded == text.removeprefix("\ufeff") or "\x00" in text or _has_surrogates(text)


def test_no_control_is_what_was_meant() -> None:
    text = "Tea \u00c2\x80 and \u00c2\x80 or \u00c2\x81."
    assert decode_text(text.encode()) == text


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


@given(st.binary())
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert decode_text(data).strip()
    except ArticleError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TEXT, "en"),
        ("Der Knochen ist ein Organ und wird von den Zellen der Haut nicht gebildet.", "de"),
        ("Les os sont des organes qui ne sont pas dans la peau, mais avec elle.", "fr"),
        ("Onions lower pressure in women (van der Meulen et al., 2001; de Groot, 2004).", "en"),
        ("Statins lower cholesterol in men. Rye bread lowers iron in women.", "en"),
        ("Zink verkürzt Erkältungen bei Erwachsenen.", "de"),
        ("12 34", None),
    ],
)
def test_language(text: str, code: str | None) -> None:
    assert guess_language(text) == code
