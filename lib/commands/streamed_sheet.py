"""A sheet of any size: one file, or several that follow one another, read in blocks as often as needed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import NoReturn

from lib.commands.sheet_files import SheetFile, find_sheet_files
from lib.commands.sheet_source import JSON_LINES, BlockSizes, SheetSource, open_at_once, open_source
from lib.common import Tick, unreadable
from lib.common.phrasing import listed_names
from lib.sheets import ImportOptions, Sheet
from lib.sheets.blocks import NotInBlocks, with_columns

_SIZES = BlockSizes()


class ReadAgain(Exception):
    """A file turned out not to be readable in blocks, and is read at once from now on: start again."""


class StreamedSheet:
    """The rows of one or several files, numbered on from one file to the next."""

    def __init__(
        self, argument: str, options: ImportOptions, say: Callable[[str], None], sizes: BlockSizes = _SIZES
    ) -> None:
        """Opens the files that an argument means.

        Args:
            options: how to read each file, where a person chose it.
            say: gets a sentence about each large file that is read at once.

        Raises:
            click.UsageError: there is no such file.
            Unreadable: a file is not a sheet, or differs from the others.
        """
        self.name, files = find_sheet_files(argument)
        self._options, self._say, self._sizes = options, say, sizes
        self._is_single = len(files) == 1
        self.sources = [self._open(file) for file in files]
        _check_kinds(self.sources)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in the order met."""
        return tuple(dict.fromkeys(name for source in self.sources for name in source.columns))

    def _open(self, file: SheetFile) -> SheetSource:
        try:
            return open_source(file, self._options, self._sizes, keeps_rows=self._is_single)
        except NotInBlocks as reason:
            return self._at_once(file, reason)

    def read_at_once(self, reason: str) -> NoReturn:
        """Reads the file as one block from now on, since the requests of its rows depend on one another.

        Raises:
            ReadAgain: always, if the sheet is a single file.
            Unreadable: it is too large, or it has several files.
        """
        if not self._is_single:
            raise unreadable("several-files", f"{reason} So all rows have to be in one file.", "Join the files first.")
        self._start_again(0, reason)

    def _start_again(self, index: int, reason: object) -> NoReturn:
        self.sources[index] = self._at_once(self.sources[index].file, reason)
        _check_kinds(self.sources)
        raise ReadAgain

    def _at_once(self, file: SheetFile, reason: object) -> SheetSource:
        self._say(f"{file.name} is read as a whole. {reason}")
        return open_at_once(file, self._options, self._is_single)

    def digest(self) -> str:
        """The page's digest of a single file; of several files, a digest of theirs."""
        digests = [source.digest() for source in self.sources]
        return digests[0] if self._is_single else sha256("\n".join(digests).encode()).hexdigest()

    def blocks(self, tick: Tick | None = None) -> Iterator[Sheet]:
        """All rows in order.

        Args:
            tick: reports how many MB are read, and how many there are.

        Raises:
            ReadAgain: what was read so far may differ from what the page reads.
            Unreadable: a file is damaged, or too large to be read at once.
        """
        done, last, columns = 0, self.sources[0].first - 1, self.columns
        total = sum(source.file.size for source in self.sources)
        for index, source in enumerate(self.sources):
            before = last - (source.first - 1)
            try:
                for block in source.blocks():
                    yield _numbered(block.sheet, columns, before)
                    last = before + block.last
                    if tick:
                        tick((done + block.done) // 1_000_000, total // 1_000_000)
            except NotInBlocks as reason:
                self._start_again(index, reason)
            done += source.file.size


def _numbered(block: Sheet, columns: tuple[str, ...], before: int) -> Sheet:
    """A block of a file as one of the whole sheet."""
    named = block if block.columns == columns else with_columns(block, columns)
    return replace(named, numbers=[number + before for number in named.numbers]) if before else named


def _check_kinds(sources: list[SheetSource]) -> None:
    """Makes sure that the files are of one kind and have the same columns. Records of JSON may lack some."""
    first, *others = sources
    for source in others:
        hint = "Read them one by one, or make them alike."
        if source.kind != first.kind:
            message = f"this is {source.kind}, but {first.file.name} is {first.kind}."
            raise unreadable("mixed-kinds", message, hint, source.file.name)
        if source.columns != first.columns and source.kind != JSON_LINES:
            raise unreadable("mixed-columns", _difference(source, first), hint, source.file.name)


def _difference(source: SheetSource, first: SheetSource) -> str:
    lacking = [name for name in first.columns if name not in source.columns]
    added = [name for name in source.columns if name not in first.columns]
    parts = [f"it lacks {listed_names(lacking)}"] if lacking else []
    parts += [f"it also has {listed_names(added)}"] if added else []
    how = " and ".join(parts) or "their order differs"
    return f"its columns are not those of {first.file.name}: {how}."
