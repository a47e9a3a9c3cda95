"""What is wrong with a batch: a verdict, what cannot be sent and why, what was wrong and is fixed, and the rest."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lib.check import Finding, Impact
from lib.common.phrasing import counted, listed, without_backticks
from lib.repair import RepairedFile
from lib.repair.findings import IMPACT_LABELS, FindingGroup, FindingOutcome
from lib.repair.sections import Sections
from lib.repair.verdict import Verdict
from pages.parts.check.line_view import COLORS, go_to_line
from pages.parts.shared.formatting import plain, truncated, with_code

_OUTCOME_COLORS: dict[FindingOutcome, str] = {"Fixed": "green", "Left out": "violet", "Stays": "gray"}
_OUTCOME_LABELS: dict[FindingOutcome, str] = {"Fixed": "Fixed", "Left out": "Left out", "Stays": "Not changed"}
_CONSEQUENCES: Mapping[Impact, str] = {
    "rejected": "{provider} would reject the whole file.",
    "fails": "{provider} would return an error for this request.",
}
_WORDS = (
    "A batch file has one request on each line, in a notation called JSON: braces around fields with a name and a "
    "value. `custom_id`: the id by which you find the answer again. `url`: the address at the provider, which says the "
    "kind of task. `body`: the content, with the model, its settings, and the texts that the model gets (`messages`)."
)
_MOST_SHOWN = 100
_MOST_BUTTONS = 3


def show_verdict(judged: Verdict) -> None:
    """Whether the provider will accept the files as they are, and what the download repairs."""
    if judged.level == "accepted":
        st.success(with_code(judged.sentence), icon=":material/check_circle:")
    elif judged.level in ("rejected", "foreign"):
        st.error(with_code(judged.sentence), icon=":material/error:")
    else:
        icon = ":material/build:" if judged.level == "repaired" else ":material/warning:"
        st.warning(with_code(judged.sentence), icon=icon)


def show_blocking(sections: Sections, repaired: Sequence[RepairedFile], digest: str) -> None:
    """Every reason why lines cannot be sent: the lines, what the provider would do, and what helps."""
    if not sections.blocking:
        return
    left_out = sum(len(file.left_out) for file in repaired)
    title = f"{counted(left_out, 'line')} cannot be sent" if left_out else "Still wrong in the download"
    st.markdown(f":material/block: **{title}**", help=_WORDS)
    with st.container(border=True, gap="small", key="check_reasons"):
        for group in sections.blocking:
            with st.container(gap="xxsmall"):
                _show_reason(group, repaired, f"check reason {group.rule.slug} {digest}")


def show_other_sections(sections: Sections, repaired: Sequence[RepairedFile], digest: str) -> None:
    """What was wrong and is fixed, and what else is worth knowing, with a fold for each rule."""
    for title, groups in (
        (":material/check_circle: **Was wrong, is fixed**", sections.fixed),
        (":material/info: **Worth knowing**", sections.others),
    ):
        if groups:
            st.markdown(title)
            with st.container(gap="xsmall"):
                for group in groups:
                    _show_group(group, repaired, digest)


def _show_reason(group: FindingGroup, repaired: Sequence[RepairedFile], key: str) -> None:
    places = [(number, finding) for number, finding in group.findings if finding.entry >= 0]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        title = f"{_impact_badge(group)} **{with_code(group.rule.title)}** :gray[{_where(group, repaired)}]"
        st.markdown(title, width="stretch")
        lines = {(number, finding.entry): finding.line for number, finding in places}  # one may have it several times
        if len(lines) <= _MOST_BUTTONS:
            with st.container(horizontal=True, gap="small", width="content"):
                _show_line_buttons(lines, repaired, key)
    consequence = _CONSEQUENCES.get(group.impact, "").format(provider=repaired[0].checked.provider.name)
    details = {finding.detail for _, finding in group.findings} - {f"{without_backticks(group.rule.title)}."}
    detail = f"{truncated(details.pop(), 200).removesuffix('.')}." if len(details) == 1 else ""
    if " answers with error " in detail:  # which says it, too
        consequence = ""
    st.caption(f"{plain(f'{consequence} {detail}')} {with_code(group.rule.todo)}".strip())
    if len(lines) > _MOST_BUTTONS:
        with st.expander(f"Show all {len(lines):,} lines", key=f"check_reason_lines_{group.rule.slug}"):
            _show_places(places, group.rule.title, repaired, key)


def _show_line_buttons(lines: Mapping[tuple[int, int], int], repaired: Sequence[RepairedFile], key: str) -> None:
    """A button for each line, by the number of its file and its entry."""
    for (number, entry), line in lines.items():
        name = f" of {plain(truncated(repaired[number].checked.name, 40))}" if len(repaired) > 1 else ""
        st.button(
            f"Show line {line:,}{name}",
            key=f"{key} {number} {entry}",
            type="tertiary",
            icon=":material/visibility:",
            on_click=go_to_line,
            args=(repaired, number, entry),
        )


def _show_group(group: FindingGroup, repaired: Sequence[RepairedFile], digest: str) -> None:
    is_fixed = group.outcomes.keys() == {"Fixed"}  # one tag says it all
    impact = "" if is_fixed else _impact_badge(group)
    is_mixed = len(group.outcomes) > 1
    outcomes = " ".join(
        f":{_OUTCOME_COLORS[outcome]}-badge[{_OUTCOME_LABELS[outcome]}{f' {count:,}' if is_mixed else ''}]"
        for outcome, count in group.outcomes.items()
    )
    title = f"{impact} {with_code(group.rule.title)} :gray[{_where(group, repaired)}] {outcomes}"
    with st.expander(title, key=f"check_finding_{group.rule.slug}"):  # stays open while its title changes
        if not is_fixed:
            st.write(with_code(group.rule.todo))
        _show_places(group.findings, group.rule.title, repaired, f"check places {group.rule.slug} {digest}")
        st.caption(f"Source: {plain(group.rule.source)}.")


def _impact_badge(group: FindingGroup) -> str:
    return f":{COLORS[group.impact]}-badge[{IMPACT_LABELS[group.impact]}]"


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


def _show_places(places: Sequence[tuple[int, Finding]], title: str, repaired: Sequence[RepairedFile], key: str) -> None:
    """A table with the places of a finding; a selected place is shown as the line."""
    first = places[:_MOST_SHOWN]
    if len(places) > _MOST_SHOWN:
        st.caption(f"The first {_MOST_SHOWN} of {len(places):,}. The download of findings has all.")
    st.dataframe(
        _places_table(first, repaired),
        key=key,
        hide_index=True,
        height=_height(len(first)),
        width="stretch",
        column_config={"Line": st.column_config.TextColumn(width=70)},
        on_select=lambda: _go_to_selected(key, first, repaired),
        selection_mode="single-row",
        alt=f"Places of: {without_backticks(title)}",
    )
    if any(finding.entry >= 0 for _, finding in first):
        st.caption("Select a row to see its line (by keyboard: Shift+Space in the table).")


def _go_to_selected(key: str, places: Sequence[tuple[int, Finding]], repaired: Sequence[RepairedFile]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    if rows and rows[0] < len(places):
        number, finding = places[rows[0]]
        if finding.entry >= 0:
            go_to_line(repaired, number, finding.entry)


def _height(places: int) -> Any:
    return "content" if places < 8 else 300


def _places_table(places: Sequence[tuple[int, Finding]], repaired: Sequence[RepairedFile]) -> pd.DataFrame:
    columns = {
        "File": [repaired[number].checked.name for number, _ in places],
        "Line": [str(finding.line or "") for _, finding in places],
        "What is wrong": [truncated(finding.detail, 300) for _, finding in places],
        "Field": [finding.path.removeprefix("$").removeprefix(".") for _, finding in places],
    }
    if len(repaired) == 1:
        del columns["File"]
    if not any(columns["Field"]):
        del columns["Field"]
    return pd.DataFrame(columns, dtype=str)
