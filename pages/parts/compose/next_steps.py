"""What to do after the download: where to upload the file, what to keep, and where to come back to."""

import streamlit as st

from lib.batch.bundle import Package
from lib.common.phrasing import counted
from lib.compose import Composition
from lib.providers import Provider
from lib.providers.batch_services import BATCH_SERVICES
from pages.parts.shared.formatting import plain, with_code
from pages.parts.shared.sending_policy import can_send


def show_next_steps(composition: Composition, package: Package, settings_name: str) -> None:
    """Three steps in a fold, with the names of the files. It is always there: a download does not run the page."""
    provider = composition.provider
    several = len(package.parts) > 1
    unpack = f"Unpack it and upload each of the {counted(len(package.parts), 'file')} as a batch of its own. "
    with st.expander("What now", icon=":material/signpost:", key="compose_next_steps"):
        st.markdown(
            f"1. **Upload** {_name(package.file_name)} at {_at(provider)}: {with_code(provider.upload_page)} "
            f"{unpack if several else ''}{_sending(provider)}\n"
            f"2. **Keep** {_name(package.file_name)}, your sheet {_name(composition.sheet.name)} and, for next time, "
            f"{_name(settings_name)} (“Save these settings”).\n"
            "3. **Come back** to Results when the batch is finished. Load everything you have there: the files that "
            "the provider gives you, the file you uploaded, and your sheet."
        )
        if provider.upload_source:
            st.caption(f"Source of step 1: {plain(provider.upload_source)}.")
        st.page_link("pages/results.py", label="Open Results", icon=":material/fact_check:")


def _sending(provider: Provider) -> str:
    """The way without the provider's page, where there is one."""
    if provider.name not in BATCH_SERVICES or not can_send():
        return ""
    return "Or press **Send …** above: Batchdesk then uploads the file with your key."


def _at(provider: Provider) -> str:
    return "your provider" if provider.name == "Other" else provider.name


def _name(file_name: str) -> str:
    return f"**{plain(file_name)}**"
