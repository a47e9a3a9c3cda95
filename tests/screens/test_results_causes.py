"""Why rows have no good answer: each cause with its count, its advice and a button that shows its rows."""

from tests.screens.batch import ERRORS, INPUT, OUTPUT, SHEET, results, shown
from tests.screens.screen import File, Screen
from tests.support.result_lines import answered, failed, input_line, jsonl

IDS = [f"id-{number}" for number in range(12)]
ASKED: File = ("input.jsonl", jsonl(input_line(custom_id, "x") for custom_id in IDS))
GREMLIN = "A **gremlin** [ate](http://a.b) <b>shard</b> 7"


def failing() -> Screen:
    """Three causes of failures, one of them unknown; some answers, and a missing row."""
    lines = [
        failed(custom_id, f"Rate limit reached: used {number} of 30.", 429) for number, custom_id in enumerate(IDS[:4])
    ]
    lines += [failed(custom_id, GREMLIN, 500 + number) for number, custom_id in enumerate(IDS[4:6])]
    lines += [failed(IDS[6], "Unsupported parameter: 'top_k' is not supported with this model.")]
    lines += [answered(custom_id, "Fine") for custom_id in IDS[7:11]]
    return results(("output.jsonl", jsonl(lines)), ASKED)


def test_causes_show_what_happened_and_what_to_do() -> None:
    page_text = failing().said()
    assert "4 rows: Too many requests at once" in page_text
    assert "Retrying helps, but not at once." in page_text
    assert "1 row: The model does not accept top_k" in page_text
    assert "Leave top_k out" in page_text
    assert "1 row: No answer in the loaded files" in page_text


def test_an_unknown_message_is_shown_unchanged() -> None:
    lines = [failed(IDS[0], GREMLIN, 418), answered(IDS[1], "Fine")]
    screen = results(("output.jsonl", jsonl(lines)))
    assert GREMLIN in screen.said()
    assert not any("**gremlin**" in text or "](http" in text for text in screen.markdown())


def test_a_cause_filters_the_table_until_it_is_pressed_again() -> None:
    screen = failing()
    assert len(shown(screen)) == 12
    screen.press("Show these rows")
    assert shown(screen) == IDS[:4]
    assert screen.labels("Only: ") == ["Only: Too many requests at once"]
    screen.press("Only: Too many requests at once")
    assert len(shown(screen)) == 12
    screen.press("Show these rows")
    screen.press("Show all rows")
    assert len(shown(screen)) == 12


def test_a_cause_combines_with_states_and_search() -> None:
    screen = failing()
    screen.press("Show these rows")
    screen.fill("results_search", "used 2")
    assert shown(screen) == IDS[2:3]
    screen.fill("results_status", ["OK"])
    assert "No row matches." in screen.said()


def test_a_resolved_cause_no_longer_filters() -> None:
    screen = failing()
    screen.press("Show these rows")
    screen.upload("Everything", ("retry-1.jsonl", jsonl(answered(custom_id, "Now") for custom_id in IDS[:4])))
    assert len(shown(screen)) == 12
    assert not screen.labels("Only: ")


def test_without_failures_no_causes_are_shown() -> None:
    screen = results(("output.jsonl", jsonl([answered("a", "Fine")])))
    assert "Why rows have no good answer" not in screen.said()


def test_the_small_batch_has_a_cause_for_every_row_without_a_good_answer() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    counts = [
        int(text.split("**")[1].split(" ")[0])
        for text in screen.markdown()
        if " row" in text and ": " in text and "**" in text
    ]
    assert sum(counts) == 5
