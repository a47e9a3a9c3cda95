"""The field for the model: any name, with the known ones suggested, their price, and a doubt about a misspelt name."""

import streamlit as st

from lib.providers import EMBEDDINGS, PROVIDERS, Provider
from lib.providers.known_models import KnownModel, known_models, nearest_model
from pages.parts.compose.recipe_widgets import key_of
from pages.parts.shared.account import connected_account
from pages.parts.shared.formatting import plain

_JS = """
const FIELD = ".st-key-compose_model input";
const listOf = (models) => models.map(([name, about]) => {
    const option = document.createElement("option");
    option.value = name;
    option.label = about;
    return option;
});

export default function ({ data }) {
    const list = document.getElementById("known-models") ?? document.createElement("datalist");
    list.id = "known-models";
    list.replaceChildren(...listOf(data.models));
    document.body.append(list);
    const attach = () => document.querySelector(FIELD)?.setAttribute("list", list.id);
    const choose = (event) => {  // a choice from the list is sent at once; typing waits for its end
        const isChoice = !event.inputType || event.inputType === "insertReplacementText";
        if (!isChoice || !event.target.matches?.(FIELD)) return;
        const names = data.models.map(([name]) => name);
        if (names.includes(event.target.value)) setTimeout(() => event.target.blur());
    };
    attach();
    document.addEventListener("focusin", attach);
    document.addEventListener("input", choose);
    return () => {
        document.removeEventListener("focusin", attach);
        document.removeEventListener("input", choose);
    };
}
"""

_suggestions = st.components.v2.component("model_suggestions", js=_JS)


def model_field(provider: Provider) -> None:
    """The text field, which accepts every name."""
    hint = "Choose or type a name" if _suggested(provider) else "Type a name"
    st.text_input(
        provider.model_label,
        key=key_of("model"),
        placeholder=hint,
        autocomplete="off",
        width="stretch",
        persist_state="session",
    )


def show_suggestions() -> None:
    """Gives the field its list of known models. It draws nothing."""
    provider = st.session_state[key_of("provider")]
    _suggestions(data={"models": _suggested(PROVIDERS[provider])}, key="compose_known_models")


def _suggested(provider: Provider) -> list[tuple[str, str]]:
    """The names for this task with what is known about each; without a list, the example, where it is a name."""
    own = [(name, "in your account") for name in _account_models(provider)]
    if known := known_models(provider.name):
        embeds = st.session_state[key_of("task")] == "Embeddings"
        endpoint = EMBEDDINGS if embeds else st.session_state[key_of("endpoint")]
        listed = {model.name: _about(model) for model in known if endpoint in model.endpoints}
        return [*listed.items(), *(entry for entry in own if entry[0] not in listed)]
    if own:
        return own
    return [] if " " in provider.example_model else [(provider.example_model, "an example")]


def _account_models(provider: Provider) -> tuple[str, ...]:
    """The models that the connected key may use, if it is this provider's."""
    account = connected_account()
    return account.models if account and account.provider in (provider.name, "Other") else ()


def show_about_model(provider: Provider) -> None:
    """The price and the size of a known model, or a doubt about an unknown name."""
    name = (st.session_state[key_of("model")] or "").strip()
    known = {model.name: model for model in known_models(provider.name)}
    if model := known.get(name):
        if about := _about(model):
            st.caption(f":material/sell: {plain(about)}", help=_help(model))
    elif name in _account_models(provider):
        st.caption(":material/check: Your account has this model.")
    elif name and known and (nearest := nearest_model(provider.name, name)):
        _doubt(provider, nearest)


def _doubt(provider: Provider, nearest: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        text = f"Batchdesk does not know this model of {provider.name}. Did you mean another?"
        st.badge(text, icon=":material/warning:", color="orange")
        label = f"Use {plain(nearest)}"
        st.button(label, key="compose_nearest_model", on_click=_use, args=(nearest,))


def _use(name: str) -> None:
    st.session_state[key_of("model")] = name


def _about(model: KnownModel) -> str:
    """`$0.08 to read, $0.30 to write 1 million tokens · 128,000 tokens at most`"""
    parts = []
    if model.input_price is not None:
        write = "" if model.output_price is None else f", {_dollars(model.output_price)} to write"
        parts.append(f"{_dollars(model.input_price)} to read{write} 1 million tokens")
    if model.context_tokens:
        parts.append(f"{model.context_tokens:,} tokens at most")
    return " · ".join(parts)


def _dollars(price: float) -> str:
    return f"${price:,.2f}" if price >= 0.1 else f"${price:,.3f}"


def _help(model: KnownModel) -> str:
    return (
        "A token is a piece of a word: 1,000 tokens are about 750 English words. "
        f"The prices are for batches, from {plain(model.source)}; check them with your provider. "
        "Prompt and answer of one row together can have the tokens at most."
    )


def provider_field() -> Provider:
    """The choice of the provider."""
    st.selectbox("Provider", list(PROVIDERS), key=key_of("provider"), width=150, persist_state="session")
    return PROVIDERS[st.session_state[key_of("provider")]]
