"""The Batches page: connecting, the last look, the list, collecting; and asking a few rows on Compose."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from lib.sending import PartState, polling
from pages.parts.shared import sending_policy
from pages.parts.shared.account import SENDINGS
from pages.parts.shared.waiting_batch import WaitingBatch
from pages.parts.shell.session_desk import KEPT
from tests.screens.screen import Screen
from tests.servers.fake_provider import KEY, FakeProvider, faking
from tests.servers.faults import answered, drop_before, reply
from tests.support.result_lines import answered as answer
from tests.support.result_lines import jsonl
from tests.support.sendings import START, files_of, lines_batch, new_sending

SHEET = ("rivers.csv", b"id,text\n" + b"".join(b"%d,River %d\n" % (row, row) for row in range(30)))
PATIENCE = 30
"""Seconds within which a batch must be as far as a test wants it."""


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeProvider]:
    """A provider on this machine, whose user sits at it."""
    monkeypatch.setattr(sending_policy, "_is_at_this_machine", lambda: True)
    monkeypatch.setattr(polling, "FIRST_WAIT", 0.05)
    with faking() as running:
        running.store.steps = ("validating",)
        yield running


@pytest.fixture
def screen(provider: FakeProvider) -> Iterator[Screen]:
    """The Batches page before an account is connected."""
    screen = Screen("batches")
    yield screen
    if "account" in screen.at.session_state:
        screen.at.session_state["account"].close()


def connect(screen: Screen, provider: FakeProvider, key: str = KEY) -> None:
    screen.fill("batches_provider", "Other")
    screen.fill("batches_address", provider.url)
    screen.fill("batches_key", key)
    screen.press("Connect")


@pytest.fixture
def composed(screen: Screen, provider: FakeProvider) -> Screen:
    """Compose with a sheet, its batch ready, and the account connected."""
    connect(screen, provider)
    screen.go("compose")
    screen.upload("Spreadsheet", SHEET)
    screen.fill("compose_model", "river-large")
    screen.fill("compose_prompt", "{{text}}")
    return screen


def look(composed: Screen) -> None:
    """Opens the last look."""
    composed.press("Send …")
    composed.go("batches")


def send_all(composed: Screen) -> None:
    """Sends the batch and waits for its end."""
    look(composed)
    composed.press("Send 30 requests")
    wait_until(composed, lambda: "Bring into Results" in composed.labels())


def wait_until(screen: Screen, is_so: Callable[[], bool]) -> None:
    """Draws the list until this is so, as the page's clock does."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, screen.said()
        screen.at.run()


def test_nothing_is_asked_before_a_key_is_given(screen: Screen, provider: FakeProvider) -> None:
    assert "What you will see" in screen.said()
    assert provider.seen == []


def test_a_wrong_key_is_told_and_can_be_corrected(screen: Screen, provider: FakeProvider) -> None:
    connect(screen, provider, "sk-not-the-key-0123456789")
    assert "does not accept this key" in screen.said()
    assert "sk-not-the-key" not in screen.said()
    connect(screen, provider)
    assert "This key has no batches yet" in screen.said()


def test_an_address_without_a_server_is_told(screen: Screen, provider: FakeProvider) -> None:
    provider.next("GET /batches", drop_before)
    connect(screen, provider)
    assert "broke" in screen.said()


def test_servers_on_the_machine_of_a_team_are_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending_policy, "_is_at_this_machine", lambda: False)
    screen = Screen("batches")
    assert "Other" not in screen.at.selectbox(key="batches_provider").options


def test_an_administrator_can_switch_sending_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending_policy, "_secrets", lambda: {"sending": {"off": True}})
    screen = Screen("batches")
    assert "switched sending off" in screen.said()
    screen.go("compose")
    screen.upload("Spreadsheet", SHEET)
    assert not [button for button in screen.at.button if button.key == "compose_send"]


def test_a_batch_is_looked_at_sent_followed_and_brought_home(composed: Screen, provider: FakeProvider) -> None:
    look(composed)
    assert "30 in 1 file" in composed.said()
    assert provider.calls("POST /files") == []
    composed.press("Send 30 requests")
    wait_until(composed, lambda: "Bring into Results" in composed.labels())
    assert len(provider.calls("POST /batches")) == 1
    composed.press("Bring into Results")
    counts = composed.metrics()
    assert (counts["Sent"], counts["OK"], counts["Missing"]) == ("30", "30", "0")


def test_what_is_on_results_is_added_to_or_replaced_as_a_person_says(composed: Screen, provider: FakeProvider) -> None:
    look(composed)
    composed.press("Send 20 as a sample")
    wait_until(composed, lambda: "Bring into Results" in composed.labels())
    composed.press("Bring into Results")
    composed.go("batches")
    composed.press("Bring into Results")
    assert "replace them with another batch" in composed.said()
    composed.press("Back")
    composed.press("Bring into Results")
    composed.press("Replace them")
    assert (composed.metrics()["OK"], composed.metrics()["Duplicate"]) == ("20", "0")


def test_an_earlier_batch_brought_home_is_sent_again_with_its_own_prompt(
    composed: Screen, provider: FakeProvider
) -> None:
    for number, prompt in enumerate(["First, fail: {{text}}", "Second, fail: {{text}}"], 1):
        composed.go("compose")
        composed.fill("compose_prompt", prompt)
        composed.press("Send …")
        composed.go("batches")
        composed.press("Send 30 requests")
        wait_until(composed, lambda ended=number: composed.labels().count("Bring into Results") == ended)
    composed.press("Bring into Results", 1)
    composed.go("results")
    assert "different texts" not in composed.said()
    composed.press("Send again …")
    composed.go("batches")
    composed.press("Send 30 requests again")
    wait_until(composed, lambda: len(provider.store.batches) == 3)
    sent = provider.store.files[list(provider.store.batches.values())[-1]["input_file_id"]].data
    assert sent.count(b"First, fail") == 30
    assert b"Second" not in sent


def test_the_provider_chosen_on_compose_is_the_one_to_connect_to(provider: FakeProvider) -> None:
    screen = Screen("compose")
    screen.fill("compose_provider", "Groq")
    screen.go("batches")
    assert screen.value("batches_provider") == "Groq"


def test_a_sample_leaves_the_others_waiting(composed: Screen, provider: FakeProvider) -> None:
    look(composed)
    composed.press("Send 20 as a sample")
    wait_until(composed, lambda: "Bring into Results" in composed.labels())
    composed.press("Look and send")
    composed.press("Send the other 10")
    wait_until(composed, lambda: composed.labels().count("Bring into Results") == 2)
    sent = [provider.store.files[batch["input_file_id"]].data for batch in provider.store.batches.values()]
    assert [data.count(b"\n") for data in sent] == [20, 10]
    assert len({line for data in sent for line in data.splitlines()}) == 30
    composed.press("Bring into Results", 1)
    assert (composed.metrics()["Sent"], composed.metrics()["OK"]) == ("20", "20")


def test_a_file_that_was_sent_is_reported_with_its_date(composed: Screen) -> None:
    send_all(composed)
    composed.go("compose")
    look(composed)
    assert "You sent this file before" in composed.said()
    again = next(button for button in composed.at.button if button.label == "Send 30 requests again")
    assert again.proto.type == "secondary"


def test_a_batch_that_is_being_stopped_is_not_stopped_once_more(composed: Screen, provider: FakeProvider) -> None:
    provider.store.steps = ("in_progress",) * 100
    look(composed)
    composed.press("Send 30 requests")
    wait_until(composed, lambda: "Stop …" in composed.labels())
    composed.press("Stop …")
    composed.press("Stop it")
    assert "Stop …" not in composed.labels()
    wait_until(composed, lambda: "Bring into Results" in composed.labels())
    assert len(provider.calls("POST /batches/*/cancel")) == 1


def test_the_same_requests_in_another_split_are_reported(composed: Screen, provider: FakeProvider) -> None:
    send_all(composed)
    composed.go("compose")
    composed.fill("compose_limit_requests", 20)
    look(composed)
    assert "30 in 2 files" in composed.said()
    assert "You sent this file before" in composed.said()


def test_a_rejected_create_is_told_and_tried_again(composed: Screen, provider: FakeProvider) -> None:
    provider.next("POST /batches", reply(500))
    look(composed)
    composed.press("Send 30 requests")
    wait_until(composed, lambda: "Try again" in composed.labels())
    assert len(provider.store.batches) == 0
    composed.press("Try again")
    wait_until(composed, lambda: "Bring into Results" in composed.labels())
    assert len(provider.store.batches) == 1


def test_a_rejected_file_is_named_by_row_and_goes_to_check(composed: Screen, provider: FakeProvider) -> None:
    provider.store.ends = ["failed"]
    look(composed)
    composed.press("Send 30 requests")
    wait_until(composed, lambda: "Repair the file in Check" in composed.labels())
    assert "Row 3: This line is not JSON." in composed.said()
    composed.press("Repair the file in Check")
    assert "30 requests" in composed.said()


def test_forgetting_everything_ends_the_use_of_the_key(composed: Screen) -> None:
    account = composed.at.session_state["account"]
    composed.press("Forget everything")
    assert "account" not in composed.at.session_state
    assert KEY not in repr(vars(account.client))


def test_a_few_rows_are_asked_with_the_bytes_of_the_batch(composed: Screen, provider: FakeProvider) -> None:
    assert "at the full price instead of the batch price" in composed.said()
    composed.fill("compose_trial_rows", 3)
    composed.press("Ask 3 rows now")
    asked = provider.calls("POST /chat/completions")
    lines = list(composed.at.session_state["slots"]["composition"].value.lines(range(3)))
    assert {call.body for call in asked} == {line.partition(b'"body":')[2][:-2] for line in lines}
    composed.fill("compose_prompt", "Where is {{text}}?")
    composed.press("Ask 3 rows now")
    table = composed.at.dataframe[-1].value
    assert list(table["Answer"]) == [f"Answer to: Where is River {row}?" for row in range(3)]
    assert list(table["Answer (last try)"]) == [f"Answer to: River {row}" for row in range(3)]


def test_the_account_suggests_its_models(composed: Screen) -> None:
    assert "Your account has this model" in composed.said()


def test_a_saved_desk_remembers_what_was_sent_and_never_the_key(composed: Screen, provider: FakeProvider) -> None:
    send_all(composed)
    sent = composed.at.session_state[SENDINGS]
    [sending] = sent[provider.url].values()
    saved = json.dumps(
        KEPT.saved({SENDINGS: sent, "batches_key": KEY, "account": composed.at.session_state["account"]})
    )
    assert KEY not in saved
    assert sending.intent in saved
    assert KEPT.restored(json.loads(saved)).values == {SENDINGS: sent}


def test_an_interrupted_create_is_looked_up_after_connecting_again(screen: Screen, provider: FakeProvider) -> None:
    sending = new_sending(files_of(3))
    [part] = sending.parts
    file = provider.store.add_file("sheet.jsonl", b"")
    part = replace(part, file_id=file.id, state=PartState.CREATING, since=START)
    provider.store.create({"input_file_id": file.id, "metadata": {}})
    interrupted = replace(sending.with_part(part), address=provider.url)
    screen.at.session_state[SENDINGS] = {provider.url: {interrupted.intent: interrupted}}
    connect(screen, provider)
    wait_until(screen, lambda: "Bring into Results" in screen.labels())
    assert "Sheet.xlsx" in screen.said()
    assert provider.calls("POST /batches") == []


def mixed(screen: Screen, provider: FakeProvider) -> None:
    """Sends three rows, of which one fails, and waits for the end."""
    connect(screen, provider)
    screen.go("compose")
    screen.upload("Spreadsheet", ("three.csv", b"id,text\na,Vistula\nb,fail\nc,Oder\n"))
    screen.fill("compose_model", "river-large")
    screen.fill("compose_prompt", "{{text}}")
    look(screen)
    screen.press("Send 3 requests")
    wait_until(screen, lambda: "Bring into Results" in screen.labels())


def test_an_error_file_that_did_not_come_is_named_on_results(screen: Screen, provider: FakeProvider) -> None:
    mixed(screen, provider)
    provider.next("GET /files/*/content", answered, answered, reply(404))
    screen.press("Bring into Results")
    assert "three_errors.jsonl did not come" in screen.errors()
    assert (screen.metrics()["OK"], screen.metrics()["Missing"]) == ("2", "1")


def test_an_input_that_is_gone_is_no_fault_where_the_batch_is_here(screen: Screen, provider: FakeProvider) -> None:
    mixed(screen, provider)
    provider.next("GET /files/*/content", reply(404))
    screen.press("Bring into Results")
    assert "did not come" not in screen.errors()
    assert screen.metrics()["Sent"] == "3"


def test_replacing_keeps_the_sheet_and_brings_the_old_files_back(composed: Screen, provider: FakeProvider) -> None:
    composed.go("results")
    composed.upload("Everything", ("old.jsonl", jsonl([answer("a", "Old")])), ("sheet.csv", b"id,text\na,One\nb,Two\n"))
    composed.go("compose")
    send_all(composed)
    composed.press("Bring into Results")
    assert "Results has 1 file of a batch already" in composed.said()
    composed.press("Replace them")
    assert "old.jsonl was removed" in composed.said()
    assert "sheet.csv" in composed.said()
    assert composed.metrics()["OK"] == "30"
    composed.go("results")
    composed.press("Bring it back")
    assert "old.jsonl" in [file.name for file in composed.at.session_state["files"]]


def test_nothing_is_asked_while_two_rows_have_one_id(screen: Screen, provider: FakeProvider) -> None:
    connect(screen, provider)
    screen.go("compose")
    screen.upload("Spreadsheet", ("twice.csv", b"id,text\na,One\na,Two\n"))
    screen.fill("compose_model", "river-large")
    screen.fill("compose_prompt", "{{text}}")
    assert not screen.at.button("compose_try").disabled
    screen.fill("compose_id_column", "id")
    assert screen.at.button("compose_try").disabled


def test_a_sample_of_several_files_is_counted_as_it_is() -> None:
    waiting = WaitingBatch("two", "d", "Other", (), [lines_batch(5, 50), lines_batch(30, 50)])
    sample, rest = waiting.sample(), waiting.rest()
    assert (waiting.sample_size, sample.requests, rest.requests) == (5, 5, 30)
    large = WaitingBatch("two", "d", "Other", (), [lines_batch(30, 50), lines_batch(5, 50)])
    assert (large.sample().requests, large.rest().requests) == (20, 15)


def test_a_file_that_the_provider_does_not_take_is_sent_again_as_a_person_says(
    composed: Screen, provider: FakeProvider
) -> None:
    provider.next("POST /batches", reply(400, "The endpoint is unknown."))
    look(composed)
    composed.press("Send 30 requests")
    wait_until(composed, lambda: "Send file 1 again" in composed.labels())
    assert "The endpoint is unknown." in composed.warnings()
    composed.press("Send file 1 again")
    wait_until(composed, lambda: "Bring into Results" in composed.labels())
    assert len(provider.store.batches) == 1


def test_a_file_rejected_without_a_reason_can_be_repaired(composed: Screen, provider: FakeProvider) -> None:
    provider.store.ends = ["failed"]
    look(composed)
    composed.press("Send 30 requests")
    wait_until(composed, lambda: "Repair the file in Check" in composed.labels())
    for batch in provider.store.batches.values():
        batch["errors"] = None
    connect_again(composed, provider)
    assert "It does not say why" in composed.said()
    assert "Repair the file in Check" in composed.labels()


def connect_again(screen: Screen, provider: FakeProvider) -> None:
    screen.press("Disconnect")
    connect(screen, provider)
