"""Which column holds the ids: what was sent decides where numbers could agree by chance."""

import json

from lib.batch import read_requests
from lib.common.columns import BATCH_COLUMNS
from lib.compose import Composition, Recipe, compose
from lib.join import Joined, join
from lib.results import Results, read_results
from lib.sheets import read_sheet
from tests.support.result_lines import answered, input_line, jsonl
from tests.support.sheet_files import as_csv

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
SENT = read_requests(
    jsonl(input_line(custom_id, f"Kind: electronics. {text}") for custom_id, text in PAIRS), "in.jsonl"
)


def joined(*columns: str, sent: bool) -> Joined:
    """The results with a sheet of some of its columns."""
    cells = {"Text": TEXTS, "Rank": RANKS, "ID": IDS, "No": IDS, "Kind": ["electronics"] * 6}
    rows = zip(*(cells[column] for column in columns), strict=True)
    return join([RESULTS], [SENT] if sent else [], read_sheet(as_csv([columns, *rows]), "s.csv"))


def is_right(table: Joined) -> bool:
    """Whether each answer stands beside the row whose text it repeats."""
    return table.columns["Text"] == TEXTS == table.columns["answer"]


def kinds(table: Joined) -> list[tuple[str, str]]:
    return [(remark.kind, remark.severity) for remark in table.remarks]


def test_where_no_column_has_the_ids_the_texts_tell() -> None:
    """A rank has the same numbers; a text that all rows share speaks for nothing."""
    table = joined("Text", "Kind", "Rank", sent=True)
    assert is_right(table)
    assert kinds(table) == [("match", "note")]
    assert "by the ends of the ids, and the texts that were sent say the same" in str(table.remarks[0])


def test_the_column_that_the_requests_speak_for_is_taken() -> None:
    for columns in (("Rank", "No", "Text"), ("No", "Rank", "Text"), ("Rank", "ID", "Text")):
        table = joined(*columns, sent=True)
        assert is_right(table)
        assert kinds(table) == [("match", "note")]


def with_prompts(prompts: list[str], *columns: tuple[str, list[str]]) -> list[tuple[str, str]]:
    """What is said of a sheet whose rows were asked for so."""
    ids = [str(at + 1) for at in range(len(prompts))]
    sent = read_requests(
        jsonl(input_line(custom_id, prompt) for custom_id, prompt in zip(ids, prompts, strict=True)), "in"
    )
    rows = zip(*(cells for _, cells in columns), strict=True)
    return kinds(join([], [sent], read_sheet(as_csv([[name for name, _ in columns], *rows]), "s.csv")))


COLOURS = ["green", "blue", "white"] * 4
NAMES = [f"Name of {at}" for at in range(12)]


def test_few_texts_in_many_rows_are_a_proof_if_all_of_them_fit() -> None:
    """A template may use no other column; the column of names was not sent."""
    ids = [str(at + 1) for at in range(12)]
    prompts = [f"Paint it {colour}." for colour in COLOURS]
    assert with_prompts(prompts, ("No", ids), ("Colour", COLOURS), ("Name", NAMES)) == [("match", "note")]
    turned = [*COLOURS[1:], *COLOURS[:1]]
    assert with_prompts(prompts, ("No", ids), ("Colour", turned), ("Name", NAMES)) == [("shared-texts", "ask")]


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
    assert with_prompts(prompts, ("No", turned), ("Label", labels), ("Name", NAMES)) == [("match", "note")]
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


WORDS = [f"q{at}" for at in IDS]
ASKED = read_requests(
    jsonl(input_line(word, f"Judge: {text}") for word, text in zip(WORDS, TEXTS, strict=True)), "in.jsonl"
)
TOLD = read_results(jsonl(answered(word, text) for word, text in zip(WORDS, TEXTS, strict=True)), "out.jsonl")


def with_words(column: list[str]) -> Joined:
    """A sheet whose ids are words, each beside the text of its place."""
    return join([TOLD], [ASKED], read_sheet(as_csv([("id", "Text"), *zip(column, TEXTS, strict=True)]), "s.csv"))


def test_a_column_of_words_is_taken_unless_what_was_sent_speaks_against_it() -> None:
    assert is_right(with_words(WORDS))
    sorted_alone = with_words(WORDS[::-1])
    assert set(sorted_alone.columns["answer"][:6]) == {""}
    assert kinds(sorted_alone)[0] == ("contradicted-column", "ask")
    assert 'The column "id" has the ids' in str(sorted_alone.remarks[0])
    assert sorted_alone.rows[-1].note == 'the column "id" has this id beside another text'


def test_a_column_of_words_that_was_not_sent_is_taken_all_the_same() -> None:
    """Texts are edited after the batch; words do not agree by chance."""
    edited = [f"{text[::-1]}" for text in TEXTS]
    sheet = read_sheet(as_csv([("id", "Text"), *zip(WORDS, edited, strict=True)]), "s.csv")
    assert kinds(join([TOLD], [ASKED], sheet)) == [("match", "note")]


RIVERS = ["Rhine", "Danube", "Amazon", "Nile"]


def second_stage() -> tuple[list[tuple[str, ...]], Composition]:
    """One question asked four times; its export, sorted by the answer, becomes the sheet of a second batch."""
    first = compose(read_sheet(as_csv([("ask",), *[("A river?",)] * 4]), "a.csv"), Recipe(model="m", prompt="{{ask}}"))
    told = [
        (*("A river?", custom_id), "OK", river, *[""] * 5) for custom_id, river in zip(first.ids, RIVERS, strict=True)
    ]
    rows = [("ask", *BATCH_COLUMNS), *sorted(told, key=lambda row: row[3])]
    return rows, compose(read_sheet(as_csv(rows), "b.csv"), Recipe(model="m", prompt="Where is {{answer}}?"))


def answers_to(batch: Composition) -> Results:
    """What came back, each answer with what was asked."""
    asked_for = [json.loads(line)["body"]["messages"][0]["content"] for line in batch.lines()]
    return read_results(jsonl(map(answered, batch.ids, asked_for)), "out.jsonl")


def test_the_ids_of_an_earlier_batch_are_not_those_of_this_one() -> None:
    rows, batch = second_stage()
    table = join([answers_to(batch)], [read_requests(b"".join(batch.lines()), "in.jsonl")], batch.sheet)
    assert table.columns["answer (batch)"] == [f"Where is {row[3]}?" for row in rows[1:]]


def test_rows_that_the_column_of_ids_lacks_are_found_by_their_cells() -> None:
    whole = [("text",), *((text,) for text in TEXTS)]
    batch = compose(read_sheet(as_csv(whole), "a.csv"), Recipe(model="m", prompt="{{text}}"))
    ids = [*batch.ids[:4], "", ""]
    sheet = read_sheet(as_csv([("text", "custom_id"), *zip(TEXTS, ids, strict=True)]), "a.csv")
    table = join([answers_to(batch)], [], sheet)
    assert table.columns["answer"] == TEXTS


def test_a_batch_of_answers_has_other_ids_than_the_batch_that_gave_them() -> None:
    """Else the old answers would count as answers to it."""
    first = compose(read_sheet(as_csv([("q",), ("Chad?",), ("Peru?",)]), "a.csv"), Recipe(model="m", prompt="{{q}}"))
    told = [(q, custom_id, "OK", "Lima", *[""] * 5) for q, custom_id in zip(["Chad?", "Peru?"], first.ids, strict=True)]
    sheet = read_sheet(as_csv([("q", *BATCH_COLUMNS), *told]), "b.csv")
    assert compose(sheet, Recipe(model="m", prompt="{{q}}")).ids == first.ids
    second = compose(sheet, Recipe(model="m", prompt="Is {{answer}} right?"))
    assert set(second.ids).isdisjoint(first.ids)
    table = join([answers_to(first)], [read_requests(b"".join(second.lines()), "in.jsonl")], sheet)
    assert (table.ledger.missing, table.ledger.unknown) == (2, 2)


def test_rows_that_differ_in_an_answer_that_was_sent_are_never_taken_for_each_other() -> None:
    rows, batch = second_stage()
    sheet = read_sheet(as_csv([rows[0], *sorted(rows[1:], key=lambda row: row[3], reverse=True)]), "b.csv")
    assert sheet.cells[sheet.columns.index("answer")] == sorted(RIVERS, reverse=True)
    table = join([answers_to(batch)], [], sheet)
    assert table.columns["answer (batch)"] == [f"Where is {river}?" for river in sorted(RIVERS, reverse=True)]


def test_answers_of_an_earlier_batch_do_not_keep_the_rows_from_the_one_that_was_sent() -> None:
    rows, batch = second_stage()
    first = read_results(jsonl(answered(row[1], row[3]) for row in rows[1:]), "first.jsonl")
    sent = read_requests(b"".join(batch.lines()), "in.jsonl")
    table = join([first, answers_to(batch)], [sent], batch.sheet)
    assert table.columns["answer (batch)"][:4] == [f"Where is {row[3]}?" for row in rows[1:]]
    assert (table.ledger.ok, table.ledger.unknown) == (4, 4)


def test_labels_that_other_requests_happen_to_name_say_nothing_against_a_column_of_words() -> None:
    """The sheet has the ids and a label of each; what was sent came from elsewhere."""
    reviews = [
        "good stuff",
        "never again",
        "it was good",
        "broken",
        "good, but late",
        "terrible thing",
        "fine",
        "great",
    ]
    labels = ["good", "terrible", "great", "terrible", "good", "terrible", "good", "good"]
    ids = [f"r{at}" for at in range(8)]
    sent = read_requests(jsonl(map(input_line, ids, reviews)), "in.jsonl")
    told = read_results(jsonl(map(answered, ids, reviews)), "out.jsonl")
    table = join([told], [sent], read_sheet(as_csv([("id", "label"), *zip(ids, labels, strict=True)]), "s.csv"))
    assert table.columns["answer"] == reviews
    assert kinds(table) == [("match", "note")]


ANIMALS = ("otter", "heron", "lynx", "viper", "marmot", "beetle")


def test_where_columns_were_moved_the_texts_tell_the_rows_of_default_ids() -> None:
    rows = [(str(at), f"What does the {animal} eat in winter?", "") for at, animal in enumerate(ANIMALS)]
    made = compose(
        read_sheet(as_csv([("n", "question", "status"), *rows]), "a.csv"), Recipe(model="m", prompt="{{question}}")
    )
    told = read_results(jsonl(answered(custom_id, custom_id) for custom_id in made.ids), "out.jsonl")
    sent = read_requests(b"".join(made.lines()), "in.jsonl")
    changed = {
        "moved": [("question", "n", "status"), *((question, n, "") for n, question, _ in rows)],
        "cut off": [("question",), *((question,) for _, question, _ in rows)],
        "filled": [("n", "question", "status"), *((n, question, "done") for n, question, _ in rows)],
    }
    for table in changed.values():
        joined = join([told], [sent], read_sheet(as_csv([table[0], *reversed(table[1:])]), "b.csv"))
        assert joined.columns["answer"] == list(reversed(made.ids))
        assert joined.match
        assert joined.match.how == "text"
        assert join([told], [], read_sheet(as_csv(table), "b.csv")).columns["answer"][:6] == [""] * 6
