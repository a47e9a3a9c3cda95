"""The way of a sheet to a provider and back, in the steps that the pages take."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from lib.batch import read_requests
from lib.compose import Recipe, batch_of, compose
from lib.compose.recipe import Task
from lib.join import Joined, join
from lib.providers.batch_services import BATCH_SERVICES
from lib.results import read_results
from lib.sending import (
    AddressRules,
    BatchClient,
    BatchGroup,
    CollectedFile,
    PartFiles,
    Sending,
    begin_sending,
    collect,
    group_batches,
    part_files,
    run,
    update,
)
from lib.sheets import Sheet, read_sheet
from tests.servers.fake_provider import KEY
from tests.support.sheet_files import as_csv

HERE = AddressRules(loopback=True)
NAME = "rivers.csv"
_BETWEEN_LOOKS = 0.1


@dataclass(frozen=True, slots=True)
class Load:
    """A sheet, and the files of its batch."""

    sheet: Sheet
    files: PartFiles


def load(texts: Sequence[str], per_file: int = 50_000, task: Task = "Chat") -> Load:
    """A sheet with a text a row, and its requests in files of at most so many."""
    sheet = read_sheet(as_csv([("id", "text"), *((f"{row:03d}", text) for row, text in enumerate(texts))]), NAME)
    composition = compose(sheet, Recipe(task=task, model="m", prompt="{{text}}"))
    batch = batch_of(composition)
    small = replace(batch, provider=replace(batch.provider, requests=per_file))
    return Load(sheet, part_files(small, BATCH_SERVICES["Other"]))


@contextmanager
def connected(url: str, key: str = KEY, service: str = "Other") -> Iterator[BatchClient]:
    """A client of a server on this machine."""
    client = BatchClient(url, key, HERE, service=BATCH_SERVICES[service])
    try:
        yield client
    finally:
        client.close()


@dataclass
class Watch:
    """A time that passes only while somebody sleeps, so that a test never waits for a pause."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    naps: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += timedelta(seconds=seconds)


def begun(files: PartFiles, client: BatchClient, window: str = "24h") -> Sending:
    """A sending of which nothing is sent."""
    return begin_sending(files, NAME, "Other", client.address, window, datetime.now(UTC))


def gone_on(sending: Sending, client: BatchClient, files: PartFiles | None, watch: Watch | None = None) -> Sending:
    """A sending after everything was done that can be done now."""
    watch = watch or Watch()
    return [sending, *run(sending, client, files, clock=watch, sleep=watch.sleep)][-1]


def sent(files: PartFiles, client: BatchClient, window: str = "24h") -> Sending:
    """A sending of these files, as far as it goes at once."""
    return gone_on(begun(files, client, window), client, files)


def batch_when(client: BatchClient, sending: Sending, is_so: Callable[[BatchGroup], bool], wait: float) -> BatchGroup:
    """The batch of a sending as soon as it is so, within so many seconds."""
    until = time.monotonic() + wait
    while True:
        listed = client.batches()
        sending = update(sending, listed, datetime.now(UTC))
        group = next(group for group in group_batches(listed.batches, [sending]) if group.key == sending.intent)
        if is_so(group):
            return group
        assert time.monotonic() < until, f"After {wait} seconds the batch is {group}"
        time.sleep(_BETWEEN_LOOKS)


def ended(client: BatchClient, sending: Sending, wait: float = 60) -> BatchGroup:
    """The batch of a sending, when all of its files are at their end."""
    return batch_when(client, sending, lambda group: group.is_final and not group.missing_files, wait)


def joined(files: Sequence[CollectedFile], sheet: Sheet | None = None) -> Joined:
    """What came home, beside its rows."""
    requests = [read_requests(file.data, file.name) for file in files if file.role == "input"]
    results = [read_results(file.data, file.name) for file in files if file.role != "input"]
    return join(results, requests, sheet)


def home(client: BatchClient, group: BatchGroup, sheet: Sheet) -> Joined:
    """A batch, collected and joined with its sheet; every file must come."""
    files = list(collect(group, client))
    assert [file.problem for file in files if file.problem] == []
    return joined(files, sheet)


def states(table: Joined) -> dict[str, str]:
    """The state of each row by its text."""
    return dict(zip(table.columns["text"], table.columns["state"], strict=True))


def assert_nothing_is_lost(table: Joined, texts: Sequence[str]) -> None:
    """Checks that every row is there once, that the counts add up, and that each answer is beside its own text."""
    counts = table.ledger
    assert list(table.columns["text"]) == list(texts)
    assert counts.sent == len(texts)
    assert counts.sent == counts.ok + counts.failed + counts.cut_short + counts.refused + (counts.missing or 0)
    assert (counts.duplicate, counts.unknown, counts.unreadable) == (0, 0, 0)
    for text, state, answer in zip(texts, table.columns["state"], table.columns["answer"], strict=True):
        if state == "OK":
            assert str(answer).endswith(text)
