"""Text that was being typed at a reload: the field gets it, and what the field does with a new text is done."""

import pytest
from streamlit.testing.v1 import AppTest


def fields() -> None:
    import streamlit as st

    def take(what: str) -> None:
        st.session_state["taken"] = (what, st.session_state["check edit a:1"])

    st.text_area("Line", "before", key="check edit a:1", on_change=take, args=("line",))
    st.number_input("Rows", value=3, key="rows")


def returned() -> None:
    import streamlit as st

    from pages.parts.shell.session_values import settable, type_text

    old = st.session_state["old"]
    for key, value in settable(old).items():
        st.session_state[key] = value
    type_text(old, st.session_state["typed"])


def after_reload(typed: dict[str, str]) -> AppTest:
    """A session that took over from another one while this was being typed, by the CSS class of its field."""
    before, after = (
        AppTest.from_function(fields, default_timeout=30).run(),
        AppTest.from_function(returned, default_timeout=30),
    )
    after.session_state["old"], after.session_state["typed"] = before.session_state._state._state, typed
    after.run()
    assert not after.exception
    return after


@pytest.mark.parametrize("text", ["after", ""], ids=["typed", "emptied"])
def test_typed_text_is_taken_as_if_it_had_arrived(text: str) -> None:
    state = after_reload({"st-key-check-edit-a-1": text}).session_state
    assert state["check edit a:1"] == text
    assert state["taken"] == ("line", text)


@pytest.mark.parametrize(
    "typed", [{"st-key-check-edit-a-1": "before"}, {"st-key-rows": "7"}, {"st-key-other": "x"}, {}]
)
def test_nothing_else_changes(typed: dict[str, str]) -> None:
    state = after_reload(typed).session_state.to_dict()
    assert (state["check edit a:1"], state["rows"], "taken" in state) == ("before", 3, False)
