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
    screen = failing()
    screen.view("Problems")
    page_text = screen.said()
    assert "4 rows: Too many requests at once" in page_text
    assert "Retrying helps, but not at once." in page_text
    assert "1 row: The model does not accept top_k" in page_text
    assert "Leave top_k out" in page_text
    assert "1 row: No answer in the loaded files" in page_text


def test_an_unknown_message_is_shown_unchanged() -> None:
    lines = [failed(IDS[0], GREMLIN, 418), answered(IDS[1], "Fine")]
    screen = results(("output.jsonl", jsonl(lines)))
    screen.view("Problems")
    assert GREMLIN in screen.said()
    assert not any("**gremlin**" in text or "](http" in text for text in screen.markdown())


def test_the_causes_that_need_the_person_come_first() -> None:
    screen = failing()
    screen.view("Problems")
    titles = [text for text in screen.markdown() if text.startswith(":material/") and " row" in text and "**" in text]
    assert ["top" in title for title in titles] == [True, *[False] * (len(titles) - 1)]


def test_the_rows_of_a_cause_are_shown_alone_until_its_filter_is_removed() -> None:
    screen = failing()
    screen.fill("results_status", ["OK"])
    screen.fill("results_search", "Fine")
    show_rate_limits(screen)
    assert shown(screen) == IDS[:4]
    assert screen.labels("Only: ") == ["Only: Too many requests at once"]
    screen.press("Only: Too many requests at once")
    assert len(shown(screen)) == 12


def test_a_state_without_a_good_answer_says_why_and_leads_to_what_helps() -> None:
    screen = failing()
    screen.fill("results_status", ["Failed"])
    assert "4 rows: Too many requests at once;" in screen.said()
    screen.press("See what helps")
    assert screen.value("results_view") == "Problems"


def show_rate_limits(screen: Screen) -> None:
    screen.view("Problems")
    screen.press("Show these 4 rows")


def test_a_cause_combines_with_states_and_search() -> None:
    screen = failing()
    show_rate_limits(screen)
    screen.fill("results_search", "used 2")
    assert shown(screen) == IDS[2:3]
    screen.fill("results_status", ["OK"])
    assert "No row matches." in screen.said()


def test_a_resolved_cause_no_longer_filters() -> None:
    screen = failing()
    show_rate_limits(screen)
    screen.upload("Everything", ("retry-1.jsonl", jsonl(answered(custom_id, "Now") for custom_id in IDS[:4])))
    assert len(shown(screen)) == 12
    assert not screen.labels("Only: ")


def test_without_failures_no_causes_are_shown() -> None:
    screen = results(("output.jsonl", jsonl([answered("a", "Fine")])))
    screen.view("Problems")
    assert "Why rows have no good answer" not in screen.said()
    assert "Every request has a good answer." in screen.at.success[0].value


def test_the_small_batch_has_a_cause_for_every_row_without_a_good_answer() -> None:
    screen = results(OUTPUT, ERRORS, INPUT, SHEET)
    screen.view("Problems")
    titles = [text for text in screen.markdown() if text.startswith(":material/") and " row" in text and "**" in text]
    assert sum(int(title.split("**")[1].split(" ")[0]) for title in titles) == 5
