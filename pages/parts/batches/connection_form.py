"""Connecting to a provider's account: its name, its address and a key, which stays in this tab's memory."""

import streamlit as st

from lib.providers.batch_services import BATCH_SERVICES, FILE_ONLY, BatchService
from lib.sending import AddressRules, BatchClient, CallError, Courier
from pages.parts.shared.account import ConnectedAccount, connected_account, disconnect, keep_account, sendings_to
from pages.parts.shared.call_errors import show_call_error
from pages.parts.shared.formatting import plain
from pages.parts.shared.sending_policy import address_rules
from pages.parts.shared.session import set_defaults
from pages.parts.shared.waiting_batch import waiting_batch

_OTHER = "Other"
PROVIDER, ADDRESS, _KEY = "batches_provider", "batches_address", "batches_key"
_LONG = 12
"""Characters above which the last four of a key tell nothing about it."""

_HELP_KEY = (
    "A secret text that the provider gives you. Whoever has it can spend your money. Batchdesk keeps it in the memory "
    "of this tab only, and sends it to this provider only."
)


def show_connection() -> None:
    """The form, or the connected account in one line."""
    account = connected_account()
    if account is None:
        _show_form(address_rules())
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(f"Connected to {account.name}", icon=":material/check_circle:", color="green")
        about = f"{plain(account.client.address)} · key ending in {plain(account.key_ending)}"
        st.markdown(f":gray[:small[{about}]]", width="content")
        st.button(
            "Disconnect",
            key="batches_disconnect",
            type="tertiary",
            icon=":material/logout:",
            on_click=disconnect,
            help="Forgets the key. What the provider has goes on.",
        )


def _show_form(rules: AddressRules) -> None:
    names = [name for name in BATCH_SERVICES if name != _OTHER or rules.hosts or rules.loopback]
    waiting = waiting_batch()
    wanted = waiting.provider if waiting else st.session_state.get("compose_provider")
    set_defaults({PROVIDER: wanted if wanted in names else names[0]})
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox("Provider", names, key=PROVIDER, width=190, persist_state="session")
        service = BATCH_SERVICES[st.session_state[PROVIDER]]
        address = _address_field(service)
        key = st.text_input(
            "Key", key=_KEY, type="password", autocomplete="off", help=_HELP_KEY, width=320, placeholder="sk-…"
        )
        is_pressed = st.button("Connect", key="batches_connect", type="primary", icon=":material/link:")
    _show_about(service, waiting.provider if waiting else "")
    if is_pressed:
        _connect(service, address, key, rules)


def _address_field(service: BatchService) -> str:
    """The base address: fixed, one of several, or typed."""
    addresses = service.addresses
    if len(addresses) == 1 and addresses[0].islower():
        return addresses[0]
    if len(addresses) > 1:
        return st.selectbox("Address", addresses, key=f"batches address of {service.provider}", width=340)
    hint = addresses[0] if addresses else "https://llm.example.com/v1"
    about = "The base address of the provider, which ends in /v1 as a rule."
    return st.text_input("Address", key=ADDRESS, placeholder=hint, help=about, width=340, persist_state="session")


def _show_about(service: BatchService, wanted: str) -> None:
    """Where keys come from, what to know about the provider, and the way of files where there is no other."""
    if wanted in FILE_ONLY:
        st.info(FILE_ONLY[wanted], icon=":material/info:")
    where = f" You make one at {plain(service.keys_page)}." if service.keys_page else ""
    st.caption(f"The key stays in this tab's memory and goes to this provider only.{where} {service.advice}".rstrip())


def _connect(service: BatchService, address: str, key: str, rules: AddressRules) -> None:
    """Tests address and key, without any effect there."""
    try:
        with st.spinner("Connecting"):
            account = _tested(service, BatchClient(address, key, rules, service=service), key)
    except CallError as error:
        show_call_error(error)
        return
    keep_account(account)
    st.rerun()  # the form is not drawn again, so Streamlit forgets the key that was typed


def _tested(service: BatchService, client: BatchClient, key: str) -> ConnectedAccount:
    try:
        account = client.connect()
    except CallError:
        client.close()
        raise
    ending = key.strip()[-4:] if len(key.strip()) > _LONG else "…"
    courier = Courier(client, account.batches, sendings_to(client.address))
    return ConnectedAccount(service.provider, client, courier, account.models, ending)
