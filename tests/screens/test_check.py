"""The Check page: what is wrong with a batch file, the repaired download, and the way to Results."""

import io
import json
import re
from html import unescape
from zipfile import ZipFile

from tests.screens.screen import Screen, literal
from tests.screens.test_app import HOSTILE
from tests.support.request_lines import chat, embed, line, written

CLEAN = ("clean.jsonl", written(line("a"), line("b")))
FAULTY = (
    "faulty.txt",
    written(
        line("a"),
        line("a"),
        b"",
        line("b", "body"),
        line(7, body=chat(stream=True)),
        {"customId": "d", **line("", "custom_id")},
    ),
)


def loaded(*files: tuple[str, bytes], provider: str = "OpenAI") -> Screen:
    screen = Screen("check")
    screen.fill("check_provider", provider)
    screen.upload("Batch files", *files)
    return screen


def has_download(screen: Screen, key: str) -> bool:
    return any(button.key == key for button in screen.at.download_button)


def test_opens_empty_and_without_a_download() -> None:
    screen = Screen("check")
    assert screen.at.title[0].value == "Check"
    assert screen.has("check_provider")
    assert not screen.metrics()


def test_a_clean_file_can_be_downloaded_at_once() -> None:
    screen = loaded(CLEAN)
    assert "OpenAI will accept this file." in screen.said()
    assert "1 model: gpt-4o-mini (2)." in screen.said()
    assert screen.has("check_download")
    assert "2 requests = 2 to send + 0 left out" in screen.said()
    assert not screen.has("check_left_out")


def test_faults_are_grouped_counted_and_repaired() -> None:
    screen = loaded(FAULTY)
    text = screen.said()
    assert "5 requests = 4 to send + 1 left out. Fixes changed 3 lines: rename duplicate ids (1)," in text
    assert "All other lines keep their text. Around the lines: 1 empty line removed." in text
    assert "1 line cannot be sent" in text
    assert "OpenAI would reject the whole file." in text
    titles = (
        "Several requests have the same id `custom_id` (2 lines: 1, 2)",
        "A request has no content `body` (line 4)",
    )
    for title in titles:
        assert any(title in text.replace(":gray[", "").replace(")]", ")") for text in map(literal, screen.markdown()))
    assert all(has_download(screen, key) for key in ("check_download", "check_left_out", "check_renamed"))
    assert "4 of 5 lines would be rejected by OpenAI: 3 are fixed, 1 is left out." in screen.warnings()
    assert "OpenAI will accept the download." in screen.warnings()


def test_a_fix_can_be_switched_off_and_on() -> None:
    screen = loaded(FAULTY)
    screen.fill("check fix ids-rename", False)
    assert "5 requests = 3 to send + 2 left out" in screen.said()
    assert not has_download(screen, "check_renamed")
    screen.fill("check fix rejected", False)
    assert "5 requests = 5 to send + 0 left out" in screen.said()
    assert "OpenAI would reject the download too" in screen.errors()
    screen.fill("check fix ids-rename", True)
    assert has_download(screen, "check_renamed")


def test_the_provider_decides_what_is_a_fault() -> None:
    data = ("azure.jsonl", written(line(url="/chat/completions")))
    screen = loaded(data)
    assert "1 of 1 line would be rejected by OpenAI: 1 is fixed." in screen.warnings()
    screen.fill("check_provider", "Azure OpenAI")
    assert "Azure OpenAI will accept this file." in screen.said()


def test_a_url_that_a_provider_may_not_take_has_one_verdict() -> None:
    data = written({"custom_id": "a", "method": "POST", "url": "/v1/responses", "body": {"model": "m", "input": "Hi"}})
    screen = loaded(("responses.jsonl", data), provider="Parasail")
    assert "Parasail may reject this file: it is not known to accept batches at this address." in screen.warnings()
    assert "will probably accept" not in screen.said() + screen.warnings()


def test_a_model_can_be_added_to_requests_without_one() -> None:
    screen = loaded(("a.jsonl", written(line(body=chat("model")), line("b"))))
    assert "2 requests = 1 to send + 1 left out" in screen.said()
    screen.fill("check_model", "gpt-4o-mini")
    assert "2 requests = 2 to send + 0 left out" in screen.said()


def test_a_file_without_a_request_has_no_batch_to_download() -> None:
    screen = loaded(("a.jsonl", b"{oops\n"))
    assert screen.has("check_download")
    assert not has_download(screen, "check_download")
    assert has_download(screen, "check_left_out")


def test_several_files_and_archives_are_loaded_together() -> None:
    zipped = io.BytesIO()
    with ZipFile(zipped, "w") as archive:
        archive.writestr("one.jsonl", CLEAN[1])
        archive.writestr("two.jsonl", written(embed("e")))
    screen = loaded(("both.zip", zipped.getvalue()), ("three.json", json.dumps([line("c")]).encode()))
    assert "4 requests = 4 to send + 0 left out." in screen.said()
    assert "You get a zip of 3 files." in screen.said()
    assert "one.jsonl" in screen.said()
    screen.press("Remove file", 1)
    assert "3 requests = 3 to send + 0 left out." in screen.said()
    screen.press("Bring it back")
    assert "4 requests = 4 to send + 0 left out." in screen.said()


def test_a_file_that_is_not_a_batch_is_rejected() -> None:
    screen = loaded(("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest"), ("a.bin", bytes(range(9)) * 99))
    assert "a.xlsx is a workbook. It belongs in Compose." in screen.said()
    assert "a.bin: this is neither text nor a workbook" in screen.errors()
    assert not screen.metrics()


def test_any_line_can_be_shown() -> None:
    lines = (line("a"), line("b", body=chat(temprature=1)), b"{oops")
    screen = loaded(("a.jsonl", written(*lines)), provider="Parasail")
    assert screen.value("check_entry") == 3  # it cannot be sent
    assert [area.value for area in screen.at.text_area] == ["{oops"]
    screen.press("Next with a fault")
    assert screen.value("check_entry") == 2
    assert screen.conversation() == [("user", "Name a river.")]
    assert '"temprature": 1' in _marked(screen)
    screen.press("Previous")
    assert screen.value("check_entry") == 1
    assert _marked(screen) == ""
    screen.press("Show line 3")
    assert screen.value("check_entry") == 3


def test_a_line_can_be_edited_and_restored() -> None:
    screen = loaded(("a.jsonl", written(line("a"), b'{"custom_id": "b", oops}', line("c"))))
    assert "3 requests = 2 to send + 1 left out" in screen.said()
    (area,) = screen.at.text_area
    assert area.value == '{"custom_id": "b", oops}'
    screen.fill(area.key, json.dumps(line("b")))
    assert "3 requests = 3 to send + 0 left out" in screen.said()
    assert "OpenAI will accept this file." in screen.said()
    assert "You edited 1 line of a.jsonl." in screen.said()
    screen.press("Restore all edited lines")
    assert "3 requests = 2 to send + 1 left out" in screen.said()


def test_a_likely_repair_waits_for_a_switch() -> None:
    broken = written(line("b"))[:-1].replace(b"river", b'"river"')
    screen = loaded(("a.jsonl", written(line("a"), broken)))
    assert screen.value("check fix json-inner-quotes") is False
    assert "2 requests = 1 to send + 1 left out" in screen.said()
    screen.fill("check fix json-inner-quotes", True)
    assert "2 requests = 2 to send + 0 left out" in screen.said()


def test_another_provider_s_form_is_named() -> None:
    screen = loaded(("a.jsonl", written({"custom_id": "a", "params": chat()}, {"custom_id": "b", "params": chat()})))
    assert "Every line is in Anthropic's own format." in screen.errors()


def test_a_place_of_a_fault_shows_its_line() -> None:
    faulty = [b"{oops", line("b"), *(b"[oh no %d" % number for number in range(4))]
    screen = loaded(("b.jsonl", written(line("c"))), ("a.jsonl", written(line("a"), *faulty)))
    assert "5 lines cannot be sent" in screen.said()
    assert screen.conversation() == [("user", "Name a river.")]
    screen.choose_place("not-json", 1)
    assert [area.value for area in screen.at.text_area] == ["[oh no 0"]


def test_a_reason_says_what_happens_and_what_helps() -> None:
    screen = loaded(("a.jsonl", written(line("a"), b"{oops", line("b", body=chat(messages=[])))), provider="Groq")
    said = screen.said()
    assert "2 lines cannot be sent" in said
    assert "Groq would reject the whole file. A colon is missing after a key. See character 2: oops" in said
    assert "Groq answers with error 400: the list of messages is empty. Give it at least one message." in said


def test_a_line_with_a_fault_in_several_places_has_one_button() -> None:
    """Two flaws of one rule at one place, and one rule at two places."""
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    form = {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": schema}}
    roles = [{"role": "robot", "content": "Hi"}, {"role": "android", "content": "Hi"}]
    screen = loaded(
        ("a.jsonl", written(line("a", body=chat(response_format=form)), line("b", body=chat(messages=roles))))
    )
    assert "2 lines cannot be sent" in screen.said()
    assert [button.label for button in screen.at.button if button.label.startswith("Show line")] == [
        "Show line 1",
        "Show line 2",
    ]


def test_each_of_two_files_of_one_name_can_be_shown() -> None:
    screen = loaded(("a.jsonl", written(line("a"), line("b"))), ("a.jsonl", written(line("c"), line("d"))))
    screen.fill("check_entry", 2)
    screen.fill("check line file 2", "2. a.jsonl")
    assert screen.value("check_entry") == 1


def _marked(screen: Screen) -> str:
    bodies = [node.proto.body for node in screen.at.get("html")]
    return unescape("".join(re.findall("<mark[^>]*>(.*?)</mark>", "".join(bodies))))


def test_the_batch_becomes_the_input_of_results() -> None:
    screen = loaded(FAULTY)
    screen.press("Use this as the input in Results")
    screen.go("results")
    assert "faulty.jsonl" in screen.said()
    assert screen.metrics()["Sent"] == "4"


def test_a_second_batch_of_the_same_file_replaces_the_first_on_results() -> None:
    screen = loaded(FAULTY)
    screen.press("Use this as the input in Results")
    screen.go("check")
    screen.fill("check fix ids-rename", False)
    screen.press("Use this as the input in Results")
    screen.go("results")
    assert screen.labels("Remove file") == ["Remove file"]
    assert screen.metrics()["Sent"] == "3"


def test_two_files_of_one_name_both_go_to_results() -> None:
    screen = loaded(("a.jsonl", written(line("a"))), ("a.jsonl", written(line("b"))))
    screen.press("Use this as the input in Results")
    screen.go("results")
    assert screen.metrics()["Sent"] == "2"


def test_two_quick_clicks_remove_the_files_they_were_made_on() -> None:
    screen = loaded(*((f"{name}.jsonl", written(line(name))) for name in "abc"))
    screen.press_at_once("Remove file", 0, 1)
    assert screen.labels("Remove file") == ["Remove file"]
    assert "c.jsonl" in screen.said()


def test_choices_survive_a_visit_to_results() -> None:
    screen = loaded(FAULTY, provider="Groq")
    screen.fill("check fix stream", False)
    screen.go("results")
    screen.go("check")
    assert screen.value("check_provider") == "Groq"
    assert screen.value("check fix stream") is False
    assert "faulty.txt" in screen.said()


def test_forget_everything_empties_it() -> None:
    screen = loaded(FAULTY)
    screen.press("Forget everything")
    screen.go("check")
    assert not screen.metrics()


def test_hostile_text_is_shown_as_it_is() -> None:
    odd = line(HOSTILE, url=HOSTILE, body=chat(model=HOSTILE, messages=[{"role": HOSTILE, "content": HOSTILE}]))
    screen = loaded((f"{HOSTILE}.jsonl", written(odd, {**odd, HOSTILE: 1}, line("b", body=chat(**{HOSTILE: 1})))))
    assert f"{HOSTILE}.jsonl" in screen.said()
    own = re.compile(r":(?:red|orange|blue|green|violet|gray)-badge\[|:gray\[")
    texts = [re.sub(r"\\.", "", own.sub("", text)) for text in screen.markdown()]
    assert not [text for text in texts if any(mark in text for mark in (":red", "$y", "<img", "](", "://x"))]


def test_files_without_ids_get_different_ones() -> None:
    """Otherwise the answers to one file would be put beside the requests of the other."""
    files = [(f"{model}.jsonl", written(*(line("a", "custom_id", body=chat(model=model)),) * 2)) for model in "ab"]
    screen = Screen("check")
    screen.upload("Batch files", *files)
    repaired = screen.at.session_state["slots"]["repaired"].value
    ids = [renamed.new for file in repaired for renamed in file.new_ids]
    assert ids == ["line-1", "line-2", "line-1-2", "line-2-2"]


def test_the_same_file_is_loaded_once_with_a_note() -> None:
    screen = loaded(CLEAN, ("again.jsonl", CLEAN[1]))
    assert "again.jsonl has the same content as clean.jsonl, so it is loaded only once." in screen.said()
