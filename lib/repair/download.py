"""What goes out of mended files: the batch to send, the lines left out, the list of new ids."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import NamedTuple

from lib.batch import Batch, build, plan
from lib.batch.bundle import files_of, stem_of, zipped
from lib.check.rules import RULES
from lib.repair.repaired_file import RepairedFile

_NO_LIMIT = 10**15


class Outgoing(NamedTuple):
    """The file to download, known before a byte of it is made."""

    file_name: str
    mime: str
    batches: Sequence[Batch]
    """One for each file that was loaded and has something left to send."""

    parts: int
    """How many files to send there are in it."""


def outgoing(files: Sequence[RepairedFile], digest: str) -> Outgoing:
    """The batches of some mended files; `digest` stands for the files and all that was chosen."""
    batches = [_batch(mended, stem) for mended, stem in zip(files, _stems(files, digest), strict=True) if mended.kept]
    packages = [plan(batch) for batch in batches]
    parts = sum(len(package.parts) for package in packages)
    if len(packages) == 1:
        return Outgoing(packages[0].file_name, packages[0].mime, batches, parts)
    return Outgoing(f"checked_{digest}.zip", "application/zip", batches, parts)


def write_outgoing(out: Outgoing) -> bytes:
    """The bytes of the download: one batch as `package` packs it, or a zip of all their files."""
    if len(out.batches) == 1:
        return build(out.batches[0])
    return zipped(chain.from_iterable(map(files_of, out.batches)))


def write_whole(mended: RepairedFile) -> bytes:
    """All lines that go out of one file, in one piece."""
    return b"".join(map(mended.line, range(len(mended.kept))))


def write_left_out(files: Sequence[RepairedFile]) -> bytes:
    """The lines that do not go out, as they stand in their files: of one file, or a zip of several."""
    written = [(stem_of(mended.checked.name), _left_out(mended)) for mended in files if mended.left_out]
    if len(written) == 1:
        return written[0][1]
    return zipped((f"{at}_{stem}_left-out.jsonl", data) for at, (stem, data) in enumerate(written, 1))


def _left_out(mended: RepairedFile) -> bytes:
    return b"".join(mended.checked.raw(at).removesuffix(b"\r") + b"\n" for at in mended.left_out)


def _batch(mended: RepairedFile, stem: str) -> Batch:
    checked, kept = mended.checked, mended.kept
    groups = _groups(mended)
    provider = checked.provider.with_highest_limits()
    if "parts" in mended.choices.off:
        provider = replace(provider, requests=_NO_LIMIT, bytes=_NO_LIMIT, embedding_inputs=None, one_model=False)
    elif groups:
        provider = replace(provider, one_model=True)
    inputs = [checked.inputs.get(at, 0) for at in kept] if checked.inputs else None
    rows = checked.lines

    def lines(places: Sequence[int]) -> Iterator[bytes]:
        return map(mended.line, places)

    return Batch(stem, provider, mended.sizes, lines, lambda i: rows[kept[i]], inputs=inputs, models=groups)


def _groups(mended: RepairedFile) -> list[str] | None:
    """What each request's file must have alike, as a text; None if all requests may share one."""
    checked, kept = mended.checked, mended.kept
    endpoints = [checked.endpoints[at] for at in kept]
    models = [checked.models[at] or mended.choices.model for at in kept]
    apart = len(set(endpoints)) > 1 and RULES["endpoints-mixed"].impact(checked.provider.name) is not None
    if not checked.provider.one_model or len(set(models)) < 2:
        return endpoints if apart else None
    if not apart:
        return models
    return [f"{model} ({endpoint})" for model, endpoint in zip(models, endpoints, strict=True)]


def _stems(files: Sequence[RepairedFile], digest: str) -> Iterator[str]:
    """A name for each file's batch; files of one name, letter case aside, are told apart by a number."""
    taken: set[str] = set()
    for mended in files:
        stem = stem_of(mended.checked.name)
        names = chain([stem], (f"{stem}_{number}" for number in count(2)))
        free = next(name for name in names if name.casefold() not in taken)
        taken.add(free.casefold())
        yield f"{free}_{digest}"
