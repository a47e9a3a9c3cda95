"""Any line of a batch file: as a conversation, and as JSON with its faults highlighted."""

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from lib.batch.conversation import conversation
from lib.check import CheckedFile, Finding, Impact
from lib.check.other_formats import as_request
from lib.json.annotated import json_lines
from lib.repair import RepairedFile
from lib.repair.findings import IMPACT_LABELS, outcome_of
from pages.parts.check.line_editor import show_line_editor
from pages.parts.shared.conversation import show_turns
from pages.parts.shared.formatting import plain, truncated

COLORS: dict[Impact, Any] = {"rejected": "red", "fails": "red", "risky": "orange", "advice": "blue"}

_HEIGHT = 460
"""Height in pixels of a long conversation or JSON, which then scrolls."""

_MOST_CHARACTERS = 20_000
_MOST_FINDINGS = 20


def show_line_view(repaired: Sequence[RepairedFile], digests: Sequence[str]) -> None:
    """One line, with buttons for its neighbours and the next one with a fault, and a field to edit it.

    Args:
        digests: the digest of each loaded file.
    """
    with st.container(border=True):
        number = _choose_file(repaired)
        file = repaired[number]
        if not len(file.checked):
            st.caption("This file has no lines to show.")
            return
        entry = _navigate(file.checked, f"check entry {number} {file.checked.name}")
        show_line(file, entry, "check_json")
        show_line_editor(file.checked, digests[number], entry, is_open=entry in file.left_out)


def show_line(file: RepairedFile, entry: int, key: str) -> None:
    """What is wrong with an entry of a file, and the entry.

    Args:
        key: key of the JSON's container, since the page may show the same line more than once.
    """
    findings = file.checked.findings_of(entry)
    _show_findings(file, findings)
    _show_entry(file.checked, entry, findings, key)


def _choose_file(repaired: Sequence[RepairedFile]) -> int:
    if len(repaired) == 1:
        return 0
    names = [f"{number}. {file.checked.name}" for number, file in enumerate(repaired, 1)]
    return names.index(st.selectbox("File", names, key=f"check line file {len(repaired)}"))


def _navigate(checked: CheckedFile, key: str) -> int:
    """The entry to show: first of all the first one with a fault."""
    last = len(checked) - 1
    faulty = sorted({finding.entry for finding in checked.findings if finding.entry >= 0})
    entry: int = min(st.session_state.get(key, faulty[0] if faulty else 0), last)
    st.session_state["check_entry"] = entry + 1
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _step(key, entry - 1, last, "Previous", ":material/chevron_left:")
        st.number_input(
            "Entry",
            1,
            last + 1,
            key="check_entry",
            width=130,
            on_change=lambda: _go(key, st.session_state["check_entry"] - 1),
        )
        _step(key, entry + 1, last, "Next", ":material/chevron_right:")
        following = next((other for other in faulty if other > entry), faulty[0] if faulty else -1)
        _step(key, following if following != entry else -1, last, "Next with a fault", ":material/flag:")
        st.caption(f"Entry {entry + 1:,} of {last + 1:,}, on line {checked.lines[entry]:,}.", width="content")
    return entry


def _step(key: str, entry: int, last: int, label: str, icon: str) -> None:
    st.button(label, icon=icon, key=f"check {label}", disabled=not 0 <= entry <= last, on_click=_go, args=(key, entry))


def _go(key: str, entry: int) -> None:
    st.session_state[key] = entry


def _show_findings(file: RepairedFile, findings: Sequence[Finding]) -> None:
    for finding in findings[:_MOST_FINDINGS]:
        impact = file.checked.impact(finding)
        badge = f":{COLORS[impact]}-badge[{IMPACT_LABELS[impact]}]"
        where = f":gray[{plain(finding.path)}]" if finding.path not in ("", "$") else ""
        outcome = outcome_of(file, finding)
        tags = ":green-badge[Fixed]" if outcome == "Fixed" else f"{badge} :gray-badge[{outcome}]"
        st.markdown(f"{tags} {plain(finding.detail)} {where}")
    if len(findings) > _MOST_FINDINGS:
        st.caption(f"And {len(findings) - _MOST_FINDINGS:,} more.")


def _show_entry(checked: CheckedFile, entry: int, findings: Sequence[Finding], key: str) -> None:
    value = checked.value(entry)
    if value is None:
        raw = checked.raw(entry).decode("utf-8", "replace")
        st.code(truncated(raw, _MOST_CHARACTERS), language=None, wrap_lines=True)
        return
    left, right = st.columns(2, gap="medium")
    with left:
        turns = conversation(as_request(value).get("body"))
        if turns:
            with st.container(height=_HEIGHT if sum(len(turn.text) for turn in turns) > 1_500 else "content"):
                show_turns(turns)
        else:
            st.caption("This line has no conversation.")
    with right:
        _show_json(value, [finding.path for finding in findings], key)


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
