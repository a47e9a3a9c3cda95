"""The files that a command reads as one sheet, on this machine or wherever pyarrow's file systems reach."""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click
import pyarrow as pa
from pyarrow.fs import FileInfo, FileSelector, FileSystem, FileType, LocalFileSystem

from lib.commands.files import find_files

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

_CHUNK = 4_000_000


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file of a sheet."""

    system: FileSystem
    path: str
    size: int
    """Bytes of the file."""

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.path).name

    def open(self) -> pa.NativeFile:
        """The file, to read it.

        Raises:
            OSError: it cannot be read.
        """
        return self.system.open_input_file(self.path)

    def read(self, most: int | None = None) -> bytes:
        """Its first bytes, or all."""
        with self.open() as file:
            return bytes(file.read() if most is None else file.read(most))

    def hash(self) -> "Hash":
        """SHA-256 of its bytes."""
        digest = sha256()
        for chunk in self.chunks():
            digest.update(chunk)
        return digest

    def chunks(self, size: int = _CHUNK) -> Iterator[bytes]:
        """Its bytes in pieces of this size."""
        with self.open() as file:
            while chunk := file.read(size):
                yield chunk


def find_sheet_files(name: str) -> tuple[str, list[SheetFile]]:
    """The name of the sheet that an argument means, and its files in alphabetical order.

    Args:
        name: a file, a folder or a pattern; or the address of one of these, such as `s3://bucket/rows/`.

    Raises:
        click.UsageError: it means no file.
    """
    files = _elsewhere(name) if "://" in name else list(map(_here, find_files([name])))
    if not files:
        raise click.UsageError(f'No file matches "{name}".')
    if len(files) == 1:
        return files[0].name, files
    last = PurePosixPath(name.replace("\\", "/")).name
    return last if any(map(str.isalnum, last.partition(".")[0])) else PurePosixPath(files[0].path).parent.name, files


def _here(path: Path) -> SheetFile:
    path = path.absolute()
    return SheetFile(LocalFileSystem(), str(path), path.stat().st_size)


def _elsewhere(address: str) -> list[SheetFile]:
    try:
        system, path = FileSystem.from_uri(address)
        found = _matches(system, path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise click.UsageError(f'"{address}" cannot be read: {error}') from None
    return [SheetFile(system, info.path, info.size) for info in found]


def _matches(system: FileSystem, path: str) -> list[FileInfo]:
    info = system.get_file_info(path)
    if info.type == FileType.File:
        return [info]
    folder, _, pattern = (path, "", "*") if info.type == FileType.Directory else path.rpartition("/")
    inside = system.get_file_info(FileSelector(folder, allow_not_found=True))
    files = (info for info in inside if info.type == FileType.File and not info.base_name.startswith("."))
    return sorted((info for info in files if fnmatch(info.base_name, pattern)), key=lambda info: str(info.path))
