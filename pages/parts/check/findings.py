"""What is wrong with a batch: a verdict, and every finding under its rule."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.check import Finding
from lib.common.phrasing import counted, listed
from lib.repair import RepairedFile
from lib.repair.findings import IMPACT_LABELS, FindingGroup, FindingOutcome, write_findings
from lib.repair.verdict import Verdict
from pages.parts.check.line_view import COLORS, show_line
from pages.parts.shared.formatting import plain, truncated

_OUTCOME_COLORS: dict[FindingOutcome, str] = {"Fixed": "green", "Left out": "violet", "Stays": "gray"}
_MOST_SHOWN = 100


def show_verdict(judged: Verdict) -> None:
    """Whether the provider will accept the files as they are, and what the download repairs."""
    if judged.level == "accepted":
        st.success(plain(judged.sentence), icon=":material/check_circle:")
    elif judged.level in ("rejected", "foreign"):
        st.error(plain(judged.sentence), icon=":material/error:")
    else:
        icon = ":material/build:" if judged.level == "repaired" else ":material/warning:"
        st.warning(plain(judged.sentence), icon=icon)


def show_findings(groups: Sequence[FindingGroup], repaired: Sequence[RepairedFile], digest: str) -> None:
    """A fold for each broken rule with its lines, and all findings as a CSV."""
    if not groups:
        return
    with st.container(gap="xsmall"):
        for group in groups:
            _show_group(group, repaired, digest)
    total = sum(len(group.findings) for group in groups)
    st.download_button(
        f"Download {counted(total, 'finding')} as CSV",
        partial(write_findings, repaired),
        f"findings_{digest}.csv",
        "text/csv",
        key="check_findings",
        on_click="ignore",
        icon=":material/download:",
    )


def _show_group(group: FindingGroup, repaired: Sequence[RepairedFile], digest: str) -> None:
    is_fixed = group.outcomes.keys() == {"Fixed"}  # one tag says it all
    impact = "" if is_fixed else f":{COLORS[group.impact]}-badge[{IMPACT_LABELS[group.impact]}]"
    outcomes = " ".join(
        f":{_OUTCOME_COLORS[outcome]}-badge[{outcome}{f' {count:,}' if len(group.outcomes) > 1 else ''}]"
        for outcome, count in group.outcomes.items()
    )
    title = f"{impact} {plain(group.rule.title)} :gray[{_where(group, repaired)}] {outcomes}"
    with st.expander(title, key=f"check_finding_{group.rule.slug}"):  # stays open while its title changes
        st.write(plain(group.rule.todo))
        _show_places(group, repaired, f"check places {group.rule.slug} {digest}")
        st.caption(f"Source: {plain(group.rule.source)}.")


def _where(group: FindingGroup, repaired: Sequence[RepairedFile]) -> str:
    """`(line 7)`, `(3 lines: 4, 7, 9)`, `(50 lines)`; empty for a finding about one file as a whole."""
    lines = [finding.line for _, finding in group.findings if finding.line]
    if len(repaired) > 1 or len(lines) != group.count:
        return f"({counted(group.count, 'line')})" if lines or group.count > 1 else ""
    distinct = sorted(set(lines))
    shown = listed(distinct, 5) if len(distinct) <= 5 else ""
    if len(distinct) == 1:
        return f"(line {shown})"
    return f"({counted(len(distinct), 'line')}{f': {shown}' if shown else ''})"


def _show_places(group: FindingGroup, repaired: Sequence[RepairedFile], key: str) -> None:
    """A table with the places of a finding, and the line of the selected place."""
    first = group.findings[:_MOST_SHOWN]
    if len(group.findings) > _MOST_SHOWN:
        st.caption(f"The first {_MOST_SHOWN} of {len(group.findings):,}. The download has all.")
    selection = st.dataframe(
        _places_table(first, repaired),
        key=key,
        hide_index=True,
        height=_height(len(first)),
        width="stretch",
        column_config={"Line": st.column_config.TextColumn(width=70)},
        on_select="rerun",
        selection_mode="single-row",
        alt=f"Places of: {group.rule.title}",
    )
    rows = selection["selection"]["rows"]
    if rows and rows[0] < len(first):
        number, finding = first[rows[0]]
        _show_place(repaired[number], finding, f"{key} line")
    elif any(finding.entry >= 0 for _, finding in first):
        st.caption("Select a row to see its line (by keyboard: Shift+Space in the table).")


def _height(places: int) -> Any:
    return "content" if places < 8 else 300


def _places_table(places: Sequence[tuple[int, Finding]], repaired: Sequence[RepairedFile]) -> pd.DataFrame:
    columns = {
        "File": [repaired[number].checked.name for number, _ in places],
        "Line": [str(finding.line or "") for _, finding in places],
        "What is wrong": [truncated(finding.detail, 300) for _, finding in places],
        "JSON path": [finding.path for _, finding in places],
    }
    if len(repaired) == 1:
        del columns["File"]
    if not any(columns["JSON path"]):
        del columns["JSON path"]
    return pd.DataFrame(columns, dtype=str)


def _show_place(file: RepairedFile, finding: Finding, key: str) -> None:
    if finding.entry < 0:
        st.caption("This finding is about the whole file.")
        return
    with st.container(border=True):
        show_line(file, finding.entry, key)
