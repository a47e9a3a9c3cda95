"""What the user chose about rows: which to send, and what happens to rows with a problem."""

from dataclasses import dataclass, field, replace
from typing import Literal

from lib.compose.recipe import Recipe
from lib.compose.row_selection import RowSelection

LeaveOut = Literal["leave out"] | None


@dataclass(frozen=True, slots=True)
class RowDecisions:
    """What the user decided about rows that cannot be sent as they are. None: not decided yet."""

    blank_variable: Literal["leave out", "send"] | None = None
    blank_prompt: LeaveOut = None
    bad_cell: LeaveOut = None
    too_large: LeaveOut = None
    identical: Literal["send once"] | None = None
    """Rows whose requests are equal send one request and share its answer. None: every row sends its own."""

    @property
    def digest_text(self) -> str:
        """Text for a composition's digest, equal for equal decisions. File names depend on it: never change it."""
        identical = f", identical={self.identical!r}" if self.identical else ""
        return (
            f"Decisions(blank_variable={self.blank_variable!r}, blank_prompt={self.blank_prompt!r}, "
            f"bad_cell={self.bad_cell!r}, too_large={self.too_large!r}{identical})"
        )


@dataclass(frozen=True, slots=True)
class RowChoices:
    """The decisions and the selection of a composition."""

    decisions: RowDecisions = field(default_factory=RowDecisions)
    selection: RowSelection = field(default_factory=RowSelection)
    answered: frozenset[int] = frozenset()
    """Rows that are left out because their request has a good answer already (`answered_rows`)."""

    @property
    def digest_texts(self) -> tuple[str, ...]:
        """Texts for a composition's digest, equal for equal choices. File names depend on them: never change them."""
        texts = (self.decisions.digest_text, self.selection.digest_text)
        return (*texts, f"Answered(rows={sorted(self.answered)!r})") if self.answered else texts

    def with_settings(self, recipe: Recipe) -> "RowChoices":
        """The choices with what the settings decide about rows."""
        if not recipe.identical_once:
            return self
        return replace(self, decisions=replace(self.decisions, identical="send once"))
