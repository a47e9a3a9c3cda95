"""What Streamlit's own layout lacks on Compose: a preview that stays in sight, and figures in one line."""

import streamlit as st

PANE = "compose_pane"
"""Key of the container on the right."""

CONVERSATION, GLANCE = "compose_conversation", "compose_glance"
"""Keys of the messages in the preview, and in the preview before all requests are written."""

SIZE = "compose_size"

_MESSAGES = f":is(.st-key-{CONVERSATION}, .st-key-{GLANCE})"
# A question takes its room from the preview and not from the download, which stays in the first screen.
_STYLE = f"""<style>
@media (min-width: 640.1px) {{  /* below, the columns are one below the other */
    [data-testid=stLayoutWrapper]:has(> .st-key-{PANE}) {{
        position: sticky; top: 4rem; align-self: flex-start;
    }}
}}
{_MESSAGES} {{ max-height: max(10rem, 100vh - 46rem); overflow-y: auto; flex-wrap: nowrap }}
.st-key-{PANE}:has([data-testid=stAlert]) {_MESSAGES} {{ max-height: max(5rem, 100vh - 51rem) }}
.st-key-{PANE} [data-testid=stAlertContainer] {{ padding: 0.5rem 0.75rem }}
.st-key-{PANE} [data-testid=stAlertContainer] p {{ font-size: 0.875rem }}
{_MESSAGES} [data-testid=stChatMessage] {{ padding: 0.375rem 0.75rem }}
{_MESSAGES} [data-testid=stChatMessage] [data-testid=stVerticalBlock] {{ gap: 0 }}
.st-key-{SIZE} [data-testid=stMetricValue] {{ font-size: 1.05rem }}
</style>"""


def use_layout() -> None:
    """Adds the rules to the page."""
    st.html(_STYLE)
