"""Several files of one batch, repaired together, and a digest that names their download."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from hashlib import sha256

from lib.check import CheckedFile
from lib.check.line_edits import Span
from lib.common import Tick
from lib.providers import Provider
from lib.repair.entry import RepairOptions
from lib.repair.repaired_file import RepairedFile, repair

FilesKey = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, tuple[tuple[Span, bytes], ...]], ...], str]
"""The names and digests of files, what was edited in each, and the provider."""


def repair_together(
    checked: Sequence[CheckedFile],
    options: RepairOptions,
    progress: Callable[[CheckedFile], AbstractContextManager[Tick]],
) -> list[RepairedFile]:
    """Every file, with the fixes that are on. No two files get the same new id."""
    repaired: list[RepairedFile] = []
    taken = _ids_of(checked) if len(checked) > 1 else frozenset()
    for file in checked:
        with progress(file) as tick:
            repaired.append(repair(file, options, tick, taken))
        if len(checked) > 1:
            taken = taken.union(renamed.new for renamed in repaired[-1].new_ids)
    return repaired


def _ids_of(checked: Sequence[CheckedFile]) -> frozenset[str]:
    return frozenset(custom_id for file in checked for custom_id in file.ids if custom_id is not None)


def files_key(
    files: Iterable[tuple[str, str]], edits: Callable[[str], Mapping[Span, bytes]], provider: Provider
) -> FilesKey:
    """What everything about some files depends on.

    Args:
        files: the name and the digest of each.
        edits: gives what was edited in the file with a digest.
    """
    named = tuple(files)
    edited = tuple((digest, tuple(sorted(edits(digest).items()))) for _, digest in named)
    return named, edited, provider.name


def download_digest(key: FilesKey, provider: Provider, options: RepairOptions) -> str:
    """Twelve hex digits for what the download depends on. The names of its files have them: never change it."""
    made_from = (key, provider, sorted(options.disabled), sorted(options.leave_out), options.model)
    return sha256(repr(made_from).encode("utf-8", "replace")).hexdigest()[:12]
