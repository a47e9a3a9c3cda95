"""A composition to the file that is downloaded: one `.jsonl`, or a `.zip` of parts with a manifest."""

import csv
import io
import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lib.compose import Composition
from lib.providers import PROVIDERS
from lib.split import Part, split_sizes

MANIFEST_COLUMNS = ("part", "file", "first_row", "last_row", "requests", "bytes", "sha256")


class Package(NamedTuple):
    """What will be downloaded, known before a byte of it is made."""

    file_name: str
    mime: str
    parts: Sequence[Part]


def plan(composition: Composition) -> Package:
    """The parts and the file's name. The name holds a digest of what the bytes are made from."""
    parts = split_sizes(composition.sizes, PROVIDERS[composition.recipe.provider])
    stem = f"{stem_of(composition.sheet.name)}_{composition.digest}"
    if len(parts) > 1:
        return Package(f"{stem}.zip", "application/zip", parts)
    return Package(f"{stem}.jsonl", "application/jsonl", parts)


def build(composition: Composition) -> bytes:
    """The bytes of the download: the lines as they are, or the zip of the parts and their manifest."""
    package = plan(composition)
    if len(package.parts) <= 1:
        return b"".join(composition.lines())
    stem = package.file_name.removesuffix(".zip")
    manifest = []
    zipped = io.BytesIO()
    with ZipFile(zipped, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for number, part in enumerate(package.parts, 1):
            name = part_name(stem, number, len(package.parts))
            written = b"".join(composition.lines(part.start, part.stop))
            archive.writestr(_entry(name), written)
            manifest.append((number, name, *_rows(composition, part), len(written), sha256(written).hexdigest()))
        archive.writestr(_entry(f"{stem}_manifest.csv"), _manifest(manifest))
    return zipped.getvalue()


def part_name(stem: str, number: int, of: int) -> str:
    """`reviews_3f2a_part-01-of-12.jsonl`: padded, so that names sort as the parts do."""
    digits = max(2, len(str(of)))
    return f"{stem}_part-{number:0{digits}}-of-{of:0{digits}}.jsonl"


def stem_of(name: str) -> str:
    """A file's name without its folder and ending, safe in any file system.

    >>> stem_of("../Q3 reviews (final).xlsx")
    'Q3_reviews_final'
    """
    stem = PurePath(name.replace("\\", "/")).stem
    return re.sub(r"[^\w-]+", "_", stem).strip("_")[:60] or "batch"


def _entry(name: str) -> ZipInfo:
    """A zip entry of a fixed date, so that the same batch is the same bytes on any day."""
    entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _rows(composition: Composition, part: Part) -> tuple[int, int, int]:
    """First and last row of a part, as the spreadsheet numbers them, and its requests."""
    numbers, rows = composition.sheet.numbers, composition.rows
    return numbers[rows[part.start]], numbers[rows[part.stop - 1]], part.requests


def _manifest(lines: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(MANIFEST_COLUMNS)
    writer.writerows(lines)
    return text.getvalue().encode()
