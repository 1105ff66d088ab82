"""What a file of many parts is, told by its bytes alone."""

from __future__ import annotations

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 70_000  # bytes at the end of an archive that list its last parts


def is_packed(data: bytes) -> bool:
    """Whether a file is an archive, or of the old binary kind of Word."""
    return data.startswith((ZIP, OLE))


def is_flat(data: bytes) -> bool:
    """Whether a file is an OpenDocument text in one file of XML."""
    return b"<office:document" in data[:4000]


def kind_of(data: bytes) -> str | None:
    """Return what an archive is: ``docx``, ``odt``, ``epub`` or ``None``."""
    if data[:4] != ZIP:
        return None
    head, tail = data[:200], data[-_END:]
    if b"application/epub+zip" in head:
        return "epub"
    if b"application/vnd.oasis.opendocument.text" in head:
        return "odt"
    if b"word/" in tail or b"word/document" in data[:_END]:
        return "docx"
    if b"META-INF/container.xml" in tail:
        return "epub"
    return "odt" if b"content.xml" in tail and b"office" not in head else None
