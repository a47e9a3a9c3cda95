"""Some requests of a batch, or of a composition, as one of its own."""

from lib.batch import Batch, build
from lib.batch.bundle import some_requests
from lib.compose import Recipe, batch_of, compose
from lib.compose.downloads import some_requests_of
from lib.providers import PROVIDERS
from lib.sheets import read_sheet

LINES = [b'{"custom_id":"%d"}\n' % number for number in range(30)]


def batch() -> Batch:
    return Batch(
        "sheet_1a2b",
        PROVIDERS["Other"],
        [len(line) for line in LINES],
        lambda indexes: [LINES[index] for index in indexes],
        lambda index: index + 2,
        models=["model"] * 30,
    )


def test_two_parts_are_the_whole() -> None:
    first, rest = some_requests(batch(), 0, 20), some_requests(batch(), 20, 30)
    assert build(first) + build(rest) == build(batch())
    assert (first.stem, rest.stem) == ("sheet_1a2b_1-20", "sheet_1a2b_21-30")
    assert (rest.row(0), rest.models) == (22, ["model"] * 10)


def test_parts_of_a_composition_keep_ids_and_rows() -> None:
    sheet = read_sheet(b"text\n" + b"".join(b"River %d\n" % number for number in range(25)), "rivers.csv")
    whole = compose(sheet, Recipe(model="m", prompt="{{text}}"))
    first, rest = some_requests_of(whole, 0, 20), some_requests_of(whole, 20, 25)
    assert build(batch_of(first)) + build(batch_of(rest)) == build(batch_of(whole))
    assert [*first.ids, *rest.ids] == list(whole.ids)
    assert len({whole.digest, first.digest, rest.digest}) == 3
    assert batch_of(rest).row(0) == 22
