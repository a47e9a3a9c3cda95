"""Nothing is paid twice: whatever drops at whichever call, each file gets one batch."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lib.batch import Batch
from lib.providers import PROVIDERS
from lib.providers.batch_services import BATCH_SERVICES
from lib.sending import (
    PartFiles,
    PartState,
    Sending,
    begin_sending,
    part_files,
    read_sending,
    run,
    write_sending,
)
from tests.support.scripted_provider import ADDRESS, KEY, Fault, ScriptedProvider

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


def files_of(rows: int = 6, per_file: int = 3) -> PartFiles:
    provider = replace(PROVIDERS["Other"], requests=per_file)
    lines = [line(number) for number in range(rows)]

    def chosen(indexes: Sequence[int]) -> list[bytes]:
        return [lines[index] for index in indexes]

    return part_files(Batch("sheet_1a2b", provider, [len(each) for each in lines], chosen, lambda row: row), OTHER)


def new_sending(files: PartFiles) -> Sending:
    return begin_sending(files, "Sheet.xlsx", "Other", ADDRESS, "24h", START, intent="0123456789abcdef")


def run_all(provider: ScriptedProvider, sending: Sending, files: PartFiles | None, clock: Clock) -> list[Sending]:
    return [sending, *run(sending, provider.client(), files, clock=clock, sleep=clock.sleep)]


def creates(provider: ScriptedProvider) -> Counter[str]:
    return Counter(batch["metadata"]["batchdesk_part"] for batch in provider.batches.values())


def test_two_files_are_two_batches() -> None:
    provider, files = ScriptedProvider(), files_of()
    seen: list[tuple[int, int, int]] = []
    done = list(
        run(new_sending(files), provider.client(), files, progress=lambda *each: seen.append(each), clock=Clock())
    )[-1]
    assert [part.state for part in done.parts] == [PartState.TRACKED] * 2
    assert [part.batch_id for part in done.parts] == ["batch_1", "batch_2"]
    assert [name for name, _ in provider.files.values()] == [
        "sheet_1a2b_part-01-of-02_01234567.jsonl",
        "sheet_1a2b_part-02-of-02_01234567.jsonl",
    ]
    assert b"".join(data for _, data in provider.files.values()) == b"".join(map(line, range(6)))
    assert provider.batches["batch_2"]["metadata"] == {
        "batchdesk_intent": "0123456789abcdef",
        "batchdesk_part": "2 of 2",
        "batchdesk_requests": "3",
        "batchdesk_sha256": files.files[1].sha256,
        "batchdesk_name": "Sheet.xlsx",
    }
    assert seen == [(1, files.files[0].bytes, files.files[0].bytes), (2, files.files[1].bytes, files.files[1].bytes)]
    assert KEY not in write_sending(done) + repr(done)


def test_a_create_that_was_accepted_and_dropped_is_found() -> None:
    provider, files, clock = ScriptedProvider(), files_of(), Clock()
    number = next(index for index, call in enumerate(calls_of_a_good_run(files)) if call == "POST /batches")
    provider.faults[number] = "dropped after"
    states = run_all(provider, new_sending(files), files, clock)
    assert [part.batch_id for part in states[-1].parts] == ["batch_1", "batch_2"]
    assert PartState.UNKNOWN in [state.parts[0].state for state in states]
    assert provider.calls.count("POST /batches") == 2


def calls_of_a_good_run(files: PartFiles) -> list[str]:
    provider = ScriptedProvider()
    run_all(provider, new_sending(files), files, Clock())
    return provider.calls


FAULTS = st.dictionaries(
    st.integers(0, 30),
    st.sampled_from(
        ["unreachable", "dropped before", "dropped after", "500 before", "500 after", "429", "garbage after"]
    ),
    max_size=12,
)


@given(FAULTS, st.data())
def test_whatever_drops_each_file_has_one_batch(faults: Mapping[int, Fault], data: st.DataObject) -> None:
    """Each run may also be cut off after any state, as by a reload, and starts again from what was kept."""
    provider, files, clock = ScriptedProvider(faults), files_of(), Clock()
    sending = new_sending(files)
    for attempt in range(40):
        states = [sending]
        cut = data.draw(st.integers(1, 12), "states until the cut") if attempt < 10 else 100
        for state in run(sending, provider.client(), files, clock=clock, sleep=clock.sleep):
            states.append(state)
            if len(states) > cut:
                break
        lost = data.draw(st.integers(0, min(1, len(states) - 1)), "states lost at the cut") if attempt < 10 else 0
        sending = states[-1 - lost]
        assert max(creates(provider).values(), default=0) <= 1
        assert read_sending(write_sending(sending)) == sending
        clock.sleep(30)
        if all(part.state is PartState.TRACKED for part in sending.parts):
            break
    assert creates(provider) == {"1 of 2": 1, "2 of 2": 1}
    assert {part.batch_id for part in sending.parts} == set(provider.batches)
    for part in sending.parts:
        assert provider.batches[part.batch_id]["metadata"]["batchdesk_part"] == f"{part.number} of 2"
        assert provider.files[part.file_id][1] == b"".join(files.chunks(part.number))
