"""The files of a command: those that its arguments name, and those that it writes, whole or not at all."""

import glob
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

INPUT = click.Path(exists=True, dir_okay=False, path_type=Path)
"""An argument that names a file to read."""

REPLACE = click.option("--replace", is_flag=True, help="Replace files of the same name.")
"""The option that allows to replace files."""


def find_files(names: Iterable[str]) -> list[Path]:
    """The files that the arguments name, each once: files, the files in folders, and what matches patterns such as *.

    Hidden files in folders are left out. A folder's files and a pattern's matches are in alphabetical order.

    Raises:
        click.UsageError: an argument matches no file.
    """
    found: dict[Path, Path] = {}
    for name in names:
        files = _files_of(name)
        if not files:
            raise click.UsageError(f'No file matches "{name}".')
        found |= {file.resolve(): file for file in files if file.resolve() not in found}
    return list(found.values())


def _files_of(name: str) -> list[Path]:
    path = Path(name)
    if path.is_dir():
        return _in_folder(path)
    if path.exists():
        return [path]
    matches = map(Path, sorted(glob.glob(name, recursive=True)))
    return [file for match in matches for file in (_in_folder(match) if match.is_dir() else [match])]


def _in_folder(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))


def check_free(paths: Iterable[Path], replace: bool) -> None:
    """Makes sure that no file is replaced without the option.

    Raises:
        click.UsageError: a file of that name exists.
    """
    if existing := next((path for path in paths if path.exists() and not replace), None):
        raise click.UsageError(f'"{existing}" exists already. Add --replace to replace it.')


def write_files(files: Iterable[tuple[Path, Iterable[bytes]]], replace: bool) -> Sequence[Path]:
    """Writes all files, or none if one cannot be written, and gives their paths. Their bytes may come in pieces.

    Each gets its name when all are written, in their order: the last name says that everything is there.

    Raises:
        click.UsageError: a file of that name exists, and it may not be replaced.
        OSError: a file cannot be written.
    """
    staged: dict[Path, Path] = {}
    try:
        for path, pieces in files:
            staged[path] = path.with_name(f".{path.name}.{os.getpid()}.part")
            with staged[path].open("wb") as file:
                file.writelines(pieces)
        check_free(staged, replace)
        for path, temporary in staged.items():
            temporary.replace(path)
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)
    return list(staged)
