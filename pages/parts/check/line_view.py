"""Any line of a batch file: as a conversation, and as JSON with its faults marked."""

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from lib.batch.conversation import conversation
from lib.check import CheckedFile, Finding, Impact
from lib.check.other_formats import as_request
from lib.json.annotated import json_lines
from lib.repair import RepairedFile
from lib.repair.findings import WORDS, fate_of
from pages.parts.shared.conversation import show_turns
from pages.parts.shared.formatting import plain, truncated

COLORS: dict[Impact, Any] = {"rejected": "red", "fails": "red", "risky": "orange", "advice": "blue"}

_BOX = 460
"""Height in pixels of a long conversation or JSON, which then scrolls."""

_MOST_CHARACTERS = 20_000


def show_line_view(mended: Sequence[RepairedFile]) -> None:
    """A line, with previous, next, the next one with a fault, and a jump to any."""
    with st.container(border=True):
        number, one = _file(mended)
        if not len(one.checked):
            st.caption("There is no line to look at.")
            return
        show_line(one, _navigate(one.checked, f"check entry {number} {one.checked.name}"), "check_json")


def show_line(one: RepairedFile, at: int, key: str) -> None:
    """What is wrong with an entry of a file, and the entry.

    Args:
        key: of the JSON on the page: the same line may stand there twice.
    """
    findings = one.checked.findings_of(at)
    _show_findings(one, findings)
    _show(one.checked, at, findings, key)


def _file(mended: Sequence[RepairedFile]) -> tuple[int, RepairedFile]:
    if len(mended) == 1:
        return 0, mended[0]
    names = [f"{number}. {one.checked.name}" for number, one in enumerate(mended, 1)]
    chosen = st.selectbox("File", names, key=f"check line file {len(mended)}")
    number = names.index(chosen)
    return number, mended[number]


def _navigate(checked: CheckedFile, key: str) -> int:
    """The entry to show: at first the first with a fault."""
    last = len(checked) - 1
    faulty = sorted({finding.entry for finding in checked.findings if finding.entry >= 0})
    at: int = min(st.session_state.get(key, faulty[0] if faulty else 0), last)
    st.session_state["check_entry"] = at + 1
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _step(key, at - 1, last, "Previous", ":material/chevron_left:")
        st.number_input(
            "Entry",
            1,
            last + 1,
            key="check_entry",
            width=130,
            on_change=lambda: _go(key, st.session_state["check_entry"] - 1),
        )
        _step(key, at + 1, last, "Next", ":material/chevron_right:")
        following = next((other for other in faulty if other > at), faulty[0] if faulty else -1)
        _step(key, following if following != at else -1, last, "Next with a fault", ":material/flag:")
        st.caption(f"Entry {at + 1:,} of {last + 1:,}, on line {checked.lines[at]:,}.", width="content")
    return at


def _step(key: str, to: int, last: int, label: str, icon: str) -> None:
    st.button(label, icon=icon, key=f"check {label}", disabled=not 0 <= to <= last, on_click=_go, args=(key, to))


def _go(key: str, to: int) -> None:
    st.session_state[key] = to


def _show_findings(one: RepairedFile, findings: Sequence[Finding]) -> None:
    for finding in findings[:20]:
        severity = one.checked.impact(finding)
        badge = f":{COLORS[severity]}-badge[{WORDS[severity]}]"
        where = f":gray[{plain(finding.path)}]" if finding.path not in ("", "$") else ""
        st.markdown(f"{badge} {plain(finding.detail)} {where} :gray-badge[{fate_of(one, finding)}]")
    if len(findings) > 20:
        st.caption(f"And {len(findings) - 20:,} more.")


def _show(checked: CheckedFile, at: int, findings: Sequence[Finding], key: str) -> None:
    value = checked.value(at)
    if value is None:
        raw = checked.raw(at).decode("utf-8", "replace")
        st.code(truncated(raw, _MOST_CHARACTERS), language=None, wrap_lines=True)
        return
    left, right = st.columns(2, gap="medium")
    with left:
        turns = conversation(as_request(value).get("body"))
        if turns:
            with st.container(height=_BOX if sum(len(turn.text) for turn in turns) > 1_500 else "content"):
                show_turns(turns)
        else:
            st.caption("There is no conversation in this line.")
    with right:
        _show_json(value, [finding.path for finding in findings], key)


def _show_json(value: object, marks: Sequence[str], key: str) -> None:
    """The JSON, each line escaped, with those at fault marked."""
    lines = json_lines(value, [mark for mark in marks if mark != "$"])
    html = "".join(
        f'<mark style="{_MARK}">{escape(line.text)}</mark>' if line.marked else f"<div>{escape(line.text)}</div>"
        for line in lines
    )
    with st.container(height=_BOX if len(lines) > 22 else "content", key=key):
        st.html(f'<div style="{_TEXT}">{html}</div>')


_TEXT = "white-space: pre-wrap; overflow-wrap: anywhere; font-family: monospace; font-size: 0.85rem; line-height: 1.5"
_MARK = (
    "display: block; background: color-mix(in srgb, #ff9f1a 30%, transparent); color: inherit; "
    "border-left: 3px solid #ff9f1a; padding-left: 4px; margin-left: -7px"
)
