"""The retry batch: rows chosen by state and by cause, unchanged or with a fix, and counted."""

from tests.screens.batch import ERRORS, INPUT, OUTPUT, SHEET, results
from tests.screens.screen import Screen
from tests.support.result_lines import Line, answered, failed, input_line, jsonl
from tests.support.sheet_files import as_csv

IDS = [f"id-{number}" for number in range(8)]


def mixed(*, models: int = 1, sent: bool = True) -> Screen:
    """Rate limits, an unsupported parameter, an answer cut short, and a missing one."""
    requests: list[Line] = [input_line(custom_id, "x", f"m{number % models}") for number, custom_id in enumerate(IDS)]
    for request in requests:
        request["body"] |= {"top_k": 4, "max_tokens": 50}
    lines = [failed(custom_id, "Rate limit reached", 429) for custom_id in IDS[:2]]
    lines += [
        failed(custom_id, "Unsupported parameter: 'top_k' is not supported with this model.") for custom_id in IDS[2:5]
    ]
    lines += [answered(IDS[5], "A cut", "length"), answered(IDS[6], "Fine")]
    files = [("output.jsonl", jsonl(lines)), ("input.jsonl", jsonl(requests))]
    return results(*files[: 2 if sent else 1])


def label(screen: Screen) -> str:
    """The label of the download."""
    return next(label for label in screen.labels() if label.endswith("to send again"))


def problems(screen: Screen) -> Screen:
    """The session in the view where the rows to send again are chosen."""
    screen.view("Problems")
    return screen


def send(screen: Screen, rows: str, value: bool = True) -> None:
    """Turns the switch that sends these rows again."""
    screen.fill(next(str(box.key) for box in screen.at.toggle if box.label == f"Send {rows} again"), value)


def test_failed_and_missing_rows_are_sent_again_by_default() -> None:
    screen = mixed()
    assert label(screen) == "Download 6 failed or missing rows to send again"
    assert "Your fixes change" not in screen.said()
    assert label(results(OUTPUT, ERRORS, INPUT, SHEET)) == "Download 3 failed or missing rows to send again"


def test_causes_are_chosen() -> None:
    screen = problems(mixed())
    send(screen, "these 3 rows", False)
    assert label(screen) == "Download 3 failed or missing rows to send again"
    screen.press("Retry with a higher limit")
    assert label(screen) == "Download 4 rows to send again"
    screen.press("Retry with a higher limit")
    assert label(screen) == "Download 3 failed or missing rows to send again"
    send(screen, "these 2 rows", False)
    screen.view("Table")
    assert label(screen) == "Download 1 missing row to send again"


def test_long_texts_are_shortened_where_a_person_says_so() -> None:
    cells = {"a": "x" * 300, "b": "y" * 200, "c": "short"}
    requests = [input_line(key, f"Mood: {cell}") for key, cell in cells.items()]
    error = "maximum context length is 90 tokens. Your messages resulted in 120 tokens"
    lines = [*(failed(key, error, 400) for key in "ab"), answered("c", "Fine")]
    sheet = as_csv([("custom_id", "review"), *cells.items()])
    screen = problems(results(("o.jsonl", jsonl(lines)), ("i.jsonl", jsonl(requests)), ("s.csv", sheet)))
    screen.press("Shorten")
    column = next(box for box in screen.at.selectbox if box.label == "Column to shorten")
    length = next(box for box in screen.at.number_input if box.label == "Characters to keep")
    assert (column.value, length.value) == ("review", 139)
    assert "review: 2 texts cut." in screen.said()
    screen.fill(length.key, 250)
    assert "review: 1 text cut, 1 short enough." in screen.said()
    assert "[… 50 characters cut]" in screen.said()
    assert "Your fixes change 1 request of the retry batch." in screen.said()
    screen.fill(length.key, None)
    assert "Choose a column and enter the characters to keep to build the retry batch." in screen.said()


def test_without_a_sheet_nothing_can_be_shortened() -> None:
    lines = [failed("a", "maximum context length", 400)]
    screen = problems(results(("o.jsonl", jsonl(lines)), ("i.jsonl", jsonl([input_line("a", "x")]))))
    assert "Shorten" in screen.labels()
    assert not screen.has_button("Shorten")


def test_requests_that_need_a_change_are_counted() -> None:
    screen = problems(mixed())
    warning = "In the retry batch, 3 requests will probably fail again without a change"
    assert warning in screen.said()
    screen.press("Leave top_k out")
    assert "will probably fail again" not in screen.said()
    screen.press("Leave top_k out")
    send(screen, "these 3 rows", False)
    assert "will probably fail again" not in screen.said()


def test_a_fix_counts_the_requests_it_changes() -> None:
    screen = problems(mixed())
    screen.press("Leave top_k out")
    assert "Your fixes change 3 requests of the retry batch." in screen.said()
    assert label(screen) == "Download 6 failed or missing rows to send again"


def test_a_token_limit_is_suggested_and_can_be_changed() -> None:
    screen = problems(mixed())
    screen.press("Retry with a higher limit")
    number = next(box for box in screen.at.number_input if box.label == "Longest answer in tokens")
    assert number.value == 100
    assert "Your fixes change 1 request " in screen.said()
    screen.fill(str(number.key), 20)
    assert "Your fixes change" not in screen.said()


def test_another_model_needs_a_name() -> None:
    lines = [answered("a", "I cannot", "content_filter")]
    screen = problems(results(("output.jsonl", jsonl(lines)), ("input.jsonl", jsonl([input_line("a", "x")]))))
    screen.press("Retry with another model")
    button = screen.at.get_by_key("results_download_retry")
    assert button.proto.disabled
    assert "Enter a model name to build the retry batch." in screen.said()
    screen.fill(next(str(box.key) for box in screen.at.text_input if box.label == "Model"), "braver-model")
    assert not screen.at.get_by_key("results_download_retry").proto.disabled
    assert "Your fixes change 1 request " in screen.said()


def test_without_an_input_file_nothing_can_be_sent_again() -> None:
    screen = mixed(sent=False)
    assert label(screen) == "No rows to send again"
    assert "5 rows cannot be sent again: no loaded input file has the request." in screen.said()


def test_choices_survive_a_visit_to_another_page() -> None:
    screen = problems(mixed())
    screen.press("Leave top_k out")
    send(screen, "these 2 rows", False)
    screen.fill("results_retry_provider", "Parasail")
    screen.go("compose")
    screen.go("results")
    assert label(screen) == "Download 4 failed or missing rows to send again"
    assert screen.value("results_retry_provider") == "Parasail"
    assert "Your fixes change 3 requests " in screen.said()


def test_bad_answers_can_be_sent_again() -> None:
    texts = ['{"mood": "good"}', "I would say good.", '{"mood": "bad"}']
    output = ("output.jsonl", jsonl(answered(name, text) for name, text in zip("abc", texts, strict=True)))
    screen = results(output, ("input.jsonl", jsonl(input_line(name, "x") for name in "abc")))
    assert label(screen) == "No rows to send again"
    screen.choose_row(2)
    screen.press("Wrong")
    problems(screen)
    assert "1 row: Not JSON" in screen.said()
    assert "1 row: Marked wrong" in screen.said()
    send(screen, "this row")
    assert label(screen) == "Download 1 row to send again"
    screen.fill(str(screen.at.toggle[-1].key), True)
    assert label(screen) == "Download 2 rows to send again"
    screen.view("Table")
    screen.press("Remove mark")
    assert label(screen) == "Download 1 row to send again"
