"""The download: one file, or a zip of parts that together hold all the lines."""

import csv
import io
from dataclasses import replace
from hashlib import sha256
from itertools import accumulate, pairwise
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.batch import Batch, build, plan
from lib.batch.bundle import MANIFEST_COLUMNS, part_name, stem_of
from lib.compose import Composition, Recipe, batch_of, compose
from lib.providers import PROVIDERS, Limits, Provider
from lib.sheets import read_sheet


@pytest.fixture(autouse=True, scope="module")
def _small_files() -> Any:
    """A provider whose files hold three requests."""
    PROVIDERS["Small"] = Provider("Small", 3, 10_000, "m", "a test")
    yield
    del PROVIDERS["Small"]


def composed(*prompts: str) -> Composition:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([["q"], *[[prompt] for prompt in prompts]])
    sheet = read_sheet(text.getvalue().encode(), "Q3 reviews.csv")
    return compose(sheet, Recipe(provider="Small", model="m", prompt="{{q}}"))


def unzipped(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


STEMS = [
    ("plain", "reviews.csv", "reviews"),
    ("spaces and brackets", "Q3 reviews (final).xlsx", "Q3_reviews_final"),
    ("a folder", "../../etc/reviews.csv", "reviews"),
    ("a Windows folder", r"C:\Users\me\reviews.csv", "reviews"),
    ("dots in the name", "reviews v1.2 2025.11.csv", "reviews_v1_2_2025_11"),
    ("no extension", "reviews", "reviews"),
    ("other letters", "评论 été.csv", "评论_été"),
    ("nothing usable", "???.csv", "batch"),
    ("nothing", "", "batch"),
    ("a hyphen", "a-b.csv", "a-b"),
    ("long", "x" * 99 + ".csv", "x" * 60),
]


@pytest.mark.parametrize(("name", "stem"), [case[1:] for case in STEMS], ids=[case[0] for case in STEMS])
def test_stem_of(name: str, stem: str) -> None:
    assert stem_of(name) == stem


@given(st.text())
def test_a_stem_is_safe_in_any_file_system(name: str) -> None:
    assert stem_of(name)
    assert not set(stem_of(name)) & set('/\\:*?"<>|. \0\n')


@pytest.mark.parametrize(
    ("number", "count", "name"),
    [
        (1, 2, "a_part-01-of-02.jsonl"),
        (12, 12, "a_part-12-of-12.jsonl"),
        (7, 100, "a_part-007-of-100.jsonl"),
    ],
    ids=["few", "dozens", "hundreds"],
)
def test_part_name(number: int, count: int, name: str) -> None:
    assert part_name("a", number, count) == name


def test_part_names_sort_in_the_order_of_the_parts() -> None:
    names = [part_name("a", number, 120) for number in range(1, 121)]
    assert names == sorted(names)


def test_one_part_is_one_file() -> None:
    composition = composed("a", "b", "c")
    assert plan(batch_of(composition))[:2] == (f"Q3_reviews_{composition.digest}.jsonl", "application/jsonl")


def test_one_part_is_the_lines() -> None:
    composition = composed("a", "b", "c")
    assert build(batch_of(composition)) == b"".join(composition.lines())


def test_several_parts_are_a_zip() -> None:
    composition = composed("a", "b", "c", "d")
    assert plan(batch_of(composition))[:2] == (f"Q3_reviews_{composition.digest}.zip", "application/zip")


def test_a_zip_holds_the_parts_and_their_manifest() -> None:
    composition = composed("a", "b", "c", "d")
    stem = f"Q3_reviews_{composition.digest}"
    assert list(unzipped(build(batch_of(composition)))) == [
        f"{stem}_part-01-of-02.jsonl",
        f"{stem}_part-02-of-02.jsonl",
        f"{stem}_manifest.csv",
    ]


def test_only_parts_end_in_jsonl() -> None:
    names = unzipped(build(batch_of(composed(*"abcdefg"))))
    assert [name for name in names if name.endswith(".jsonl")] == list(names)[:-1]


PROMPTS = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map("x".__add__), min_size=4, max_size=9
)


@given(PROMPTS)
def test_the_parts_together_are_all_the_lines(prompts: list[str]) -> None:
    composition = composed(*prompts)
    parts = [data for name, data in unzipped(build(batch_of(composition))).items() if name.endswith(".jsonl")]
    assert b"".join(parts) == b"".join(composition.lines())


@given(PROMPTS)
def test_the_manifest_lists_each_part(prompts: list[str]) -> None:
    composition = composed(*prompts)
    *parts, (_, manifest) = unzipped(build(batch_of(composition))).items()
    header, *lines = csv.reader(io.StringIO(manifest.decode(), newline=""))
    assert tuple(header) == MANIFEST_COLUMNS
    counts = [len(data.splitlines()) for _, data in parts]
    lasts = list(accumulate(counts, initial=1))
    rows = [(before + 1, last) for before, last in pairwise(lasts)]
    assert lines == [
        [str(number), name, str(first), str(last), str(last - first + 1), str(len(data)), sha256(data).hexdigest()]
        for number, ((name, data), (first, last)) in enumerate(zip(parts, rows, strict=True), 1)
    ]


@pytest.mark.parametrize("count", [3, 7], ids=["one file", "a zip"])
def test_the_same_batch_is_the_same_bytes(count: int) -> None:
    assert build(batch_of(composed(*"abcdefg"[:count]))) == build(batch_of(composed(*"abcdefg"[:count])))


def test_a_zip_has_no_date_of_its_own() -> None:
    with ZipFile(io.BytesIO(build(batch_of(composed(*"abcd"))))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def by_model(*models: str) -> Batch:
    """A batch of one request for each model, to a provider that takes one model a file."""
    limit = replace(PROVIDERS["Small"], one_model=True)
    return Batch(
        "s",
        limit,
        [2] * len(models),
        lambda indexes: (b"%d\n" % index for index in indexes),
        lambda index: index + 2,
        models=models,
    )


def test_each_part_by_model_holds_one_model() -> None:
    *parts, _ = unzipped(build(by_model("a", "b", "a", "a", "b"))).values()
    assert parts == [b"0\n2\n3\n", b"1\n4\n"]


def test_the_manifest_of_parts_by_model_names_them() -> None:
    *_, manifest = unzipped(build(by_model("a", "b", "a", "a", "b"))).values()
    header, *lines = csv.reader(io.StringIO(manifest.decode(), newline=""))
    assert tuple(header) == (*MANIFEST_COLUMNS, "model")
    assert [(line[2:5], line[-1]) for line in lines] == [(["2", "5", "3"], "a"), (["3", "6", "2"], "b")]


def test_a_model_like_a_formula_is_guarded_in_the_manifest() -> None:
    *_, manifest = unzipped(build(by_model("=1+1", "b"))).values()
    assert manifest.decode().splitlines()[1].endswith(",'=1+1")


def test_a_single_model_needs_no_parts() -> None:
    assert build(by_model("a", "a", "a")) == b"0\n1\n2\n"


LIMITED = [
    ("texts to embed", {"inputs": [3, 3, 3]}, {"embedding_inputs": 5}),
    ("tokens", {"tokens": [3.0, 3.0, 3.0]}, {"tokens": 5}),
]


@pytest.mark.parametrize(("amounts", "limits"), [case[1:] for case in LIMITED], ids=[case[0] for case in LIMITED])
def test_every_limit_makes_parts(amounts: dict[str, Any], limits: dict[str, int]) -> None:
    batch = replace(by_model("a", "a", "a"), **amounts)
    assert len(plan(batch).parts) == 1
    assert len(plan(replace(batch, provider=batch.provider.with_limits(Limits(**limits)))).parts) == 3


def test_the_plan_knows_the_size_of_every_part() -> None:
    composition = composed(*"abcdefg")
    *parts, _ = unzipped(build(batch_of(composition))).values()
    assert [part.bytes for part in plan(batch_of(composition)).parts] == [len(data) for data in parts]


def of_sheet(text: str, **choices: Any) -> Composition:
    return compose(read_sheet(text.encode(), "a.csv"), Recipe(**{"model": "m", "prompt": "{{q}}"} | choices))


def test_a_composition_with_a_model_for_each_row_is_packed_by_model() -> None:
    text, choices = "q,m\na,one\nb,two\nc,one\n", {"model_column": "m"}
    mixed = of_sheet(text, provider="Parasail", **choices)
    apart = of_sheet(text, provider="OpenAI", **choices)
    assert [(part.model, list(part.indexes)) for part in plan(batch_of(mixed)).parts] == [(None, [0, 1, 2])]
    assert [(part.model, list(part.indexes)) for part in plan(batch_of(apart)).parts] == [("one", [0, 2]), ("two", [1])]


EMBED = {"task": "Embeddings", "provider": "OpenAI", "limits": Limits(embedding_inputs=4)}


@pytest.mark.parametrize(
    ("columns", "requests"), [((), [3, 3]), (("q",), [3, 3]), (("q", "r"), [2, 2, 2]), (("q", "r", "q"), [1] * 6)]
)
def test_a_composition_counts_the_texts_that_each_request_embeds(columns: tuple[str, ...], requests: list[int]) -> None:
    composition = of_sheet("q,r\n" + "a,b\n" * 6, embed_columns=columns, **EMBED)
    assert [part.requests for part in plan(batch_of(composition)).parts] == requests


def test_a_composition_is_packed_within_its_token_limit() -> None:
    whole, packed = of_sheet("q\n" + "word\n" * 9), of_sheet("q\n" + "word\n" * 9, limits=Limits(tokens=60))
    assert len(plan(batch_of(whole)).parts) == 1
    assert packed.tokens is not None
    for part in plan(batch_of(packed)).parts:
        assert part.requests < 9
        assert sum(packed.tokens[index] for index in part.indexes) <= 60
