"""How many things the user must settle before the batch can be downloaded."""

from lib.common.problems import by_kind
from lib.compose import Composition


def open_points(composition: Composition) -> str:
    """The number of things to settle, as on the badge: `2 things to fix first`."""
    count = len(by_kind(problem for problem in composition.problems if problem.severity in ("blocks", "ask")))
    return f"{count} {'thing' if count == 1 else 'things'} to fix first"
