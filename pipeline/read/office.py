"""Files that are ZIP archives of XML parts (DOCX, ODT, EPUB), opened within limits.

Nothing is ever unpacked to disk, so that names of parts cannot lead out of a folder, and a part
is read only as far as an article may be long, whatever the archive says of its size.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from typing import TYPE_CHECKING

from pipeline.errors import ArticleError
from pipeline.read.jats import parse_xml
from pipeline.read.packed import OLE

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LARGEST = 128 * 2**20  # bytes of a part: a million words, each dressed for itself
_BYTES_A_CHARACTER = 200  # of a part, for each character that a text may have
_RATIO, _SMALL = 250, 32 * 2**20
"""Parts of ten thousand documents unpack to 40 times their size at most; a larger ratio is that of
a bomb, but for a part so small that it does no harm."""
_PARTS = 20_000


def refuse_old(data: bytes) -> None:
    """Raise ``ArticleError`` for a file of the old binary kind, or one with a password."""
    if not data.startswith(OLE):
        return
    if _ENCRYPTED in data:
        raise ArticleError("is encrypted: open it with its password and save it without one")
    raise ArticleError(
        "is of the old binary kind of Word (.doc): open it in Word or LibreOffice and save it "
        "as .docx"
    )


class Archive:
    """The parts of a file by name. Every error is an ``ArticleError`` of one line."""

    def __init__(self, data: bytes, max_characters: int) -> None:
        refuse_old(data)
        self._most = min(_LARGEST, _BYTES_A_CHARACTER * max_characters)
        self._left = 2 * self._most
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise _broken() from error
        if len(infos) > _PARTS:
            raise ArticleError(f"holds {len(infos):,} files, too many for a document: save it anew")
        self._infos = {posixpath.normpath(i.filename.replace("\\", "/")): i for i in infos}

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def names(self) -> list[str]:
        """Return the names of the parts, in the order in which they are stored."""
        return list(self._infos)

    def read(self, name: str) -> bytes | None:
        """Return a part; ``None`` where there is none of that name."""
        info = self._infos.get(name)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise ArticleError("is encrypted: open it with its password and save it without one")
        most = min(self._most, self._left)
        if info.file_size > _SMALL and info.file_size > _RATIO * max(info.compress_size, 1):
            raise ArticleError(f"unpacks to {info.file_size:,} bytes of nothing: save it anew")
        try:
            with self._zip.open(info) as stream:
                found = stream.read(most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise _broken() from error
        except (NotImplementedError, RuntimeError) as error:  # an unknown method, a password
            raise ArticleError("is packed in a way that cannot be read: save it anew") from error
        if len(found) > most:
            raise ArticleError(
                f"unpacks to more than {most:,} bytes, too many for an article: split it"
            )
        self._left -= len(found)
        return found

    def xml(self, name: str) -> Element | None:
        """Return the root of an XML part; ``None`` where there is none."""
        data = self.read(name)
        return parse_xml(data) if data and data.strip() else None


def _broken() -> ArticleError:
    return ArticleError("is a damaged archive: open it where it was made and save it anew")
