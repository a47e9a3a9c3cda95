"""Results of every provider's shape, from files in every condition.

The files in `data/results` are named after the provider's shape or after their defect.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openai.types.chat import ChatCompletion

from lib.results import Results, read_results
from lib.results.bodies.logprobs import read_logprobs
from lib.results.result import result_of

DATA = Path(__file__).parents[2] / "data" / "results"

EXPIRED = "batch_expired: This request could not be executed before the completion window expired."
UNUSABLE = "The response holds no usable answer (finish reason: {})."
NO_ANSWER = "The response holds no answer."
NOT_UNDERSTOOD = "The response is not understood: "

ONE_AND_TWO: list[tuple[str, ...]] = [("r-1", "OK", "one", "stop"), ("r-2", "OK", "two", "stop")]

SHAPES: dict[str, list[tuple[str, ...]]] = {
    "openai_chat.jsonl": [
        ("tea-1", "OK", "Steep for 3 minutes.", "stop"),
        ("tea-2", "OK", "Grüner Tee: 80\u202f°C", "stop"),
        ("tea-3", "OK", '{"minutes": 5}', "stop"),
    ],
    "openai_400.jsonl": [
        ("long", "Failed", "context_length_exceeded: This model's maximum context length is 128000 tokens.", ""),
        ("json", "Failed", "invalid_request_error: 'messages' must contain the word 'json' in some form.", ""),
    ],
    "openai_expired.jsonl": [("late-1", "Failed", EXPIRED, ""), ("late-2", "Failed", EXPIRED, "")],
    "openai_status_0.jsonl": [("void", "Failed", "The provider returned an empty result (status 0).", "")],
    "openai_length.jsonl": [
        ("half", "Cut short", "Once upon a", "length"),
        ("nothing-yet", "Cut short", "", "length"),
        ("null-yet", "Cut short", "", "length"),
    ],
    "openai_refused.jsonl": [
        ("refusal", "Refused", "I can't help with that.", "stop"),
        ("filtered", "Refused", "", "content_filter"),
        ("filtered-midway", "Refused", "First, ", "content_filter"),
    ],
    "openai_no_text.jsonl": [
        ("empty", "Failed", UNUSABLE.format("stop"), "stop"),
        ("blank", "Failed", UNUSABLE.format("stop"), "stop"),
        ("null", "Failed", UNUSABLE.format("stop"), "stop"),
        ("no-choice", "Failed", NO_ANSWER, ""),
        ("no-body", "Failed", NO_ANSWER, ""),
    ],
    "openai_tool_calls.jsonl": [("tool", "OK", 'weather({"city":"Lima"})', "tool_calls")],
    "openai_several_choices.jsonl": [("three", "OK", "first", "stop"), ("cut-first", "Cut short", "fir", "length")],
    "openai_responses.jsonl": [
        ("done", "OK", "Eight planets.", "completed"),
        ("two-parts", "OK", "One.\nTwo.", "completed"),
        ("called", "OK", "weather({})", "completed"),
        ("cut", "Cut short", "Eight pla", "max_output_tokens"),
        ("cut-in-thought", "Cut short", "", "max_output_tokens"),
        ("cut-without-reason", "Cut short", "Eig", "incomplete"),
        ("filtered", "Refused", "", "content_filter"),
        ("refused", "Refused", "No.", "completed"),
        ("failed", "Failed", "server_error: The model failed.", "failed"),
        ("cancelled", "Failed", UNUSABLE.format("cancelled"), "cancelled"),
    ],
    "openai_completions.jsonl": [("poem", "OK", "\n\nRoses are red", "stop")],
    "openai_embeddings.jsonl": [
        ("float", "OK", "3 numbers", ""),
        ("base64", "OK", "3 numbers", ""),
        ("out-of-order", "OK", "3 vectors of 2 numbers", ""),
        (
            "not-base64",
            "Failed",
            NOT_UNDERSTOOD,
            "",
        ),
        (
            "empty-vector",
            "Failed",
            NOT_UNDERSTOOD,
            "",
        ),
    ],
    "openai_moderations.jsonl": [("calm", "OK", '{"flagged":false,"categories":{"violence":false}}', "")],
    "azure_chat.jsonl": [("q-2", "OK", "Zürich", "stop"), ("q-1", "OK", "Genève", "stop")],
    "azure_failure.jsonl": [
        ("q-3", "Failed", "invalid_value: Value of max_tokens must be less than or equal to 4096.", "")
    ],
    "azure_nothing_failed.jsonl": [],
    "groq_chat.jsonl": [("g-2", "OK", "vier – 四", "stop")],
    "vllm_chat.jsonl": [("v-1", "OK", "Hello!", "stop")],
    "vllm_string_error.jsonl": [("v-2", "Failed", "Only chat completions and embeddings are supported.", "")],
    "vllm_object_error.jsonl": [
        ("v-3", "Failed", "404: The model `nope` does not exist.", ""),
        ("v-4", "Failed", "400: Request must not be sent in stream mode", ""),
    ],
    "vllm_2024_without_envelope.jsonl": [("v-5", "OK", "Hi.", "stop")],
    "vllm_scores.jsonl": [
        ("pair", "OK", "0.5", ""),
        ("list", "OK", "[0.25,1.0]", ""),
        ("rerank", "OK", "[0.125,0.75]", ""),
    ],
    "nebius_without_envelope.jsonl": [("n-1", "OK", "Hi there.", "stop")],
    "sglang_choices_object.jsonl": [("s-1", "OK", "Salut.", "stop")],
    "sglang_whole_batch_failed.jsonl": [("s-9", "Failed", "Streaming requests are not supported.", "")],
    "mistral_chat.jsonl": [
        ("m-1", "OK", "Comté.", "stop"),
        ("m-2", "Cut short", "Le Com", "length"),
        ("m-3", "Cut short", "Le Com", "model_length"),
        ("parts", "OK", "Brie or Comté.", "stop"),
        ("thought", "OK", "Comté.", "stop"),
        ("only-thought", "Failed", UNUSABLE.format("stop"), "stop"),
    ],
    "together_chat.jsonl": [("t-1", "OK", "Yes.", "eos")],
    "deepinfra_failure.jsonl": [("d-1", "Failed", "invalid_request: model is not available", "")],
    "voyage_failure.jsonl": [
        ("y-1", "Failed", "Internal Server Error", ""),
        ("y-2", "Failed", "batch_expired: The window expired.", ""),
    ],
    "voyage_embeddings.jsonl": [("y-3", "OK", "2 numbers", "")],
    "zhipu_chat.jsonl": [("图-1", "OK", "一只猫。", "stop"), ("图-2", "Refused", "", "sensitive")],
    "anthropic_results.jsonl": [
        ("a-1", "OK", "Ja.", "end_turn"),
        ("a-2", "Cut short", "Ja, aber", "max_tokens"),
        ("a-3", "Refused", "", "refusal"),
        ("a-4", "OK", "weather({})", "tool_use"),
        ("a-5", "Failed", "invalid_request_error: max_tokens: Field required", ""),
        ("a-6", "Failed", "canceled", ""),
        ("a-7", "Failed", "expired", ""),
        ("a-8", "OK", "Doch.", "end_turn"),
    ],
    "gemini_results.jsonl": [
        ("k-1", "OK", "Oui.", "STOP"),
        ("k-2", "Cut short", "Ou", "MAX_TOKENS"),
        ("k-3", "Refused", "", "SAFETY"),
        ("k-4", "Failed", "3: Invalid argument.", ""),
        ("k-5", "Failed", "8: Quota exceeded.", ""),
    ],
    "gemini_thoughts.jsonl": [
        ("k-6", "OK", "Fourteen.", "STOP"),
        ("k-7", "Refused", "", "PROHIBITED_CONTENT"),
        ("k-8", "Refused", "The prompt was blocked.", "OTHER"),
        ("k-9", "OK", 'weather({"city":"Lima"})', "STOP"),
        ("k-10", "OK", "a", "STOP"),
        ("k-11", "Cut short", "", "MAX_TOKENS"),
        ("k-12", "OK", "3 numbers", ""),
    ],
    "mistral_ocr.jsonl": [
        ("scan", "OK", "# Page one\n\nPage two.", ""),
        ("asked", "OK", '{"total": 12}', ""),
        ("blank", "Failed", UNUSABLE.format("none"), ""),
    ],
    "mistral_transcripts.jsonl": [
        ("speech", "OK", "Good morning.", ""),
        ("silence", "Failed", UNUSABLE.format("none"), ""),
    ],
    "bedrock_results.jsonl": [
        ("b-1", "OK", "Hello.", "FINISH"),
        ("b-2", "Cut short", "Cut he", "max_tokens"),
        ("b-3", "OK", "Nova.", "end_turn"),
        ("b-4", "OK", "Llama.", "stop"),
        ("b-5", "Failed", "400: bad request", ""),
    ],
    "openai_images.jsonl": [
        ("linked", "OK", "https://images.example/1.png", ""),
        ("enclosed", "OK", "[image, 12 bytes]", ""),
    ],
    "think_tags.jsonl": [
        ("tagged", "OK", "Four.", "stop"),
        ("tag-left-in-prompt", "OK", "Four.", "stop"),
        ("cut-in-thought", "Cut short", "", "length"),
        ("only-thought", "Failed", UNUSABLE.format("stop"), "stop"),
        ("field-and-tag", "OK", "Four.", "stop"),
        ("speaks-of-tags", "OK", "Close it with </think> and go on.", "stop"),
        ("html", "OK", "<p>Four.</p>", "stop"),
    ],
    "everything_in_one.jsonl": [("all", "OK", "first", "stop")],
    "answers_flat.jsonl": [
        ("f-1", "OK", "Flat.", "stop"),
        ("f-2", "OK", "Quoted.", "stop"),
        ("f-3", "Failed", "Slow down.", ""),
        ("f-4", "OK", "Under result.", "stop"),
    ],
    "answers_beside_requests.jsonl": [
        ("", "OK", "Yes.", "STOP"),
        ("", "Failed", "Bad Request: quota", ""),
    ],
    "bodies_of_gateways.jsonl": [
        ("agent", "OK", "Guten Tag", ""),
        ("agent-parts", "OK", "Guten Tag", ""),
        ("agent-call", "OK", "weather({})", ""),
        ("message", "Failed", "Deployment is gone", ""),
        ("field", "Failed", "value_error: must be 1 (body.n)", ""),
        ("transcript", "OK", "Good morning, everyone.", ""),
        ("listed", "OK", "Hello.", ""),
        ("beside-status", "OK", "Hello.", ""),
        ("strange", "Failed", NOT_UNDERSTOOD, ""),
        (
            "strange-choice",
            "Failed",
            NOT_UNDERSTOOD,
            "",
        ),
        ("strange-list", "Failed", NOT_UNDERSTOOD, ""),
        (
            "strange-item",
            "Failed",
            NOT_UNDERSTOOD,
            "",
        ),
    ],
    "commentary.jsonl": [
        ("c-1", "OK", "Lima.", "completed"),
        ("c-2", "Failed", "The response holds no usable answer (finish reason: completed).", "completed"),
    ],
    "gemini_python_names.jsonl": [
        ("n-1", "Cut short", "Ou", "MAX_TOKENS"),
        ("n-2", "Refused", "", "SAFETY"),
        ("n-3", "Cut short", "Ou", "FinishReason.MAX_TOKENS"),
        ("n-4", "Refused", "", "FINISH_REASON_SAFETY"),
        ("n-5", "Cut short", "Ou", "MAX_TOKENS"),
        ("n-6", "OK", "Oui.", "STOP"),
        ("n-7", "OK", 'weather({"cityName":"Lima"})', "STOP"),
        ("n-8", "Refused", "Blocked.", "PROHIBITED_CONTENT"),
        (
            "n-9",
            "Failed",
            "The response holds no usable answer (finish reason: MALFORMED_FUNCTION_CALL).",
            "MALFORMED_FUNCTION_CALL",
        ),
    ],
    "ids_below_the_top.jsonl": [
        ("i-1", "OK", "one", "STOP"),
        ("i-2", "Failed", "3: bad item", ""),
        ("i-3", "OK", "three", "STOP"),
        ("i-4", "OK", "four", "STOP"),
        ("i-5", "OK", "five", "stop"),
        ("i-6", "OK", "six", "stop"),
        ("i-7", "OK", "seven", "stop"),
        ("i-8", "OK", "2 numbers", ""),
        ("", "OK", "nine", "STOP"),
    ],
    "outcome_beside_a_response.jsonl": [
        ("o-1", "OK", "yes", "STOP"),
        ("o-2", "Failed", "8: Resource exhausted", ""),
        ("o-3", "OK", "yes", "stop"),
        ("o-4", "Failed", "bad", ""),
        ("o-5", "OK", "yes", "end_turn"),
        ("o-6", "Cut short", "Let me", "pause_turn"),
        ("o-7", "Failed", "Slow down", ""),
        ("o-8", "Failed", "canceled", ""),
    ],
    "response_as_text.jsonl": [
        ("x-1", "OK", "An answer.", ""),
        ("x-2", "OK", '{"label": "good", "results": [1]}', ""),
        ("x-3", "OK", "Quoted.", "stop"),
        ("x-4", "OK", "Another answer.", ""),
        ("x-5", "Failed", "Bad gateway", ""),
        ("x-6", "OK", '{"label": "good"}', ""),
        ("x-7", "OK", "Quoted.", "STOP"),
        ("x-8", "Failed", "The response holds no answer.", ""),
    ],
    "still_running.jsonl": [
        ("w-3", "OK", "done", "stop"),
        ("w-5", "Failed", "lost", ""),
    ],
    "wrapper_batch_object.json": [
        ("p-1", "OK", "one", "stop"),
        ("p-2", "OK", "two", "stop"),
    ],
    "wrapper_damaged_line.json": [
        ("p-1", "OK", "one", "stop"),
        ("p-3", "OK", "three", "stop"),
    ],
    "wrapper_in_objects.json": [
        ("p-1", "OK", "one", "STOP"),
    ],
    "wrapper_object_before_list.json": [
        ("p-1", "OK", "one", "stop"),
    ],
    "wrapper_pages.jsonl": [
        ("p-1", "OK", "one", "stop"),
        ("p-2", "OK", "two", "stop"),
    ],
    "wrapper_two_lists.json": [
        ("p-1", "OK", "one", "stop"),
        ("p-2", "Failed", "bad", ""),
        ("p-3", "Failed", "batch_expired: late", ""),
    ],
    "wrapper_two_lists_pretty_printed.json": [
        ("p-2", "Failed", "bad", ""),
        ("p-1", "OK", "one", "stop"),
    ],
    "list_object.json": [("w-1", "OK", "one", "stop"), ("w-2", "OK", "two", "stop")],
    "list_object_pretty_printed.json": [("w-1", "OK", "one", "stop"), ("w-2", "OK", "two", "stop")],
    "list_object_cut_off.json": [("w-1", "OK", "one", "stop")],
    "pretty_printed.jsonl": ONE_AND_TWO,
    "pretty_printed_array.json": ONE_AND_TWO,
    "array_on_one_line.json": ONE_AND_TWO,
    "array_a_line_each.json": ONE_AND_TWO,
    "concatenated_on_one_line.jsonl": ONE_AND_TWO,
    "byte_order_mark.jsonl": ONE_AND_TWO,
    "byte_order_mark_in_the_middle.jsonl": ONE_AND_TWO,
    "utf16.jsonl": ONE_AND_TWO,
    "utf16_without_mark.jsonl": ONE_AND_TWO,
    "windows_line_ends.jsonl": ONE_AND_TWO,
    "blank_lines.jsonl": ONE_AND_TWO,
    "no_last_line_end.jsonl": ONE_AND_TWO,
    "trailing_commas.jsonl": ONE_AND_TWO,
    "cut_off_last_line.jsonl": ONE_AND_TWO,
    "cut_off_first_line.jsonl": ONE_AND_TWO,
    "line_separators_in_strings.jsonl": [("r-1", "OK", "one\u2028two\u2029three\u0085four\x0bfive", "stop")],
    "lone_surrogate.jsonl": [("r-1", "OK", "half \ufffd only", "stop")],
    "not_utf8.jsonl": [("r-1", "OK", "caf\ufffd", "stop")],
    "not_a_number.jsonl": [("r-1", "OK", "x", "stop")],
    "numeric_custom_ids.jsonl": [
        ("7", "OK", "seven", "stop"),
        ("007", "OK", "bond", "stop"),
        ("2.5", "OK", "half", "stop"),
    ],
    "broken_ids.jsonl": [],
    "unusable_custom_ids.jsonl": [("", "OK", "x", "stop"), ("", "OK", "x", "stop")],
    "bare_values.jsonl": [],
}
"""Id, state, text (the answer, or the error of a failure) and finish reason of each file's results."""

UNREADABLE = {
    "cut_off_last_line.jsonl": [3],
    "cut_off_first_line.jsonl": [1],
    "broken_ids.jsonl": [1, 2],
    "unusable_custom_ids.jsonl": [3, 4, 5, 6],
    "bare_values.jsonl": [1, 2, 3, 4, 5],
    "list_object_cut_off.json": [3],
    "wrapper_damaged_line.json": [3],
}
"""The numbers of the lines without a result."""

REPAIRED = {"lone_surrogate.jsonl", "not_utf8.jsonl", "not_a_number.jsonl"}

CHAT_OF_OPENAI = [
    "openai_chat.jsonl",
    "openai_length.jsonl",
    "openai_refused.jsonl",
    "openai_tool_calls.jsonl",
    "openai_several_choices.jsonl",
    "azure_chat.jsonl",
    "groq_chat.jsonl",
]


def without_json(text: str) -> str:
    """The text without the JSON of a response that is not understood."""
    return NOT_UNDERSTOOD if text.startswith(NOT_UNDERSTOOD) else text


def load(name: str) -> Results:
    return read_results((DATA / name).read_bytes(), name)


def test_every_file_has_expected_results() -> None:
    assert {path.name for path in DATA.iterdir()} == set(SHAPES)


@pytest.mark.parametrize("name", SHAPES)
def test_results_of_a_file(name: str) -> None:
    read = load(name)
    results = [
        (result.custom_id, result.state, without_json(result.answer or result.error), result.finish_reason)
        for result in read.results
    ]
    assert results == SHAPES[name]
    assert [problem.line for problem in read.unreadable] == UNREADABLE.get(name, [])
    assert bool(read.repaired) == (name in REPAIRED)


@pytest.mark.parametrize("name", SHAPES)
def test_no_result_has_both_an_answer_and_an_error(name: str) -> None:
    for result in load(name).results:
        assert bool(result.error) == (result.state == "Failed")
        assert not (result.error and result.answer)


@pytest.mark.parametrize("name", SHAPES)
def test_each_result_has_its_line(name: str) -> None:
    read = load(name)
    assert [result_of(read.raw(index)) for index in range(len(read.results))] == list(read.results)


@pytest.mark.parametrize("name", CHAT_OF_OPENAI)
def test_fixtures_have_openais_own_shape(name: str) -> None:
    read = load(name)
    assert read.results
    for index in range(len(read.results)):
        ChatCompletion.model_validate(read.raw(index)["response"]["body"], strict=True)


def test_numbers_beside_the_answer() -> None:
    assert numbers("openai_chat.jsonl") == (200, 12, 6, 1760000000)
    assert numbers("openai_responses.jsonl") == (200, 21, 7, 1760000000)
    assert numbers("anthropic_results.jsonl") == (None, 11, 5, 0)


def numbers(name: str) -> tuple[int | None, int | None, int | None, float]:
    first = load(name).results[0]
    return first.status_code, first.prompt_tokens, first.completion_tokens, first.created


def test_every_field_of_an_answer_is_kept() -> None:
    read = load("everything_in_one.jsonl")
    result = read.results[0]
    assert (result.answer, result.reasoning, result.tool_calls) == ("first", "hm", 'look({"at": 1})')
    assert (result.other_answers, result.choices) == (("second",), 2)
    assert (result.cached_tokens, result.reasoning_tokens, result.model, result.service_tier) == (5, 3, "m-2", "flex")
    first, second = read.answers(0)
    assert (first.text, [token.text for token in read_logprobs(first.logprobs)]) == ("first", ["fir", "st"])
    assert (second.text, second.is_cut_short) == ("second", True)


def test_thoughts_are_not_in_the_answer() -> None:
    thoughts = {result.custom_id: result.reasoning for result in load("think_tags.jsonl").results}
    assert thoughts == {
        "tagged": "Two and two.",
        "tag-left-in-prompt": "Two and two.",
        "cut-in-thought": "Two and",
        "only-thought": "Two and two.",
        "field-and-tag": "a\nb",
        "speaks-of-tags": "",
        "html": "",
    }
    gemini = load("gemini_thoughts.jsonl").results[0]
    assert (gemini.reasoning, gemini.reasoning_tokens, gemini.cached_tokens, gemini.model) == (
        "Let me see.",
        30,
        4,
        "gem-1",
    )


@pytest.mark.parametrize(
    ("index", "answer"),
    [(0, "[0.1,-0.25,3.0]"), (1, "[0.1,-0.25,3.0]"), (2, "[[1.0,2.0],[3.0,4.0],[5.0,6.0]]"), (3, "")],
    ids=["float", "base64", "several-in-order", "failed"],
)
def test_vectors_are_whole_in_the_full_answer(index: int, answer: str) -> None:
    assert load("openai_embeddings.jsonl").full_answer(index) == answer


def test_a_response_in_an_unknown_shape_is_shown_as_json() -> None:
    errors = {result.custom_id: result.error for result in load("bodies_of_gateways.jsonl").results}
    assert errors["strange"] == 'The response is not understood: {"verdict":{"label":"good"}}'
    assert errors["strange-list"] == "The response is not understood: [1,2]"


def test_a_line_without_an_id_keeps_its_request() -> None:
    read = load("answers_beside_requests.jsonl")
    assert read.request(1) == {"contents": [{"role": "user", "parts": [{"text": "Coffee?"}]}]}
    assert load("openai_chat.jsonl").request(0) is None


def test_lines_still_running_are_not_results() -> None:
    assert load("still_running.jsonl").running == ["w-1", "w-2", "w-4"]


def test_commentary_is_not_in_the_answer() -> None:
    assert [result.reasoning for result in load("commentary.jsonl").results] == ["I look it up."] * 2


def test_token_counts_in_either_spelling() -> None:
    first = load("gemini_python_names.jsonl").results[0]
    assert (first.prompt_tokens, first.completion_tokens, first.model) == (11, 4, "gem-1")


def test_a_request_is_not_a_result() -> None:
    line = {"custom_id": "a", "method": "POST", "url": "/v1/embeddings", "body": {"model": "m", "input": "x"}}
    read = read_results(json.dumps(line).encode(), "input.jsonl")
    assert [str(problem) for problem in read.unreadable] == [
        "input.jsonl, line 1: the line is a request, not a result. Load the file that the provider returned."
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "f, line 1: Batchdesk cannot read this line. It may be cut off: download the file again."),
        ("5", "f, line 1: the line is a bare value, not a result. Download the file again."),
        (
            '{"error": "x"}',
            "f, line 1: the line has no readable custom_id. Without one, its row is unknown.",
        ),
    ],
)
def test_why_a_line_has_no_result(line: str, problem: str) -> None:
    assert list(map(str, read_results(line.encode(), "f").unreadable)) == [problem]


def test_progress_is_reported() -> None:
    ticks: list[tuple[int, int]] = []
    data = b'{"custom_id":"a","response":null,"error":"x"}\n' * 5_000
    read_results(data, "f", lambda done, total: ticks.append((done, total)))
    assert len(ticks) == 3
    assert ticks == sorted(ticks)
    assert {total for _, total in ticks} == {len(data)}


def test_each_item_of_an_array_has_its_own_extent() -> None:
    lines = [{"custom_id": str(number), "response": {"body": {"output": f"é {number}"}}} for number in range(200)]
    read = read_results(json.dumps(lines, ensure_ascii=False).encode(), "array.json")
    sizes = [stop - start for start, stop, _ in read.extents]
    assert max(sizes) < 200
    assert [read.raw(index)["custom_id"] for index in range(200)] == list(map(str, range(200)))


NESTED = "[" * 300 + "]" * 300
HUGE = "1" + "0" * 400


@given(st.binary(max_size=300))
@example(b"\xff\xfe")
@example(b"\xff\xfe\x00")
@example(f'{{"custom_id":"a","response":null,"error":{{"x":{NESTED}}}}}'.encode())
@example(f'{{"custom_id":"a","response":{{"body":{{"choices":[{{"message":{{"tool_calls":{NESTED}}}}}]}}}}}}'.encode())
@example(f'{{"custom_id":"a","response":null,"error":{{"x":NaN,"y":{HUGE}}}}}'.encode())
@example(f'{{"custom_id":"a","response":{{"body":{{"choices":[{{"text":"x"}}],"created":{HUGE}}}}}}}'.encode())
@example('{"custom_id":"a","response":{"status_code":"²"}}'.encode())
@example(b'{"custom_id":"a","response":{"status_code":"' + b"1" * 5000 + b'"}}')
@example(b'{"custom_id":"a","error":"\\ud800"}{"custom_id":"b","error":"\\ud800"}')
@example(b"[" * 2000)
@example(b'{"a":' * 2000 + b"\n" + b"}" * 2000)
def test_no_bytes_raise(data: bytes) -> None:
    read = read_results(data, "f")
    for index in range(len(read.results)):
        read.full_answer(index)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
KEYS = (
    "choices message content refusal tool_calls finish_reason text body error status_code message usage prompt_tokens "
    "created data embedding index score output status incomplete_details reason result type candidates finishReason "
    "promptFeedback blockReason parts thought pages markdown embeddings values summary reasoning function name"
)


@given(
    st.recursive(
        JSON,
        lambda inner: st.dictionaries(st.sampled_from(KEYS.split()), inner, max_size=4) | st.lists(inner, max_size=2),
        max_leaves=25,
    )
)
def test_no_shape_raises(response: Any) -> None:
    line = json.dumps({"custom_id": "a", "response": response}).encode()
    read = read_results(line, "f")
    assert len(read.results) + len(read.unreadable) == 1
    for index in range(len(read.results)):
        read.full_answer(index)


def test_ids_that_differ_in_a_lone_surrogate_never_become_equal() -> None:
    lines = [{"custom_id": custom_id, "error": "x"} for custom_id in ("a\ud800", "a\udbff")]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    read = read_results(text.encode("utf-16", "surrogatepass"), "o.jsonl")
    assert (list(read.results), len(read.unreadable)) == ([], 2)
