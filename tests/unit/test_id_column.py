"""Which column holds the ids: what was sent decides where numbers could agree by chance."""

from lib.join import Joined, join
from lib.results import read_results
from lib.sent import read_requests
from lib.sheet import read_sheet
from tests.provider import answered, asked, jsonl
from tests.sheets import as_csv

TEXTS = [
    "The red lamp broke",
    "Nice blue chair",
    "Slow delivery again",
    "Great sound quality",
    "Bad smell",
    "Wrong size",
]
RANKS = ["3", "1", "2", "6", "4", "5"]
IDS = ["1", "2", "3", "4", "5", "6"]
PAIRS = list(zip(IDS, TEXTS, strict=True))
RESULTS = read_results(jsonl(answered(custom_id, text) for custom_id, text in PAIRS), "out.jsonl")
SENT = read_requests(jsonl(asked(custom_id, f"Kind: electronics. {text}") for custom_id, text in PAIRS), "in.jsonl")


def joined(*columns: str, sent: bool) -> Joined:
    """The results with a sheet of some of its columns."""
    cells = {"Text": TEXTS, "Rank": RANKS, "ID": IDS, "No": IDS, "Kind": ["electronics"] * 6}
    rows = zip(*(cells[column] for column in columns), strict=True)
    return join([RESULTS], [SENT] if sent else [], read_sheet(as_csv([columns, *rows]), "s.csv"))


def is_right(table: Joined) -> bool:
    """Whether each answer stands beside the row whose text it repeats."""
    return table.columns["Text"] == TEXTS == table.columns["answer"]


def kinds(table: Joined) -> list[tuple[str, str]]:
    return [(remark.kind, remark.weight) for remark in table.remarks]


def test_a_text_that_all_rows_share_speaks_for_no_column() -> None:
    table = joined("Text", "Kind", "Rank", sent=True)
    assert {row.sheet_row for row in table.rows if row.custom_id} == {None}
    assert kinds(table) == [("unrelated-sheet", "ask")]


def test_the_column_that_the_requests_speak_for_is_taken() -> None:
    for columns in (("Rank", "No", "Text"), ("No", "Rank", "Text"), ("Rank", "ID", "Text")):
        table = joined(*columns, sent=True)
        assert is_right(table)
        assert kinds(table) == [("match", "note")]


def with_prompts(prompts: list[str], *columns: tuple[str, list[str]]) -> list[tuple[str, str]]:
    """What is said of a sheet whose rows were asked for so."""
    ids = [str(at + 1) for at in range(len(prompts))]
    sent = read_requests(jsonl(asked(custom_id, prompt) for custom_id, prompt in zip(ids, prompts, strict=True)), "in")
    rows = zip(*(cells for _, cells in columns), strict=True)
    return kinds(join([], [sent], read_sheet(as_csv([[name for name, _ in columns], *rows]), "s.csv")))


COLOURS = ["green", "blue", "white"] * 4
NAMES = [f"Name of {at}" for at in range(12)]


def test_few_texts_in_many_rows_are_a_proof_if_all_of_them_fit() -> None:
    """A template may use no other column; the column of names was not sent."""
    ids = [str(at + 1) for at in range(12)]
    prompts = [f"Paint it {colour}." for colour in COLOURS]
    assert with_prompts(prompts, ("No", ids), ("Colour", COLOURS), ("Name", NAMES)) == [("match", "note")]
    turned = [*ids[1:], ids[0]]
    assert with_prompts(prompts, ("No", turned), ("Colour", COLOURS), ("Name", NAMES)) == [("unrelated-sheet", "ask")]


def test_a_text_of_all_rows_alone_proves_nothing() -> None:
    ids = [str(at + 1) for at in range(12)]
    assert with_prompts(["Paint it green."] * 12, ("No", ids), ("Colour", ["green"] * 12), ("Name", NAMES)) == [
        ("match", "ask")
    ]


def test_words_of_the_template_prove_nothing() -> None:
    """A column of labels, all of which stand in every prompt as the choices."""
    ids = [str(at + 1) for at in range(12)]
    labels = ["positive", "negative", "neutral"] * 4
    prompts = [f"Is it positive, negative or neutral? {name}" for name in NAMES]
    turned = [*ids[1:], ids[0]]
    assert with_prompts(prompts, ("No", turned), ("Label", labels)) == [("match", "ask")]
    assert with_prompts(prompts, ("No", turned), ("Label", labels), ("Name", NAMES)) == [("unrelated-sheet", "ask")]
    assert with_prompts(prompts, ("No", ids), ("Label", labels), ("Name", NAMES)) == [("match", "note")]


def test_one_word_that_stands_in_a_request_by_chance_is_no_proof() -> None:
    ids = [str(at + 1) for at in range(12)]
    prompts = [f"Tell me of place {at}, by the river" for at in range(12)]
    assert with_prompts(prompts, ("No", ids), ("Film", ["river", *NAMES[1:]])) == [("match", "ask")]


def test_a_few_filled_cells_that_were_not_sent_say_nothing() -> None:
    ids = [str(at + 1) for at in range(12)]
    remarks = [*["for later"] * 2, *[""] * 10]
    assert with_prompts([f"Is {at} a prime?" for at in ids], ("No", ids), ("Remark", remarks)) == [("match", "ask")]


def test_half_of_the_rows_may_have_been_edited_since() -> None:
    ids = [str(at + 1) for at in range(12)]
    edited = [*NAMES[:6], *(f"Edited {at}" for at in range(6))]
    assert with_prompts(NAMES, ("No", ids), ("Name", edited)) == [("match", "note")]


def test_of_equal_columns_none_is_taken_where_nobody_can_tell() -> None:
    table = joined("Rank", "No", "Text", sent=False)
    assert {row.sheet_row for row in table.rows if row.custom_id} == {None}
    assert kinds(table)[0] == ("rival-columns", "ask")
    assert '"Rank" and "No" hold the ids equally well' in str(table.remarks[0])


def test_numbers_that_nobody_could_check_are_said_to_be_so() -> None:
    table = joined("Rank", "ID", "Text", sent=False)
    assert is_right(table)
    assert kinds(table) == [("match", "ask")]


def test_ids_that_are_no_numbers_need_no_proof() -> None:
    results = read_results(jsonl(answered(custom_id, "yes") for custom_id in ("a1", "a2")), "out.jsonl")
    table = join([results], [], read_sheet(b"sku,n\na2,1\na1,2\n", "s.csv"))
    assert table.columns["answer"] == ["yes", "yes"]
    assert kinds(table) == [("match", "note")]


def test_texts_in_another_order_are_no_rivals_of_ids_by_chance() -> None:
    """As a column of ids and one of the ids that replace them."""
    results = read_results(jsonl(answered(custom_id, custom_id) for custom_id in ("a", "b")), "out.jsonl")
    table = join([results], [], read_sheet(b"sku,successor\na,b\nb,a\n", "s.csv"))
    assert kinds(table)[0] == ("rival-columns", "ask")
