"""What came back: every row with its answer or error, the numbers adding up, and what to do next."""

import streamlit as st

from pages.parts.results.accuracy import flag_wrong_answers, show_accuracy
from pages.parts.results.causes import show_causes
from pages.parts.results.charts import show_charts
from pages.parts.results.downloads import show_exports
from pages.parts.results.embeddings import show_embeddings
from pages.parts.results.filters import show_filters
from pages.parts.results.ledger import show_ledger
from pages.parts.results.results_table import show_results_table
from pages.parts.results.review_panel import offer_marks, review_panel
from pages.parts.results.row_detail import show_row_detail
from pages.parts.results.run_comparison import show_run_comparison
from pages.parts.results.sources import join_inputs, read_inputs, show_sources
from pages.parts.results.table_data import table_data
from pages.parts.results.value_counts import show_value_counts
from pages.parts.shared.problem_list import show_remarks, show_table
from pages.parts.shared.uploads import show_files, take_files
from pages.parts.shell.frame import heading, open_via_app

open_via_app(__file__)

heading(
    "Results",
    "Load everything the provider gave back, and the sheet or batch file you sent. "
    "Every row is accounted for, with its answer or error beside it.",
)

files = take_files("results_files", "Everything you have: output, errors, input, spreadsheet")
show_files(files)
if not files:
    st.caption(
        ":material/info: Output, error and input files (.jsonl), the spreadsheet, or zip and gz archives of them: "
        "drop all of them at once, in any order. What each one is, is told from its content."
    )
    if st.session_state.get("downloaded"):
        st.caption(":material/outbox: The batch downloaded in this session is known here: its output is enough.")
    st.stop()

read = read_inputs(files)
if not (read.results or read.sent or read.sheets):
    st.warning("Nothing here can be used yet: load what the provider gave back.", icon=":material/info:")
    st.stop()
options = show_sources(read)
joined, digest = join_inputs(read, options)
table = flag_wrong_answers(table_data(joined, digest))

show_ledger(joined)
show_remarks(joined.remarks)
offer_marks(read.sheets, joined)
if read.results:
    show_causes(table.causes)
else:
    st.info("Load the output and error files here when the batch is done.", icon=":material/hourglass_empty:")
if unreadable := joined.unreadable:
    with st.expander(f"Lines that could not be read ({len(unreadable):,})", icon=":material/error:"):
        show_table(unreadable, "Lines that could not be read", f"unreadable_{digest}.csv", "results_unreadable")

exports = st.container()
shown = show_filters(table)
chosen = show_results_table(table, shown)
if chosen is not None:
    show_row_detail(table, shown, chosen)
with exports:
    show_exports(table, shown)

show_embeddings(table, shown.rows[chosen] if chosen is not None else None)
review_panel(table)
show_value_counts(table, shown)
show_accuracy(table)
show_charts(table, shown)
show_run_comparison(table, options)
st.caption(
    ":material/info: Reloading or closing this tab forgets these files and choices; the downloads keep the table."
)
