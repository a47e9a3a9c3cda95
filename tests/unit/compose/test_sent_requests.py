"""Equal requests of several blocks, of which only the first is sent."""

from lib.compose import Recipe
from lib.compose.sent_requests import SentRequests
from lib.sheets import Sheet
from tests.support.sheets import make_sheet

RECIPE = Recipe(model="m", prompt="{{q}} {{r}}", identical_once=True)


def block(*cells: tuple[str, str], first: int = 2) -> Sheet:
    columns = {
        "q": [q for q, _ in cells],
        "r": [r for _, r in cells],
        "nr": [str(number) for number in range(len(cells))],
    }
    return make_sheet(columns, numbers=range(first, first + len(cells)))


def test_a_row_is_sent_once_whatever_its_other_columns() -> None:
    sent = SentRequests(RECIPE)
    assert list(sent.without_sent(block(("a", "b"), ("c", "d"))).numbers) == [2, 3]
    sent.add([2, 3])
    assert list(sent.without_sent(block(("c", "d"), ("ab", ""), ("a", "b"), ("", "ab"), first=4)).numbers) == [5, 7]


def test_a_row_that_was_left_out_is_not_sent() -> None:
    sent = SentRequests(RECIPE)
    sent.without_sent(block(("a", "b"), ("c", "d")))
    sent.add([3])
    assert list(sent.without_sent(block(("a", "b"), ("c", "d"), first=4)).numbers) == [4]


def test_every_row_is_sent_unless_the_settings_say_otherwise() -> None:
    sent = SentRequests(Recipe(model="m", prompt="{{q}}"))
    sheet = block(("a", "b"), ("a", "b"))
    assert sent.without_sent(sheet) is sheet
    sent.add([2, 3])
    assert sent.without_sent(sheet) is sheet
