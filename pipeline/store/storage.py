"""A folder on this machine or on any filesystem that pyarrow knows (``s3://…``, ``hdfs://…``)."""

from __future__ import annotations

import contextlib
import fnmatch
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.errors import OutputError, UsageError
from pipeline.store import results

_PIECE = 1 << 20  # bytes


class Place:
    """A folder; names in it are relative and ``/``-separated."""

    def __init__(self, url: str, system: Any, path: str) -> None:
        self.url = url
        self._system = system
        self._path = path
        self._local = system.type_name == "local"

    @property
    def folder(self) -> Path | None:
        """The folder, if it is one of this machine."""
        return Path(self._path) if self._local else None

    def join(self, name: str) -> str:
        """Return a name in the folder as something that ``place`` takes."""
        return f"{self.url}/{name}"

    def open(self, name: str) -> Any:
        """Open a file for reading, as pyarrow does."""
        return self._system.open_input_file(f"{self._path}/{name}")

    def read(self, name: str) -> bytes:
        """Read a whole file; raises ``OSError``."""
        with self.open(name) as stream:
            return bytes(stream.read())

    def size(self, name: str) -> int | None:
        """Return a file's size, if there is such a file."""
        info = self._system.get_file_info(f"{self._path}/{name}")
        return int(info.size) if info.is_file else None

    def changed(self, name: str) -> int:
        """Return when a file was last written, in nanoseconds; 0 where nobody knows."""
        return int(self._system.get_file_info(f"{self._path}/{name}").mtime_ns or 0)

    def digest(self, name: str) -> str:
        """Return the hex SHA-256 of a file, read in pieces."""
        found = hashlib.sha256()
        with self.open(name) as stream:
            while piece := stream.read(_PIECE):
                found.update(piece)
        return found.hexdigest()

    def matching(self, pattern: str, folder: str = "") -> list[str]:
        """Return the names of the files in a folder that match, in order (``*``: any words)."""
        from pyarrow.fs import FileSelector

        if "*" not in pattern:
            return [pattern] if self.size(pattern) is not None else []
        path = f"{self._path}/{folder}".rstrip("/") or "/"
        found = self._system.get_file_info(FileSelector(path, allow_not_found=True))
        names = sorted(info.base_name for info in found if info.is_file)
        return fnmatch.filter(names, pattern)

    def remove(self, name: str) -> None:
        """Remove a file if it is there."""
        with contextlib.suppress(FileNotFoundError), _writable(self.join(name)):
            self._system.delete_file(f"{self._path}/{name}")

    @contextlib.contextmanager
    def replacing(self, name: str) -> Iterator[BinaryIO]:
        """Open a file for writing that takes its place only when all went well."""
        path = f"{self._path}/{name}"
        if self._local:
            with results.replacing(Path(path)) as stream:
                yield stream
            return
        with tempfile.TemporaryFile() as spool:
            yield spool
            spool.seek(0)
            with _writable(self.join(name)):
                self._system.create_dir(path.rpartition("/")[0], recursive=True)
                with self._system.open_output_stream(path) as stream:
                    shutil.copyfileobj(spool, stream)


def place(url: str) -> Place:
    """Return the folder of a path or URL. Raises ``UsageError`` when it cannot be had."""
    try:
        from pyarrow.fs import FileSystem, LocalFileSystem
    except ImportError as error:
        raise UsageError(
            f"a table of articles needs pyarrow ({error}): pip install 'claimsheet[ray]'"
        ) from error
    if "://" not in url:
        path = str(Path(url).absolute())
        return Place(path, LocalFileSystem(), path)
    try:
        system, path = FileSystem.from_uri(url)
    except (ValueError, OSError, NotImplementedError) as error:
        raise UsageError(f"{url} cannot be reached: {' '.join(str(error).split())}") from error
    return Place(url.rstrip("/"), system, path.rstrip("/"))


def place_of(file: str) -> tuple[Place, str]:
    """Return the folder a file lies in, and the file's name there."""
    if "://" in file:
        folder, _, name = file.rpartition("/")
        return place(folder), name
    path = Path(file).absolute()
    return place(str(path.parent)), path.name


@contextlib.contextmanager
def _writable(name: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        raise OutputError(
            f"cannot write {name}: {' '.join(str(error).split())}; make room or allow writing, "
            "then run again (partitions with a receipt are whole)"
        ) from error
