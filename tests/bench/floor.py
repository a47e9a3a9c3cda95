"""The smallest page with an upload: it takes the files and shows a hundred constant rows."""

import pandas as pd
import streamlit as st

ROWS = pd.DataFrame({f"Column {number}": [f"Cell {row}" for row in range(100)] for number in range(8)})

st.set_page_config(layout="wide")
st.text_input("Word", key="floor_word")
with st.container(key="floor_files"):
    files = st.file_uploader("Files", accept_multiple_files=True)
if files:
    with st.container(key="floor_rows"):
        st.dataframe(ROWS, on_select="rerun", selection_mode="single-row")
