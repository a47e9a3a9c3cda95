"""What is wrong with a batch: a verdict, and every fault under its rule."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.check import Finding, Impact
from lib.common.phrasing import counted, listed
from lib.repair import RepairedFile
from lib.repair.findings import WORDS, Fate, Group, write_findings
from pages.parts.check.line_view import COLORS, show_line
from pages.parts.shared.formatting import plain, truncated

_FATE_COLORS: dict[Fate, str] = {"Fixed": "green", "Left out": "violet", "Stays": "gray"}
_BAD: frozenset[Impact] = frozenset(("rejected", "fails"))
_MOST_SHOWN = 100


def show_verdict(found: Sequence[Group], name: str) -> None:
    """Whether the provider of that name will take the files as they came, and whether the download is mended."""
    worst = {group.severity for group in found}
    if not worst & {*_BAD, "risky"}:
        more = " The advice below is optional." if found else ""
        st.success(
            f"Nothing stands in the way: {name} should take this as it is.{more}", icon=":material/check_circle:"
        )
    elif worst & _BAD:
        refused = f"As it came, {name} would refuse it, or some of its requests."
        said = (
            refused if "rejected" in worst else f"{name} takes the file, and some requests would come back as errors."
        )
        title = counted(len(found), "kind of problem", "kinds of problems")
        if any(group.severity in _BAD and "Stays" in group.fates for group in found):
            st.error(said, icon=":material/error:", title=title)
        else:
            st.warning(f"{said} In the download that is mended or left out.", icon=":material/build:", title=title)
    else:
        st.warning(f"{name} will probably take it; some things are not sure.", icon=":material/warning:")


def show_findings(found: Sequence[Group], mended: Sequence[RepairedFile], digest: str) -> None:
    """A line for each rule that is broken, to be opened for its places; and all of it as a CSV."""
    if not found:
        return
    with st.container(gap="xsmall"):
        for group in found:
            _show_group(group, mended, digest)
    total = sum(len(group.findings) for group in found)
    st.download_button(
        f"Download {counted(total, 'finding')} as CSV",
        partial(write_findings, mended),
        f"findings_{digest}.csv",
        "text/csv",
        key="check_findings",
        on_click="ignore",
        icon=":material/download:",
    )


def _show_group(group: Group, mended: Sequence[RepairedFile], digest: str) -> None:
    severity = f":{COLORS[group.severity]}-badge[{WORDS[group.severity]}]"
    fates = " ".join(
        f":{_FATE_COLORS[fate]}-badge[{fate}{f' {count:,}' if len(group.fates) > 1 else ''}]"
        for fate, count in group.fates.items()
    )
    title = f"{severity} {plain(group.rule.title)} :gray[{_where(group, mended)}] {fates}"
    with st.expander(title, key=f"check_finding_{group.rule.slug}"):  # stays open while its words change
        st.write(plain(group.rule.todo))
        _show_places(group, mended, f"check places {group.rule.slug} {digest}")
        st.caption(f"Source: {plain(group.rule.source)}.")


def _where(group: Group, mended: Sequence[RepairedFile]) -> str:
    """`(line 7)`, `(3 lines: 4, 7, 9)`, `(50 lines)`; nothing for a fault of one file as a whole."""
    lines = [finding.line for _, finding in group.findings if finding.line]
    if len(mended) > 1 or len(lines) != group.count:
        return f"({counted(group.count, 'line')})" if lines or group.count > 1 else ""
    distinct = sorted(set(lines))
    shown = listed(distinct, 5) if len(distinct) <= 5 else ""
    if len(distinct) == 1:
        return f"(line {shown})"
    return f"({counted(len(distinct), 'line')}{f': {shown}' if shown else ''})"


def _show_places(group: Group, mended: Sequence[RepairedFile], key: str) -> None:
    """The places of a fault, and the line of the one that is chosen."""
    first = group.findings[:_MOST_SHOWN]
    columns = {
        "File": [mended[number].checked.name for number, _ in first],
        "Line": [str(finding.line or "") for _, finding in first],
        "What is wrong": [truncated(finding.detail, 300) for _, finding in first],
        "JSON path": [finding.path for _, finding in first],
    }
    if len(mended) == 1:
        del columns["File"]
    if not any(columns["JSON path"]):
        del columns["JSON path"]
    if len(group.findings) > _MOST_SHOWN:
        st.caption(f"The first {_MOST_SHOWN} of {len(group.findings):,}; the download has all.")
    height: Any = "content" if len(first) < 8 else 300
    chosen = st.dataframe(
        pd.DataFrame(columns, dtype=str),
        key=key,
        hide_index=True,
        height=height,
        width="stretch",
        column_config={"Line": st.column_config.TextColumn(width=70)},
        on_select="rerun",
        selection_mode="single-row",
        alt=f"Places of: {group.rule.title}",
    )
    picked = chosen["selection"]["rows"]
    if picked and picked[0] < len(first):
        _show_place(mended, *first[picked[0]], f"{key} line")
    elif any(finding.entry >= 0 for _, finding in first):
        st.caption("Choose a row to see its line (by keyboard: Shift+Space in the table).")


def _show_place(mended: Sequence[RepairedFile], number: int, finding: Finding, key: str) -> None:
    if finding.entry < 0:
        st.caption("This is about the file as a whole.")
        return
    with st.container(border=True):
        show_line(mended[number], finding.entry, key)
