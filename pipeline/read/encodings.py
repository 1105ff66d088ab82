"""Bytes to text: the encoding is found out, and nothing else of the text is changed."""

from __future__ import annotations

import codecs
import re

from pipeline.errors import ArticleError

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP, Word or Excel file",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip file",
    b"{\\rtf": "an RTF document",
}
# What people paste and old exports hold; a free choice would guess exotic code pages.
_ONE_BYTE = ["cp1252", "mac_roman"]
_TWO_BYTES = ["utf_16_le", "utf_16_be"]
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.02
_SAMPLE = 200_000
# UTF-8 that was once read as Windows-1252 and saved so: "â€™" for an apostrophe, "Ã©" for é.
# The byte that Windows-1252 does not have (9D, of ”) may be lost on the way.
_HIGH = "\x80-\xbf" + bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
_TWICE = re.compile(
    rf"[\u00c2-\u00df][{_HIGH}]|[\u00e0-\u00ef][{_HIGH}][{_HIGH}\ufffd]|\u00f0[{_HIGH}]{{3}}"
)
_LOST = "\u00e2\u20ac\ufffd"
_LEAST_TWICE = 3  # a few letters in a row may be meant: "Â°C", "Ã©" in an article on encodings


def _stray_byte(error: UnicodeError) -> tuple[str, int]:
    """Decode one byte that is not UTF-8 as Windows-1252: a paste of mixed sources."""
    assert isinstance(error, UnicodeDecodeError)
    byte = error.object[error.start : error.start + 1]
    return byte.decode("cp1252", "replace"), error.start + 1


codecs.register_error("claimsheet-cp1252", _stray_byte)


def decode_text(data: bytes, *, once: bool = True) -> str:
    """Decode a file's bytes; the byte order mark is dropped, line ends stay.

    A byte order mark decides, then valid UTF-8, then UTF-8 with stray Windows-1252
    bytes, then charset-normalizer's choice among the common encodings. Text that was
    decoded wrongly before it was saved ("donâ€™t") is decoded once more, unless ``once`` is
    false. Raises ``ArticleError`` when the bytes are no text.
    """
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise ArticleError(f"is not text but {what}: save its text as .txt")
    text = _decode(data)
    sample = text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > _MAX_CONTROL_SHARE * len(sample):
        raise ArticleError("is not text: save the article's text as .txt (UTF-8)")
    if not text.strip():
        raise ArticleError("is empty: paste the article's text into it, or remove it")
    return _read_once(text) if once else text


def _read_once(text: str) -> str:
    """Undo that a text was decoded wrongly before it was saved, where that is plain."""
    if text.isascii() or len(_TWICE.findall(_beyond_ascii(text))) < _LEAST_TWICE:
        return text
    found = _TWICE.findall(text)
    meant = sum(map(text.count, "\u00e2\u00c3\u00c2"))
    if len(found) < _LEAST_TWICE or len(found) < meant / 2:
        return text
    return _TWICE.sub(lambda match: _once(match[0]), text)


def _beyond_ascii(text: str) -> str:
    """Return a text without its ASCII letters, of which most texts hold little else."""
    data = text.encode("utf-8", "replace").translate(None, bytes(range(128)))
    return data.decode("utf-8", "replace")


def _once(letters: str) -> str:
    if letters == _LOST:
        return "\u201d"
    try:
        raw = b"".join(c.encode("cp1252") if ord(c) > 0xFF else bytes([ord(c)]) for c in letters)
        meant = raw.decode("utf-8")
    except UnicodeError:
        return letters
    return letters if "\x80" <= meant <= "\x9f" else meant  # a control is no letter


def _decode(data: bytes) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    # Every second byte of UTF-16 without a mark is NUL, which is valid UTF-8 too.
    if text and data[:_SAMPLE].count(0) < 0.1 * len(data[:_SAMPLE]):
        return text
    mixed = data.decode("utf-8", "claimsheet-cp1252")
    if b"\x00" not in data and _has_utf8_sequences(data):
        return mixed
    from charset_normalizer import from_bytes

    encodings = _TWO_BYTES if b"\x00" in data[:_SAMPLE] else _ONE_BYTE
    best = from_bytes(data[:_SAMPLE], cp_isolation=encodings).best()
    return mixed if best is None else data.decode(best.encoding, "replace")


def is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 beyond doubt: valid, and with letters beyond ASCII."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _has_utf8_sequences(data: bytes) -> bool:
    """Say whether multi-byte UTF-8 stands in the data, beside bytes that are none."""
    return re.search(rb"[\xc3-\xf4][\x80-\xbf]|\xc2[\xa0-\xbf]", data[:_SAMPLE]) is not None
