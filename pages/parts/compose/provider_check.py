"""What Check would find in the settings of a composed request, before it goes out."""

from lib.check import RULES
from lib.check.line import LineCheck
from lib.common import Problem
from lib.compose import Composition
from lib.compose.request_body import extra_fields
from lib.json import codec
from lib.json.paths import path_of
from pages.parts.shared.problem_list import show_remarks
from pages.parts.shared.session import SHEET, derived


def show_preflight(composition: Composition) -> None:
    """What the provider does not take of the further fields, and of a model that reasons."""
    show_remarks(derived("preflight", composition.digest, lambda: _found(composition), owner=SHEET))


def _found(composition: Composition) -> list[Problem]:
    """Of the first request: all others have the same fields. What the form itself gives is looked at there."""
    if not len(composition):
        return []
    request, _ = codec.loads(composition.line(0))
    own = tuple(path_of("body", key) for key in extra_fields(composition.recipe))
    flaws = [
        flaw
        for flaw in LineCheck(composition.provider).flaws(request)
        if flaw.path.startswith(own) or flaw.rule == "reasoning-sampling"
    ]
    grave = [flaw for flaw in flaws if RULES[flaw.rule].impact(composition.provider.name) != "advice"]
    return [Problem(flaw.rule, flaw.detail, RULES[flaw.rule].todo, "warn") for flaw in grave]
