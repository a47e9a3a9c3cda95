"""The folded settings: images, more settings, settings by row, and the limits of a file."""

import streamlit as st

from lib.compose.recipe import ENCODING_FORMATS, IMAGE_DETAILS
from lib.providers import PROVIDERS
from lib.providers.limits import MEGABYTE
from lib.providers.provider import CHAT_ENDPOINTS
from lib.sheets import Sheet
from pages.parts.compose.list_fields import stop_field
from pages.parts.compose.recipe_columns import choose_recipe_column, choose_recipe_columns
from pages.parts.compose.recipe_widgets import NONE, key_of

_EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh")
_NOT_SENT = "Provider's default"


def images_form(sheet: Sheet | None) -> None:
    """The columns whose images are sent with the prompt."""
    about = (
        "Cells with a web address (https://…) or an image as a data URL. "
        "Separate several in one cell by spaces, commas or line breaks."
    )
    choose_recipe_columns("image_columns", "Columns of images", sheet, about)
    st.selectbox(
        "Detail",
        [NONE, *IMAGE_DETAILS],
        key=key_of("image_detail"),
        format_func=lambda detail: detail or _NOT_SENT,
        help="How closely the model looks at the images. Low uses fewer tokens.",
        persist_state="session",
    )


def settings_form() -> None:
    """The settings of a chat request that few batches change."""
    left, right = st.columns(2)
    with left:
        _number(
            "top_p",
            "Top p",
            0.05,
            "Leaves out unlikely words: 0.1 keeps only the likeliest ones. Set this or Creativity.",
        )
        _number("frequency_penalty", "Frequency penalty", 0.1, "Above 0, the model repeats the same words less.")
        about = "Any number. With the same seed, a model gives the same answer more often, but not always."
        _number("seed", "Seed", 1, about)
        about = "Several answers to each request. Every answer costs."
        _number("n", "Answers for each request (n)", 1, about)
    with right:
        _effort()
        _number("presence_penalty", "Presence penalty", 0.1, "Above 0, the model moves on to new subjects sooner.")
        about = "How sure the model is of each piece of its answer, and of so many alternatives."
        _number("logprobs", "Likeliest tokens to report (logprobs)", 1, about)
        stop_field()
    _endpoint()
    _extra()


def _number(field: str, label: str, step: float, about: str) -> None:
    st.number_input(
        label, value=None, step=step, key=key_of(field), placeholder=_NOT_SENT, help=about, persist_state="session"
    )


def _effort() -> None:
    st.selectbox(
        "Reasoning effort",
        [NONE, *_EFFORTS],
        key=key_of("reasoning_effort"),
        format_func=lambda effort: effort or _NOT_SENT,
        help="For models that think before they answer. Models accept different words; you can type your own.",
        accept_new_options=True,
        persist_state="session",
    )


def _endpoint() -> None:
    label, about = "Endpoint", "The provider's service that answers. Nearly every provider has chat completions."
    st.selectbox(label, CHAT_ENDPOINTS, key=key_of("endpoint"), help=about, persist_state="session")


def _extra() -> None:
    """A field for the parts of a request's body that this page has no widget for."""
    st.text_area(
        "Further fields of the request's body, as JSON",
        key=key_of("extra"),
        height=80,
        placeholder='{"user": "team-7", "top_k": 40}',
        help="Added to every request. They cannot replace the model or the messages, or turn streaming on.",
        persist_state="session",
    )


def rows_form(sheet: Sheet | None) -> None:
    """The columns that hold a setting of each row's own."""
    st.caption("A row whose cell is empty uses the setting for all rows.")
    same = "Same for every row"
    choose_recipe_column("model_column", "Column with the model", same, sheet)
    choose_recipe_column("temperature_column", "Column with the creativity (temperature)", same, sheet)
    choose_recipe_column("max_tokens_column", "Column with the longest answer (max_completion_tokens)", same, sheet)


def embeddings_form(sheet: Sheet | None) -> None:
    """The settings of embeddings: several texts a row, and the size and format of the vectors."""
    about = "Each of these columns gets its own vector, in one request for each row. The text above is then not sent."
    choose_recipe_columns("embed_columns", "Use several columns instead, each on its own (optional)", sheet, about)
    left, right = st.columns(2)
    with left:
        about = "How the numbers are written. base64 makes the answers about 4 times smaller and loses nothing."
        key = key_of("encoding_format")
        st.selectbox("Vector format", ENCODING_FORMATS, key=key, help=about, persist_state="session")
    with right:
        _number("dimensions", "Dimensions", 1, "How many numbers each text gets. Fewer make smaller files.")


def limits_form() -> None:
    """The limits of a file that replace the provider's own."""
    provider = PROVIDERS[st.session_state[key_of("provider")]]
    st.caption("Batchdesk splits what does not fit into one file. An empty field means the provider's own limit.")
    left, right = st.columns(2)
    with left:
        _limit("requests", "Requests", f"{provider.requests:,}")
        _limit("embedding_inputs", "Texts to embed", _or_none(provider.embedding_inputs))
    with right:
        _limit("mb", "MB", f"{provider.bytes / MEGABYTE:,.0f}", 1.0, 0.001)
        about = "Many providers limit the tokens that wait at a time. The high end of the estimate counts."
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
    labels = {NONE: f"Provider's rule ({'one' if own else 'any'})", True: "One model", False: "Any models"}
    key = key_of("limit_one_model")
    st.selectbox("Models in a file", list(labels), key=key, format_func=labels.__getitem__, persist_state="session")
