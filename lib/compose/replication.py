"""A replication file: the settings of a batch, the choices about its rows, and the digests of its sheet and its files.

With the same sheet it gives the same files again, byte for byte, and says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic import TypeAdapter, ValidationError

from lib.batch import plan
from lib.batch.bundle import part_name
from lib.common import unreadable
from lib.compose.composition import Composition, compose
from lib.compose.downloads import batch_of
from lib.compose.recipe import Recipe, without_missing
from lib.compose.recipe_file import read_recipe, write_recipe
from lib.compose.row_choices import RowChoices
from lib.json import codec, to_utf8
from lib.sheets import Sheet

_KIND = "batchdesk-replication"
_VERSION = 1
_START = 200
"""Bytes at the start of a file that are read to find its kind."""


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A file of requests."""

    name: str
    requests: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Replication:
    """Everything that a batch was made from but the sheet, and the digests that prove it."""

    recipe: Recipe
    choices: RowChoices
    sheet_name: str
    sheet_digest: str
    """Digest of the sheet's bytes and of how they were read (`Sheet.digest`)."""

    files: tuple[BatchFile, ...]

    def compose(self, sheet: Sheet) -> Composition:
        """The batch, made from the sheet once more."""
        return compose(sheet, without_missing(self.recipe, sheet.columns), self.choices)

    def differing(self, composition: Composition) -> list[str]:
        """The names of the files that a composition does not give, or gives with other bytes."""
        given = set(batch_files(composition))
        return [file.name for file in self.files if file not in given]


def replication_of(composition: Composition) -> Replication:
    """The replication of a composition; all its lines are written for the digests of its files."""
    sheet = composition.sheet
    return Replication(
        composition.recipe, composition.choices, sheet.name, sheet.digest, tuple(batch_files(composition))
    )


def batch_files(composition: Composition) -> Iterator[BatchFile]:
    """The files of requests, without their list, as they are downloaded."""
    batch = batch_of(composition)
    package = plan(batch)
    for number, part in enumerate(package.parts, 1):
        name = part_name(batch.stem, number, len(package.parts)) if len(package.parts) > 1 else package.file_name
        digest = sha256()
        for line in batch.lines(part.indexes):
            digest.update(line)
        yield BatchFile(name, part.requests, part.bytes, digest.hexdigest())


def is_replication(data: bytes) -> bool:
    """Whether a file is a replication file; its first entry decides."""
    return f'"kind": "{_KIND}"'.encode() in to_utf8(data[:_START])


def write_replication(replication: Replication) -> bytes:
    """The replication as an indented JSON file."""
    return (
        codec.pretty(
            {
                "kind": _KIND,
                "version": _VERSION,
                "sheet": {"name": replication.sheet_name, "digest": replication.sheet_digest},
                "files": _FILES.dump_python(replication.files, mode="json"),
                "rows": _CHOICES.dump_python(replication.choices, mode="json"),
                "settings": codec.loads(write_recipe(replication.recipe))[0],
            }
        ).encode()
        + b"\n"
    )


def read_replication(data: bytes, name: str) -> Replication:
    """The replication in a file.

    Raises:
        Unreadable: the file is not a whole replication file: a batch is not made again from a part of it.
    """
    value, _ = codec.loads(to_utf8(data))
    try:
        return _replication(value, name)
    except (KeyError, TypeError, ValueError, ValidationError):
        hint = "Load the replication file again as it was saved."
        raise unreadable(
            "not-a-replication", "this replication file is damaged, or of a later version.", hint, name
        ) from None


def _replication(value: Any, name: str) -> Replication:
    recipe, problems = read_recipe(codec.dumps(value["settings"]), name)
    if problems or value["version"] != _VERSION:
        raise ValueError(name)
    return Replication(
        recipe,
        _CHOICES.validate_python(value["rows"]),
        str(value["sheet"]["name"]),
        str(value["sheet"]["digest"]),
        _FILES.validate_python(value["files"]),
    )


_FILES, _CHOICES = TypeAdapter(tuple[BatchFile, ...]), TypeAdapter(RowChoices)
