"""The fixes: each counted, shown on a line before and after, and switchable."""

from collections.abc import Mapping, Sequence

import streamlit as st

from lib.check import Impact
from lib.common.phrasing import counted
from lib.providers import Provider
from lib.repair import FIXES, Choices
from lib.repair.examples import Example
from lib.repair.findings import Group, severities
from pages.parts.shared.session import set_defaults

_LEAVE_OUT: Mapping[Impact, tuple[str, str]] = {
    "rejected": ("Leave out lines that the provider rejects", "One of them makes it refuse the whole file."),
    "fails": ("Leave out requests that fail when run", "They come back as errors, and the others are answered."),
}


def choices() -> Choices:
    """What the switches say, wherever on the page they stand: all are on at first."""
    set_defaults(
        {_key(slug): True for slug in FIXES} | {_key(severity): True for severity in _LEAVE_OUT} | {"check_model": ""}
    )
    said = st.session_state
    off = frozenset(slug for slug in FIXES if not said[_key(slug)])
    leave_out: frozenset[Impact] = frozenset(severity for severity in _LEAVE_OUT if said[_key(severity)])
    return Choices(off, leave_out, (said["check_model"] or "").strip())


def _key(slug: str) -> str:
    return f"check fix {slug}"


def show_fixes(
    found: Sequence[Group], asked: Mapping[str, int], examples: Mapping[str, Example], provider: Provider
) -> None:
    """A switch for every fix that these files ask for, and for what is left out.

    Args:
        asked: how many lines each fix is about.
    """
    _show_model(found, provider)
    shown = [slug for slug in asked if slug != "model"]
    if shown:
        with st.container(border=True):
            for slug in shown:
                _show_fix(slug, asked[slug], examples.get(slug))
    wrong = severities(found)
    for severity, (label, why) in _LEAVE_OUT.items():
        if severity in wrong:
            st.toggle(f"{label}, if they cannot be mended", key=_key(severity), help=why, persist_state="session")


def _show_model(found: Sequence[Group], provider: Provider) -> None:
    """A field for the model, where requests name none."""
    missing = next((len(group.findings) for group in found if group.rule.slug == "model-missing"), 0)
    if missing or st.session_state["check_model"]:
        st.text_input(
            f"Model for the {counted(missing, 'request')} without one",
            key="check_model",
            persist_state="session",
            placeholder=provider.example_model,
        )


def _show_fix(slug: str, count: int, shown: Example | None) -> None:
    fix = FIXES[slug]
    left, right = st.columns([2, 3], gap="medium", vertical_alignment="center")
    with left, st.container(gap="xsmall"):
        lines = "" if slug == "parts" else f" ({counted(count, 'line')})"
        st.toggle(f"{fix.title}{lines}", key=_key(slug), persist_state="session")
        st.caption(fix.says)
    if shown:
        with right, st.container(gap="xxsmall"):
            st.caption(f"Line {shown.line:,}, before and after" if shown.line else "Before and after")
            st.code(f"- {_flat(shown.before)}\n+ {_flat(shown.after)}", language=None, wrap_lines=True)


def _flat(text: str) -> str:
    """A piece of a file on one line, its line ends to be seen."""
    return "↵".join(line.strip() for line in text.splitlines()) if "\n" in text else text
