"""The words of the page for people who know spreadsheets: what a provider, a model, a prompt and a token are.

The fields themselves have no help buttons, because each would be one more step for the keyboard.
"""

import streamlit as st

_WORDS = {
    "Provider": "The company whose models answer. Providers take slightly different files; you get the right one.",
    "Model": "The program that answers. Copy its name exactly from your provider's list of models.",
    "System message": "What the model reads before every prompt, such as who it is and how it should answer.",
    "Prompt": "What the model is asked. Each row's own cell replaces \\{\\{Column name\\}\\}. "
    "Write \\\\\\{\\{ for two plain braces.",
    "Codebook": "A list of labels, or of scores, with what each means and examples. The model answers only with these.",
    "Request": "What is sent for one row: the messages and the settings.",
    "Batch": "All requests in one file. Providers answer it within hours, often at half the price.",
    "Token": "A piece of a word, by which providers count and charge: 1,000 tokens are about 750 English words.",
    "JSON": "The notation of the file. You need not read it: Batchdesk writes it and reads the answers.",
}


def show_glossary() -> None:
    """A button that opens the words with their meanings."""
    with st.popover("What these words mean", icon=":material/help:", type="tertiary"):
        for word, meaning in _WORDS.items():
            st.markdown(f"**{word}.** {meaning}")
