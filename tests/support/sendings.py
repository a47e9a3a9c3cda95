"""Small batches, sendings and remote batches for the tests of sending, and a time that only sleeping moves."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from lib.batch import Batch
from lib.providers import PROVIDERS
from lib.providers.batch_services import BATCH_SERVICES
from lib.sending import PartFiles, PartState, Sending, SentPart, begin_sending, part_files, run
from lib.sending.answers import BatchList
from lib.sending.remote_batch import RemoteBatch, parse_batch
from tests.support.scripted_provider import ADDRESS, ScriptedProvider

OTHER = BATCH_SERVICES["Other"]
START = datetime(2026, 11, 30, 12, tzinfo=UTC)


@dataclass
class Clock:
    """A time that only sleeping moves."""

    now: datetime = START
    naps: list[float] = field(default_factory=list)

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += timedelta(seconds=seconds)


def line(number: int) -> bytes:
    return b'{"custom_id":"row-%d","method":"POST","url":"/v1/chat/completions","body":{"model":"m"}}\n' % number


def lines_batch(rows: int, per_file: int) -> Batch:
    provider = replace(PROVIDERS["Other"], requests=per_file)
    lines = [line(number) for number in range(rows)]

    def chosen(indexes: Sequence[int]) -> list[bytes]:
        return [lines[index] for index in indexes]

    return Batch("sheet_1a2b", provider, [len(each) for each in lines], chosen, lambda row: row)


def files_of(rows: int = 6, per_file: int = 3) -> PartFiles:
    return part_files(lines_batch(rows, per_file), OTHER)


def new_sending(files: PartFiles) -> Sending:
    return begin_sending(files, "Sheet.xlsx", "Other", ADDRESS, "24h", START, intent="0123456789abcdef")


def run_all(provider: ScriptedProvider, sending: Sending, files: PartFiles | None, clock: Clock) -> list[Sending]:
    return [sending, *run(sending, provider.client(), files, clock=clock, sleep=clock.sleep)]


def part(number: int, state: PartState, **options: Any) -> SentPart:
    options = {"batch_id": f"b{number}"} | options if state is PartState.TRACKED else options
    return SentPart(
        number,
        f"f{number}.jsonl",
        3,
        90,
        f"sha{number}",
        "/v1/chat/completions",
        state,
        START,
        f"file-{number}",
        **options,
    )


def sending(*parts: SentPart) -> Sending:
    return Sending("intent", "Sheet.xlsx", "Other", "https://api.openai.com/v1", "24h", START, parts)


def batch(name: str = "b1", status: str = "in_progress", **fields: Any) -> RemoteBatch:
    parsed = parse_batch({"id": name, "status": status, **fields})
    assert parsed
    return parsed


def listed(*batches: RemoteBatch, is_complete: bool = True) -> BatchList:
    return BatchList(batches, is_complete)


TRACKED = sending(part(1, PartState.TRACKED))
