"""Why rows have no good answer: each cause with its count and its advice, and its rows one press away."""

from tests.screens.batch import ERRORS, INPUT, OUTPUT, SHEET, results, shown
from tests.screens.screen import File, Screen
from tests.support.result_lines import answered, failed, input_line, jsonl

IDS = [f"id-{at}" for at in range(12)]
ASKED: File = ("input.jsonl", jsonl(input_line(custom_id, "x") for custom_id in IDS))
GREMLIN = "A **gremlin** [ate](http://a.b) <b>shard</b> 7"


def failing() -> Screen:
    """Three causes of failures, one that is unknown, an answer, and one that is missing."""
    lines = [failed(custom_id, f"Rate limit reached: used {at} of 30.", 429) for at, custom_id in enumerate(IDS[:4])]
    lines += [failed(custom_id, GREMLIN, 500 + at) for at, custom_id in enumerate(IDS[4:6])]
    lines += [failed(IDS[6], "Unsupported parameter: 'top_k' is not supported with this model.")]
    lines += [answered(custom_id, "Fine") for custom_id in IDS[7:11]]
    return results(("output.jsonl", jsonl(lines)), ASKED)


def test_causes_say_what_happened_and_what_to_do() -> None:
    said = failing().said()
    assert "4 rows: Too many requests at once" in said
    assert "Retrying helps, but not at once." in said
    assert "1 row: The model does not accept top_k" in said
    assert "Leave top_k out" in said
    assert "1 row: No answer in the loaded files" in said


def test_unknown_words_are_shown_as_they_are() -> None:
    lines = [failed(IDS[0], GREMLIN, 418), answered(IDS[1], "Fine")]
    screen = results(("output.jsonl", jsonl(lines)))
    assert GREMLIN in screen.said()
    assert not any("**gremlin**" in text or "](http" in text for text in screen.markdown())


def test_a_cause_shows_its_rows_alone_and_gives_way_again() -> None:
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


def test_a_cause_goes_with_states_and_search() -> None:
    screen = failing()
    screen.press("Show these rows")
    screen.fill("results_search", "used 2")
    assert shown(screen) == IDS[2:3]
    screen.fill("results_status", ["OK"])
    assert "No row matches." in screen.said()


def test_a_cause_that_is_gone_filters_nothing() -> None:
    screen = failing()
    screen.press("Show these rows")
    screen.upload("Everything", ("retry-1.jsonl", jsonl(answered(custom_id, "Now") for custom_id in IDS[:4])))
    assert len(shown(screen)) == 12
    assert not screen.labels("Only: ")


def test_no_cause_no_words_about_causes() -> None:
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
