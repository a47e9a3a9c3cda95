"""Any line of a batch file: as a conversation, and as JSON with its faults highlighted."""

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from lib.batch.conversation import conversation
from lib.check import Finding, Impact
from lib.check.line_forms import as_request
from lib.json.annotated import json_lines
from lib.repair import RepairedFile
from lib.repair.findings import IMPACT_LABELS, outcome_of
from pages.parts.check.line_editor import show_line_editor
from pages.parts.shared.conversation import show_turns
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.page_scripts import run_script

COLORS: dict[Impact, Any] = {"rejected": "red", "fails": "red", "risky": "orange", "advice": "blue"}

_HEIGHT = 460
"""Height in pixels of a long conversation or JSON, which then scrolls."""

_MOST_CHARACTERS = 20_000
_MOST_FINDINGS = 20


_STICKY = """
<style>
@media (min-width: 900px) {
    [data-testid=stLayoutWrapper]:has(> .st-key-check_line) { position: sticky; top: 4.5rem; align-self: flex-start }
    .st-key-check_line { max-height: calc(100vh - 6rem); overflow-y: auto; flex-wrap: nowrap }
}
</style>
"""
"""Keeps the line in sight while the findings scroll; on a narrow screen it comes after them."""

_SHOWN = "check lines shown"
"""The session's key for how often a person asked for a line."""


def show_line_view(repaired: Sequence[RepairedFile], digests: Sequence[str]) -> None:
    """One line, with buttons for its neighbours and the next one with a fault, and a field to edit it.

    Args:
        digests: the digest of each loaded file.
    """
    with st.container(border=True, gap="small", key="check_line"):
        st.html(_STICKY)
        if times := st.session_state.get(_SHOWN):
            run_script("line_in_sight", time=times)
        number = _choose_file(repaired)
        file = repaired[number]
        if not len(file.checked):
            st.caption("This file has no lines to show.")
            return
        entry = _navigate(file, _entry_key(repaired, number))
        findings = file.checked.findings_of(entry)
        _show_findings(file, findings)
        value = file.checked.value(entry)
        if value is not None:
            _show_value(value, findings, "check_json")
        is_edited_here = show_line_editor(file.checked, digests[number], entry, is_open=entry in file.left_out)
        if value is None and not is_edited_here:
            _show_raw(file.checked.raw(entry))


def go_to_line(repaired: Sequence[RepairedFile], number: int, entry: int) -> None:
    """Shows an entry of one of the files."""
    if len(repaired) > 1:
        st.session_state[_file_key(repaired)] = _file_names(repaired)[number]
    st.session_state[_entry_key(repaired, number)] = entry
    st.session_state[_SHOWN] = st.session_state.get(_SHOWN, 0) + 1


def _entry_key(repaired: Sequence[RepairedFile], number: int) -> str:
    return f"check entry {number} {repaired[number].checked.name}"


def _file_key(repaired: Sequence[RepairedFile]) -> str:
    return f"check line file {len(repaired)}"


def _file_names(repaired: Sequence[RepairedFile]) -> list[str]:
    return [f"{number}. {file.checked.name}" for number, file in enumerate(repaired, 1)]


def _choose_file(repaired: Sequence[RepairedFile]) -> int:
    if len(repaired) == 1:
        return 0
    names = _file_names(repaired)
    return names.index(st.selectbox("File", names, key=_file_key(repaired)))


def _navigate(file: RepairedFile, key: str) -> int:
    """The entry to show: first of all one that cannot be sent, else the first with a fault."""
    checked, last = file.checked, len(file.checked) - 1
    faulty = sorted({finding.entry for finding in checked.findings if finding.entry >= 0})
    first = min(file.left_out, default=faulty[0] if faulty else 0)
    entry: int = min(st.session_state.get(key, first), last)
    st.session_state["check_entry"] = entry + 1
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.number_input(
            f"Request (1 to {last + 1:,})",
            1,
            last + 1,
            key="check_entry",
            width=130,
            on_change=lambda: _go(key, st.session_state["check_entry"] - 1),
        )
        _step(key, entry - 1, last, "Previous", ":material/chevron_left:")
        _step(key, entry + 1, last, "Next", ":material/chevron_right:")
        following = next((other for other in faulty if other > entry), faulty[0] if faulty else -1)
        _step(key, following if following != entry else -1, last, "Next with a fault", ":material/flag:")
    st.markdown(f"**Line {checked.lines[entry]:,}**")
    return entry


def _step(key: str, entry: int, last: int, label: str, icon: str) -> None:
    st.button(label, icon=icon, key=f"check {label}", disabled=not 0 <= entry <= last, on_click=_go, args=(key, entry))


def _go(key: str, entry: int) -> None:
    st.session_state[key] = entry


def _show_findings(file: RepairedFile, findings: Sequence[Finding]) -> None:
    for finding in findings[:_MOST_FINDINGS]:
        impact = file.checked.impact(finding)
        badge = f":{COLORS[impact]}-badge[{IMPACT_LABELS[impact]}]"
        where = f":gray[{plain(finding.path.removeprefix('$.'))}]" if finding.path not in ("", "$") else ""
        outcome = outcome_of(file, finding)
        tags = ":green-badge[Fixed]" if outcome == "Fixed" else f"{badge} :gray-badge[{outcome}]"
        st.markdown(f"{tags} {plain(finding.detail)} {where}")
    if len(findings) > _MOST_FINDINGS:
        st.caption(f"And {len(findings) - _MOST_FINDINGS:,} more.")


def _show_raw(raw: bytes) -> None:
    st.code(truncated(raw.decode("utf-8", "replace"), _MOST_CHARACTERS), language=None, wrap_lines=True)


def _show_value(value: object, findings: Sequence[Finding], key: str) -> None:
    """A request as JSON, and the texts that the model gets.

    Args:
        key: key of the JSON's container.
    """
    _show_json(value, [finding.path for finding in findings], key)
    turns = conversation(as_request(value).get("body"))
    if turns:
        st.caption("What the model gets:")
        with st.container(height=_HEIGHT if sum(len(turn.text) for turn in turns) > 1_500 else "content"):
            show_turns(turns)
    else:
        st.caption("This request has no text for the model.")


def _show_json(value: object, marks: Sequence[str], key: str) -> None:
    """The JSON with the lines at fault highlighted."""
    lines = json_lines(value, [mark for mark in marks if mark != "$"])
    html = "".join(
        f'<mark style="{_MARK}">{escape(line.text)}</mark>' if line.marked else f"<div>{escape(line.text)}</div>"
        for line in lines
    )
    with st.container(height=_HEIGHT if len(lines) > 22 else "content", key=key):
        st.html(f'<div style="{_TEXT}">{html}</div>')


_TEXT = "white-space: pre-wrap; overflow-wrap: anywhere; font-family: monospace; font-size: 0.85rem; line-height: 1.5"
_MARK = (
    "display: block; background: color-mix(in srgb, #ff9f1a 30%, transparent); color: inherit; "
    "border-left: 3px solid #ff9f1a; padding-left: 4px; margin-left: -7px"
)
