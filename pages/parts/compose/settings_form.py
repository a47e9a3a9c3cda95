"""The rest of the recipe, one step away: images, further settings, settings by row, limits."""

import streamlit as st

from lib.compose.recipe import ENCODING_FORMATS, IMAGE_DETAILS
from lib.providers import PROVIDERS
from lib.providers.limits import MEGABYTE
from lib.providers.provider import CHAT_ENDPOINTS
from lib.sheets import Sheet
from pages.parts.compose.recipe_columns import choose_column, choose_columns
from pages.parts.compose.recipe_widgets import NONE, key_of

_EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh")
_NOT_SENT = "Not sent"


def images_form(sheet: Sheet | None) -> None:
    """Columns of images that go with the prompt."""
    chosen = st.session_state[key_of("image_columns")]
    with st.expander(
        f"Images ({len(chosen)})" if chosen else "Images", icon=":material/image:", key="compose_images_panel"
    ):
        about = (
            "Cells with a web address (https://…) or an image as a data URL; several in one cell with blanks between."
        )
        choose_columns("image_columns", "Columns of images", sheet, about)
        st.selectbox(
            "Detail",
            [NONE, *IMAGE_DETAILS],
            key=key_of("image_detail"),
            format_func=lambda detail: detail or _NOT_SENT,
            help="How closely the model looks at the images; low costs fewer tokens.",
            persist_state="session",
        )


def settings_form() -> None:
    """The settings of a chat request that most batches leave alone."""
    with st.expander("More settings", icon=":material/tune:"):
        left, right = st.columns(2)
        with left:
            _number("top_p", "Top p", 0.05)
            _number("frequency_penalty", "Frequency penalty", 0.1)
            _number("seed", "Seed", 1)
            _number("n", "Answers a request (n)", 1)
        with right:
            _effort()
            _number("presence_penalty", "Presence penalty", 0.1)
            _number("logprobs", "Log probabilities: likely tokens", 1)
            help_text = "The answer ends before any of these. One a line, up to four; \\\\n stands for a line break."
            st.text_area("Stop sequences", key=key_of("stop"), height=68, help=help_text, persist_state="session")
        _endpoint()
        _extra()


def _number(field: str, label: str, step: float) -> None:
    st.number_input(label, value=None, step=step, key=key_of(field), placeholder=_NOT_SENT, persist_state="session")


def _effort() -> None:
    st.selectbox(
        "Reasoning effort",
        [NONE, *_EFFORTS],
        key=key_of("reasoning_effort"),
        format_func=lambda effort: effort or _NOT_SENT,
        help="For models that think before they answer; which words a model takes differs. You can type your own.",
        accept_new_options=True,
        persist_state="session",
    )


def _endpoint() -> None:
    label, about = "Endpoint", "Chat completions is what nearly every provider takes."
    st.selectbox(label, CHAT_ENDPOINTS, key=key_of("endpoint"), help=about, persist_state="session")


def _extra() -> None:
    """Fields of the body that this page has no widget for."""
    st.text_area(
        "Further fields of the body, as JSON",
        key=key_of("extra"),
        height=80,
        placeholder='{"user": "team-7", "top_k": 40}',
        help="Merged last into every request. They cannot replace the model or the messages, nor switch streaming on.",
        persist_state="session",
    )


def rows_form(sheet: Sheet | None) -> None:
    """Settings that each row has its own of."""
    chosen = [key for key in ("model", "temperature", "max_tokens") if st.session_state[key_of(f"{key}_column")]]
    title = f"Settings by row ({len(chosen)})" if chosen else "Settings by row"
    with st.expander(title, icon=":material/table_rows:", key="compose_rows_panel"):
        st.caption("Where a row's cell is empty, the setting above counts.")
        same = "Same for every row"
        choose_column("model_column", "Column with the model", same, sheet)
        choose_column("temperature_column", "Column with the temperature", same, sheet)
        choose_column("max_tokens_column", "Column with the max completion tokens", same, sheet)


def embeddings_form(sheet: Sheet | None) -> None:
    """What only embeddings have: several texts a row, the size and the form of the vectors."""
    about = "Each of these columns gets a vector of its own, in one request a row. The text above is then not used."
    choose_columns("embed_columns", "Embed several columns instead (optional)", sheet, about)
    left, right = st.columns(2)
    with left:
        about = "base64 makes the answer about 4 times smaller, and nothing is lost."
        key = key_of("encoding_format")
        st.selectbox("Vector format", ENCODING_FORMATS, key=key, help=about, persist_state="session")
    with right:
        _number("dimensions", "Dimensions", 1)


def limits_form() -> None:
    """The limits of a file, where they are other than the provider's."""
    provider = PROVIDERS[st.session_state[key_of("provider")]]
    with st.expander("Limits of a file", icon=":material/content_cut:"):
        st.caption(
            "What does not fit into one file is split into several. Left empty, the provider's own limits count."
        )
        left, right = st.columns(2)
        with left:
            _limit("requests", "Requests", f"{provider.requests:,}")
            _limit("embedding_inputs", "Texts to embed", _or_none(provider.embedding_inputs))
        with right:
            _limit("mb", "MB", f"{provider.bytes / MEGABYTE:,.0f}", 1.0, 0.001)
            about = "Queues often take only so many tokens at a time. Counted by the high end of the estimate."
            _limit("tokens", "Tokens (estimated)", "No limit", help_text=about)
        _one_model(provider.one_model)
        st.caption(f":material/menu_book: {provider.source}.")


def _limit(name: str, label: str, own: str, step: float = 1, least: float = 1, help_text: str | None = None) -> None:
    key = key_of(f"limit_{name}")
    st.number_input(
        label,
        least,
        value=None,
        step=step,
        key=key,
        placeholder=own,
        help=help_text,
        persist_state="session",
        format=None,
    )


def _or_none(limit: int | None) -> str:
    return "No limit" if limit is None else f"{limit:,}"


def _one_model(own: bool) -> None:
    words = {NONE: f"As the provider wants ({'one' if own else 'any'})", True: "One model", False: "Any models"}
    key = key_of("limit_one_model")
    st.selectbox("Models in a file", list(words), key=key, format_func=words.__getitem__, persist_state="session")
