"""Sends batches to a provider, follows them, and collects their files; the only package that uses the network.

`BatchClient` makes the calls, to addresses that `AddressRules` allows. `part_files` makes a batch's files and
`begin_sending` a `Sending` of them; `run` uploads and creates, each batch once, and a `Courier` does so in the
background. `group_batches` makes a person's batches of the provider's list, `Polling` tells when to look again,
`update` what the list says about a sending, `state_text` says it in words, and `collect` downloads the files.
`ask_now` asks a few requests before a batch. Every failure is a `CallError` with an `ErrorKind`.
"""

from lib.sending.address import AddressRules, is_loopback
from lib.sending.batch_group import BatchGroup, group_batches
from lib.sending.call_error import CallError, ErrorKind
from lib.sending.client import BatchClient
from lib.sending.collecting import CollectedFile, collect
from lib.sending.courier import Courier
from lib.sending.following import has_work, mark_collected, resend, sent_before, stop_sending, update
from lib.sending.part_files import PartFiles, begin_sending, part_files
from lib.sending.polling import Polling
from lib.sending.runner import run
from lib.sending.sending import PartState, Sending, SentPart
from lib.sending.state_text import part_text, state_text
from lib.sending.trial import ask_now, trial_request

__all__ = [
    "AddressRules",
    "BatchClient",
    "BatchGroup",
    "CallError",
    "CollectedFile",
    "Courier",
    "ErrorKind",
    "PartFiles",
    "PartState",
    "Polling",
    "Sending",
    "SentPart",
    "ask_now",
    "begin_sending",
    "collect",
    "group_batches",
    "has_work",
    "is_loopback",
    "mark_collected",
    "part_files",
    "part_text",
    "resend",
    "run",
    "sent_before",
    "state_text",
    "stop_sending",
    "trial_request",
    "update",
]
