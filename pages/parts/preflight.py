"""What Check would find in the settings of a composed request, before it goes out."""

from lib import json_value
from lib.check_line import RULES, LineCheck
from lib.compose import Composition
from lib.problems import Problem
from lib.request import extra_fields
from lib.rules import path_of
from pages.parts.problems import show_remarks
from pages.parts.state import derived


def show_preflight(composition: Composition) -> None:
    """What the provider does not take of the further fields, and of a model that reasons."""
    show_remarks(derived("preflight", composition.digest, lambda: _found(composition)))


def _found(composition: Composition) -> list[Problem]:
    """Of the first request: all others have the same fields. What the form itself gives is looked at there."""
    if not len(composition):
        return []
    request, _ = json_value.loads(composition.line(0))
    own = tuple(path_of("body", key) for key in extra_fields(composition.recipe))
    flaws = [
        flaw
        for flaw in LineCheck(composition.provider).flaws(request)
        if flaw.path.startswith(own) or flaw.rule == "reasoning-sampling"
    ]
    grave = [flaw for flaw in flaws if RULES[flaw.rule].weight(composition.provider.name) != "advice"]
    return [Problem(flaw.rule, flaw.detail, RULES[flaw.rule].todo, "warn") for flaw in grave]
