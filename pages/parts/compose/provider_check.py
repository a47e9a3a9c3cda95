"""Warnings from the Check page's rules about the settings of a composed request."""

from lib.check import RULES
from lib.check.line import LineCheck
from lib.common import Problem
from lib.compose import Composition
from lib.json import codec
from lib.json.paths import path_of
from pages.parts.shared.problem_list import show_remarks
from pages.parts.shared.session import SHEET, derived


def show_preflight(composition: Composition) -> None:
    """Warnings about further fields that the provider rejects, and about the settings of a reasoning model."""
    show_remarks(derived("preflight", composition.digest, lambda: _warnings(composition), owner=SHEET))


def _warnings(composition: Composition) -> list[Problem]:
    """The warnings about the first request. The others have the same fields; the form checks its own."""
    if not len(composition):
        return []
    request, _ = codec.loads(composition.line(0))
    own = tuple(path_of("body", key) for key in composition.resolved.extra.sent)
    flaws = [
        flaw
        for flaw in LineCheck(composition.provider).flaws(request)
        if flaw.path.startswith(own) or flaw.rule == "reasoning-sampling"
    ]
    rejected = [flaw for flaw in flaws if RULES[flaw.rule].impact(composition.provider.name) != "advice"]
    return [Problem(flaw.rule, flaw.detail, RULES[flaw.rule].todo, "warn") for flaw in rejected]
