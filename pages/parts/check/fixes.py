"""The fixes: each with its count, a line before and after, and a switch."""

from collections.abc import Mapping, Sequence

import streamlit as st

from lib.check import Impact
from lib.common.phrasing import counted
from lib.providers import Provider
from lib.repair import FIXES, RepairOptions
from lib.repair.examples import Example
from lib.repair.findings import FindingGroup, entry_impacts
from lib.repair.fixes import ASKED
from pages.parts.shared.formatting import with_code
from pages.parts.shared.session import set_defaults

_LEAVE_OUT: Mapping[Impact, tuple[str, str]] = {
    "rejected": ("Leave out lines that the provider rejects", "One such line makes it reject the whole file."),
    "fails": ("Leave out requests that fail when run", "They come back as errors. The others get their answers."),
}


def chosen_options() -> RepairOptions:
    """The state of the switches, which are further down the page. Those of safe fixes are on at first."""
    set_defaults({_key(slug): slug not in ASKED for slug in (*FIXES, *_LEAVE_OUT)} | {"check_model": ""})
    state = st.session_state
    disabled = frozenset(slug for slug in FIXES if not state[_key(slug)])
    leave_out: frozenset[Impact] = frozenset(impact for impact in _LEAVE_OUT if state[_key(impact)])
    return RepairOptions(disabled, leave_out, (state["check_model"] or "").strip())


def _key(slug: str) -> str:
    return f"check fix {slug}"


def show_model(groups: Sequence[FindingGroup], provider: Provider) -> None:
    """A field for the model, where requests name none."""
    missing = next((len(group.findings) for group in groups if group.rule.slug == "model-missing"), 0)
    if missing or st.session_state["check_model"]:
        st.text_input(
            f"Model for {counted(missing, 'request')} without one",
            key="check_model",
            persist_state="session",
            placeholder=f"For example {provider.example_model}",
        )


def show_decisions(counts: Mapping[str, int], examples: Mapping[str, Example]) -> None:
    """The fixes that wait for the person, each with its switch and a line before and after.

    Args:
        counts: number of lines that each fix changes or would change.
    """
    for slug in filter(ASKED.__contains__, counts):
        with st.container(border=True, gap="xsmall"):
            _show_fix(slug, counts[slug], examples.get(slug))


def show_fixes(groups: Sequence[FindingGroup], counts: Mapping[str, int], examples: Mapping[str, Example]) -> None:
    """A fold with a switch for every safe fix that the files need, and for the lines to leave out."""
    switches = [slug for slug in counts if slug != "model" and slug not in ASKED]
    present = [impact for impact in _LEAVE_OUT if impact in entry_impacts(groups)]
    if not switches and not present:
        return
    with st.expander("Change what is fixed and left out", icon=":material/build:", key="check_fixes"):
        for slug in switches:
            _show_fix(slug, counts[slug], examples.get(slug))
        for impact in present:
            label, reason = _LEAVE_OUT[impact]
            st.toggle(f"{label}, if no fix repairs them", key=_key(impact), help=reason, persist_state="session")


def _show_fix(slug: str, count: int, example: Example | None) -> None:
    fix = FIXES[slug]
    lines = "" if slug == "parts" else f" ({counted(count, 'line')})"
    asks = ":orange-badge[Your decision] " if fix.asks else ""
    st.toggle(f"{asks}{with_code(fix.title)}{lines}", key=_key(slug), persist_state="session")
    st.caption(with_code(fix.note))
    if example:
        before, after = _on_one_line(example.before), _on_one_line(example.after)
        st.caption(f"Line {example.line:,} before and after:")
        st.code(f"- {before}\n+ {after}", language=None, wrap_lines=True)


def _on_one_line(text: str) -> str:
    """A piece of a file on one line, with its line ends visible."""
    return "↵".join(line.strip() for line in text.splitlines()) if "\n" in text else text
