"""Everything that a batch has comes home, whatever became of it."""

from lib.results import read_results
from lib.sending import ErrorKind, collect, group_batches
from lib.sending.collecting import files_to_collect
from tests.support.scripted_provider import ScriptedProvider
from tests.support.sendings import Clock, batch, files_of, new_sending, run_all

OUTPUT = b'{"custom_id":"row-0","response":{"status_code":200,"body":{"choices":[]}},"error":null}\n'
ERRORS = b'{"custom_id":"row-1","response":null,"error":{"code":"batch_expired","message":"too late"}}\n'


def sent() -> ScriptedProvider:
    provider, files = ScriptedProvider(), files_of()
    run_all(provider, new_sending(files), files, Clock())
    return provider


def test_two_files_bring_all_that_they_have() -> None:
    provider, files = sent(), files_of()
    provider.end("batch_1", "completed", OUTPUT)
    provider.end("batch_2", "expired", OUTPUT, ERRORS)
    client = provider.client()
    (group,) = group_batches(client.batches().batches)
    seen: list[tuple[int, int, int]] = []
    collected = list(collect(group, client, lambda *each: seen.append(each)))
    assert [(file.role, file.name, file.problem) for file in collected] == [
        ("input", "Sheet_part-01_input.jsonl", ""),
        ("output", "Sheet_part-01_output.jsonl", ""),
        ("input", "Sheet_part-02_input.jsonl", ""),
        ("output", "Sheet_part-02_output.jsonl", ""),
        ("errors", "Sheet_part-02_errors.jsonl", ""),
    ]
    inputs = [file.data for file in collected if file.role == "input"]
    assert inputs == [b"".join(files.chunks(1)), b"".join(files.chunks(2))]
    assert [index for index, _, _ in seen] == [0, 1, 2, 3, 4]
    assert [result.custom_id for result in read_results(collected[-1].data, "e").results] == ["row-1"]


def test_a_file_that_is_gone_is_named_and_the_others_come() -> None:
    provider = sent()
    provider.end("batch_1", "cancelled", OUTPUT)
    del provider.files["file-1"]
    client = provider.client()
    (group,) = group_batches([found for found in client.batches().batches if found.id == "batch_1"])
    gone, output = collect(group, client)
    assert (gone.role, gone.data, gone.problem_kind) == ("input", b"", ErrorKind.NOT_VISIBLE)
    assert "does not see" in gone.problem
    assert output.data == OUTPUT


def test_a_file_that_breaks_off_is_fetched_again() -> None:
    provider = sent()
    provider.end("batch_1", "completed", OUTPUT)
    client = provider.client()
    groups = group_batches([client.batch("batch_1")])
    provider.faults = {len(provider.calls): "dropped after", len(provider.calls) + 1: "500 before"}
    assert [file.problem for file in collect(groups[0], client, sleep=lambda seconds: None)] == ["", ""]


def test_an_address_instead_of_an_id_is_not_followed() -> None:
    provider = sent()
    (group,) = group_batches([batch("b1", "completed", output_file_id="https://files.example/out.jsonl")])
    asked = len(provider.calls)
    (file,) = collect(group, provider.client())
    assert file.problem_kind is ErrorKind.NOT_ALLOWED
    assert "provider's page" in file.problem
    assert len(provider.calls) == asked


def test_the_same_file_is_collected_once() -> None:
    (group,) = group_batches([batch("b1", "failed", input_file_id="f", output_file_id="o", error_file_id="o")])
    assert [(file.role, file.file_id) for file in files_to_collect(group)] == [("input", "f"), ("output", "o")]
