"""The Batches page: sends a batch, follows it at the provider, and brings its answers into Results."""

import streamlit as st

from pages.parts.batches.batch_list import show_batches
from pages.parts.batches.collecting import collect_wanted
from pages.parts.batches.connection_form import show_connection
from pages.parts.batches.empty import show_empty, show_switched_off
from pages.parts.batches.last_look import show_last_look, show_waiting_note
from pages.parts.shared.account import connected_account
from pages.parts.shared.sending_policy import can_send
from pages.parts.shell.frame import end_page, heading, open_via_app

open_via_app(__file__)

heading("Batches", "Send a batch, follow it, and bring its answers home.")

if not can_send():
    show_switched_off()
    end_page()

account = connected_account()
if account is None:
    show_waiting_note()
show_connection()
if account is None:
    show_empty()
    end_page()

collect_wanted(account)
with st.container():  # always there, so that the list keeps its place when nothing waits any more
    show_last_look(account)
show_batches(account)
