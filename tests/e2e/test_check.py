"""The Check page in a browser: a faulty file in, its faults on the page, the repaired bytes out, then Results."""

import csv
import io
import json

from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.support.request_lines import chat, line, written
from tests.support.result_lines import answered, jsonl

GOOD = line("good", body=chat(messages=[{"role": "user", "content": "“Où ?” 密封性"}], seed=1))
DATA = b"\xef\xbb\xbf" + b"\r\n".join(
    [
        json.dumps(GOOD, ensure_ascii=False).encode(),
        b"",
        written(line("good")).strip(),
        written(line(7, "method", body=chat(stream=True))).strip(),
        b'{"custom_id": "broken", oops}',
        written(chat()).strip(),
        written(line("empty", body=chat(messages=[]))).strip(),
        b"",
    ]
)


def test_the_verdict_and_the_download_are_in_the_first_screen(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 900})
    desk.open("/check")
    desk.upload("check_file", ("from a colleague.txt", DATA))
    for part in (desk.page.get_by_role("alert"), desk.hook("check_download"), desk.page.get_by_text("cannot be sent")):
        expect(part).to_be_visible()
        box = part.bounding_box()
        assert box
        assert box["y"] + box["height"] < 450


def test_a_faulty_file_is_repaired_and_goes_to_results(desk: Desk) -> None:
    desk.open("/check")
    desk.upload("check_file", ("from a colleague.txt", DATA))
    expect(desk.hook("check_download")).to_be_visible()
    desk.choose("check_provider", "OpenAI")
    expect(desk.page.get_by_text("Several requests have the same id")).to_be_visible()
    expect(desk.page.get_by_text("6 requests = 4 to send + 2 left out")).to_be_visible()
    ends = "Windows line ends (CR LF) changed to LF on 6 lines"
    sentence = (
        f"All other lines keep their text. Around the lines: 1 byte order mark removed, 1 empty line removed, {ends}."
    )
    expect(desk.page.get_by_text(sentence)).to_be_visible()

    name, data = desk.download("check_download")
    assert name.startswith("from_a_colleague_")
    assert name.endswith(".jsonl")
    rows = data.split(b"\n")
    assert rows[0] == json.dumps(GOOD, ensure_ascii=False).encode()
    assert [json.loads(row) for row in rows[1:-1]] == [line("good-2"), line("7"), line("line-6")]
    assert rows[-1] == b""

    _, left_out = desk.download("check_left_out")
    assert left_out == b'{"custom_id": "broken", oops}\n' + written(line("empty", body=chat(messages=[])))
    _, renamed = desk.download("check_renamed")
    ids = [tuple(row) for row in csv.reader(io.StringIO(renamed.decode("utf-8-sig")))]
    assert [row[1:] for row in ids[1:]] == [("3", "good", "good-2"), ("6", "", "line-6")]
    desk.page.get_by_text("About this file").click()
    _, findings = desk.download("check_findings")
    assert "not-json" in findings.decode("utf-8-sig")

    desk.press("check_to_results")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Results")
    desk.upload("results_files", ("output.jsonl", jsonl([answered("7", "Seven"), answered("good-2", "Two")])))
    assert [desk.count(label) for label in ("Sent", "OK", "Missing", "Unknown")] == ["4", "2", "2", "0"]


def test_a_colleague_s_file_takes_four_clicks_at_most(desk: Desk) -> None:
    """The file, the provider, the download; the sheet that was dropped beside it goes to Compose with one press."""
    desk.open("/check")
    desk.upload("check_file", ("from a colleague.txt", DATA), ("sheet.csv", b"id,text\n1,one\n"))
    desk.choose("check_provider", "OpenAI")
    name, _ = desk.download("check_download")
    assert name.endswith(".jsonl")
    with desk.run():
        desk.page.get_by_role("button", name="Open it in Compose").click()
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Compose")
    expect(desk.page.get_by_text("sheet.csv").first).to_be_visible()
