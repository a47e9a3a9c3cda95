"""The files that are sent: within the limits of provider and service, and the same as those of a download."""

from dataclasses import replace
from hashlib import sha256

from lib.batch import Batch
from lib.batch.bundle import files_of as downloaded_files
from lib.providers import PROVIDERS
from lib.providers.batch_services import BATCH_SERVICES
from lib.sending import begin_sending, part_files
from lib.sending.rejected_lines import rejected_rows
from lib.sending.remote_batch import LineError
from tests.support.sendings import OTHER, START, files_of, line, lines_batch


def test_the_files_are_those_of_the_download() -> None:
    files = files_of(rows=7, per_file=3)
    downloaded = [(name, data) for name, data in downloaded_files(files.batch) if name.endswith(".jsonl")]
    sent = [(file.name, b"".join(files.chunks(number))) for number, file in enumerate(files.files, 1)]
    assert sent == downloaded
    for file, (_, data) in zip(files.files, downloaded, strict=True):
        assert (file.bytes, file.sha256) == (len(data), sha256(data).hexdigest())
        assert file.endpoint == "/v1/chat/completions"
    assert files.bytes == sum(len(data) for _, data in downloaded)


def test_a_single_file_has_no_part_number() -> None:
    (file,) = files_of(rows=3).files
    assert file.name == "sheet_1a2b.jsonl"


def test_the_stricter_limit_of_the_service_counts() -> None:
    service = replace(OTHER, requests=2, bytes=10**9)
    assert [len(file.indexes) for file in part_files(lines_batch(6, 4), service).files] == [2, 2, 2]
    size = 2 * len(line(0))
    assert [len(file.indexes) for file in part_files(lines_batch(6, 4), replace(OTHER, bytes=size)).files] == [2, 2, 2]


def test_progress_counts_requests() -> None:
    seen: list[tuple[int, int]] = []
    part_files(lines_batch(2_500, 2_000), OTHER, lambda *each: seen.append(each))
    assert seen == [(1_250, 2_500), (2_500, 2_500)]


def test_a_sending_has_a_new_intent() -> None:
    files = files_of()
    first, second = (begin_sending(files, "S", "Other", "https://api.openai.com/v1", "24h", START) for _ in range(2))
    assert first.intent != second.intent
    assert len(first.intent) == 32
    assert [(part.number, part.requests, part.sha256) for part in first.parts] == [
        (1, 3, files.files[0].sha256),
        (2, 3, files.files[1].sha256),
    ]


def test_errors_name_the_row_of_the_sheet() -> None:
    files = files_of(rows=6, per_file=3)
    errors = (LineError(2, "not JSON"), LineError(None, "whole file"), LineError(9, "beyond"))
    named = rejected_rows(errors, files, 2)
    assert [(each.custom_id, each.row) for each in named] == [("row-4", 4), ("", None), ("", None)]
    assert [each.error for each in named] == list(errors)


def test_a_provider_that_counts_from_0_is_recognised_by_its_line_0() -> None:
    errors = (LineError(0, "a"), LineError(2, "b"))
    assert [each.custom_id for each in rejected_rows(errors, files_of(3, 3), 1)] == ["row-0", "row-2"]


def test_every_service_that_sends_takes_requests_of_a_known_shape() -> None:
    for name in BATCH_SERVICES.keys() & PROVIDERS.keys():
        assert PROVIDERS[name].method_and_url


def test_files_of_a_batch_with_two_endpoints() -> None:
    lines = [line(0), line(1).replace(b"/v1/chat/completions", b"/v1/embeddings")]
    batch = Batch(
        "x",
        replace(PROVIDERS["Other"], requests=1),
        [len(each) for each in lines],
        lambda indexes: [lines[index] for index in indexes],
        lambda row: row,
    )
    assert [file.endpoint for file in part_files(batch, OTHER).files] == ["/v1/chat/completions", "/v1/embeddings"]
