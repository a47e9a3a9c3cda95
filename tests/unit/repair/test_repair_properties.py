"""Whatever a file holds: nothing is lost, only faulty lines change, and what is repaired stays right."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lib.check import check_file
from lib.compose import Recipe, compose
from lib.providers import PROVIDERS, RESPONSES
from lib.repair import RepairOptions, repair
from lib.repair.download import write_kept
from tests.support.request_lines import chat, embed, line, respond
from tests.support.sheets import make_sheet
from tests.unit.check.test_checker import BROKEN

ids = st.sampled_from(["a", "b", "c", "007", "", 7, None, {"x": 1}, "é" * 70])
bodies = st.sampled_from(
    [chat(), chat(stream=True), chat("model"), chat(messages=[]), embed()["body"], json.dumps(chat()), None, "x"]
)
requests = st.one_of(
    st.builds(
        lambda custom_id, body, drop: line(custom_id, *drop, body=body),
        ids,
        bodies,
        st.sets(st.sampled_from(["method", "url", "custom_id"])),
    ),
    st.builds(chat),
    st.builds(embed, st.sampled_from("abc"), encoding_format=st.sampled_from(["float", "base64"])),
    st.builds(respond, st.sampled_from("abc")),
    st.builds(lambda key: {"customId": key, **line("", "custom_id")}, st.sampled_from("abc")),
    st.sampled_from([7, [], "x", {}, {"custom_id": "r", "response": None, "error": "x"}]),
)
rows = st.one_of(
    requests.map(lambda value: json.dumps(value, ensure_ascii=False).encode()),
    requests.map(lambda value: json.dumps(value, indent=1).encode()),
    st.sampled_from([b"", b"  ", b"{", b'{"custom_id": "a"', b"\xff\xfe{", b"[]", b"null"]),
)
files = st.tuples(
    st.lists(rows, max_size=8), st.sampled_from([b"\n", b"\r\n"]), st.sampled_from([b"", b"\xef\xbb\xbf"])
).map(lambda parts: parts[2] + parts[1].join(parts[0]))
providers = st.sampled_from(list(PROVIDERS.values()))


@given(files, providers)
def test_nothing_is_lost_and_what_is_repaired_is_right(data: bytes, provider: Any) -> None:
    checked = check_file(data, "a.jsonl", provider)
    repaired = repair(checked, RepairOptions())
    lines = [repaired.line(index) for index in range(len(repaired.kept))]
    assert sorted([*repaired.kept, *repaired.left_out]) == list(range(len(checked)))
    assert [len(one) for one in lines] == list(repaired.sizes)
    assert all(one.endswith(b"\n") and one.count(b"\n") == 1 for one in lines)
    for entry, one in zip(repaired.kept, lines, strict=True):
        if entry not in repaired.applied:
            assert one == checked.raw(entry).removeprefix(b"\xef\xbb\xbf").removesuffix(b"\r") + b"\n"
    again = check_file(b"".join(lines), "a.jsonl", provider)
    assert len(again) == len(lines)
    bad = [item for item in again.findings if item.entry >= 0 and again.impact(item) in ("rejected", "fails")]
    assert not bad
    assert not {item.fix for item in again.findings if item.entry >= 0} - {"", "model"}


@given(st.binary(max_size=200), providers)
def test_any_bytes_can_be_checked(data: bytes, provider: Any) -> None:
    checked = check_file(data, "a.jsonl", provider)
    repaired = repair(checked, RepairOptions())
    assert len(repaired.kept) + len(repaired.left_out) == len(checked)


def test_every_planted_fault_is_repaired_or_left_out() -> None:
    for name, broken in BROKEN.items():
        provider = PROVIDERS[broken.provider]
        repaired = repair(check_file(broken.data, broken.name, provider), RepairOptions())
        again = check_file(write_kept(repaired), "a.jsonl", provider)
        bad = {item.rule for item in again.findings if again.impact(item) in ("rejected", "fails")}
        assert bad <= {"empty-file", "over-limit", "endpoints-mixed", "models-mixed"}, name


texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20).filter(lambda text: text.strip())


_MODELS = {"Embeddings": "text-embedding-3-small"}


@given(st.lists(texts, min_size=1, max_size=4), providers, st.sampled_from(["Chat", "Embeddings"]), st.booleans())
def test_what_compose_writes_is_clean_at_every_provider(
    cells: list[str], provider: Any, task: str, system: bool
) -> None:
    sheet = make_sheet({"q": cells})
    recipe = Recipe(
        model=_MODELS.get(task, "gpt-4o-mini") if provider.name == "OpenAI" else "m",
        provider=provider.name,
        task=task,
        prompt="{{q}}",
        system="Be brief." if system else "",
        max_tokens=9,
        temperature=0.5,
    )  # type: ignore[arg-type]
    if recipe.path not in provider.endpoints:
        return
    data = b"".join(compose(sheet, recipe).lines())
    checked = check_file(data, "a.jsonl", provider)
    assert checked.findings == []
    repaired = repair(checked, RepairOptions())
    assert write_kept(repaired) == data


def test_what_compose_writes_for_the_responses_api_is_clean() -> None:
    sheet = make_sheet({"q": ["a"], "i": ["https://x.y/z.png"]})
    recipe = Recipe(
        model="gpt-4o-mini", provider="OpenAI", endpoint=RESPONSES, prompt="{{q}}", image_columns=("i",), max_tokens=9
    )
    data = b"".join(compose(sheet, recipe).lines())
    assert data.count(b"input_image") == 1
    assert check_file(data, "a.jsonl", PROVIDERS["OpenAI"]).findings == []
