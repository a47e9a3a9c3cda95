"""What the administrator lets people send, and where, as `.streamlit/secrets.toml` says.

```toml
[sending]
off = true                      # switches sending off
hosts = ["llm.example.com"]     # may be called beside the known providers
```
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.runtime.secrets import secrets_singleton

from lib.sending import AddressRules, is_loopback


def can_send() -> bool:
    """Whether this installation may send at all."""
    return not _section().get("off", False)


def address_rules() -> AddressRules:
    """The hosts that may be called. Servers on this machine only if its user sits at it."""
    hosts = _section().get("hosts", ())
    return AddressRules(frozenset(str(host).lower() for host in hosts), _is_at_this_machine())


def _is_at_this_machine() -> bool:
    """Whether the browser runs on the machine of the app, as far as its address tells, without a sign-in."""
    host = str(st.context.headers.get("Host", ""))
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return is_loopback(name) and not _secrets().get("auth")


def _section() -> Mapping[str, Any]:
    section: Mapping[str, Any] = _secrets().get("sending", {})
    return section


def _secrets() -> Mapping[str, Any]:
    return st.secrets if secrets_singleton.load_if_toml_exists() else {}
