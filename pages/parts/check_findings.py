"""What is wrong with a batch: a verdict, and every fault under its rule."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from lib.findings import WORDS, Fate, Group, groups, write_findings
from lib.mend import Mended
from lib.problems import counted, listed
from lib.rules import Severity
from pages.parts.state import derived
from pages.parts.words import plain, short

COLORS: dict[Severity, Any] = {"rejected": "red", "fails": "red", "risky": "orange", "advice": "blue"}
_FATE_COLORS: dict[Fate, str] = {"Fixed": "green", "Left out": "violet", "Stays": "gray"}
_MOST_SHOWN = 100


def show_verdict(mended: Sequence[Mended]) -> None:
    """Whether the provider will take the files as they came, in a sentence."""
    found, name = groups_of(mended), mended[0].checked.provider.name
    worst = {group.severity for group in found}
    if not worst & {"rejected", "fails", "risky"}:
        more = " The advice below is optional." if found else ""
        st.success(
            f"Nothing stands in the way: {name} should take this as it is.{more}", icon=":material/check_circle:"
        )
    elif worst & {"rejected", "fails"}:
        said = (
            f"As it came, {name} would refuse it, or some of its requests."
            if "rejected" in worst
            else (f"{name} takes the file, and some requests would come back as errors.")
        )
        st.error(said, icon=":material/error:", title=counted(len(found), "kind of problem", "kinds of problems"))
    else:
        st.warning(f"{name} will probably take it; some things are not sure.", icon=":material/warning:")


def groups_of(mended: Sequence[Mended]) -> list[Group]:
    """The faults by rule, grouped anew only when the files or the choices changed."""
    return derived("groups", (st.session_state["check made from"], mended[0].choices), lambda: groups(mended))


def show_findings(mended: Sequence[Mended], digest: str) -> None:
    """A line for each rule that is broken, to be opened for its places; and all of it as a CSV."""
    found = groups_of(mended)
    if not found:
        return
    with st.container(gap="xsmall"):
        for group in found:
            _show_group(group, mended)
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


def _show_group(group: Group, mended: Sequence[Mended]) -> None:
    severity = f":{COLORS[group.severity]}-badge[{WORDS[group.severity]}]"
    fates = " ".join(
        f":{_FATE_COLORS[fate]}-badge[{fate}{f' {count:,}' if len(group.fates) > 1 else ''}]"
        for fate, count in group.fates.items()
    )
    title = f"{severity} {plain(group.rule.title)} :gray[{_where(group, mended)}] {fates}"
    with st.expander(title, key=f"check_finding_{group.rule.slug}"):  # stays open while its words change
        st.write(plain(group.rule.todo))
        _show_places(group, mended)
        st.caption(f"Source: {plain(group.rule.source)}.")


def _where(group: Group, mended: Sequence[Mended]) -> str:
    """`(line 7)`, `(3 lines: 4, 7, 9)`, `(50 lines)`; nothing for a fault of one file as a whole."""
    lines = [finding.line for _, finding in group.findings if finding.line]
    if len(mended) > 1 or len(lines) != group.count:
        return f"({counted(group.count, 'line')})" if lines or group.count > 1 else ""
    distinct = sorted(set(lines))
    shown = listed(distinct, 5) if len(distinct) <= 5 else ""
    if len(distinct) == 1:
        return f"(line {shown})"
    return f"({counted(len(distinct), 'line')}{f': {shown}' if shown else ''})"


def _show_places(group: Group, mended: Sequence[Mended]) -> None:
    first = group.findings[:_MOST_SHOWN]
    columns = {
        "File": [mended[number].checked.name for number, _ in first],
        "Line": [str(finding.line or "") for _, finding in first],
        "What is wrong": [short(finding.detail, 300) for _, finding in first],
        "JSON path": [finding.path for _, finding in first],
    }
    if len(mended) == 1:
        del columns["File"]
    if not any(columns["JSON path"]):
        del columns["JSON path"]
    if len(group.findings) > _MOST_SHOWN:
        st.caption(f"The first {_MOST_SHOWN} of {len(group.findings):,}; the download has all.")
    height: Any = "content" if len(first) < 8 else 300
    st.dataframe(
        pd.DataFrame(columns, dtype=str),
        hide_index=True,
        height=height,
        width="stretch",
        column_config={"Line": st.column_config.TextColumn(width=70)},
        alt=f"Places of: {group.rule.title}",
    )
