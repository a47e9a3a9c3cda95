"""The Results page: every row with its answer or error, counts that add up, and what to do next."""

import streamlit as st

from pages.parts.results.accuracy import flag_wrong_answers, show_accuracy
from pages.parts.results.causes import show_causes
from pages.parts.results.charts import show_charts
from pages.parts.results.downloads import show_exports
from pages.parts.results.embeddings import show_embeddings
from pages.parts.results.filters import show_filters
from pages.parts.results.ledger import show_ledger
from pages.parts.results.matching_panel import show_matching
from pages.parts.results.results_table import show_results_table
from pages.parts.results.review_panel import offer_marks, show_review_panel
from pages.parts.results.row_detail import show_row_detail
from pages.parts.results.run_comparison import show_run_comparison
from pages.parts.results.second_run import offer_comparison
from pages.parts.results.sources import join_inputs, read_inputs, show_sources
from pages.parts.results.table_data import table_data
from pages.parts.results.value_counts import show_value_counts
from pages.parts.shared.problem_list import show_problem_table, show_remarks
from pages.parts.shared.uploads import show_files, take_files
from pages.parts.shell.frame import heading, open_via_app

open_via_app(__file__)

heading(
    "Results",
    "Load all the files the provider returned, and the sheet or batch file you sent. "
    "Each row gets its answer or error beside it.",
)

files = take_files("results_files", "Everything you have: output, errors, input, spreadsheet")
show_files(files)
if not files:
    st.caption(
        ":material/info: Drop output, error and input files (.jsonl), the spreadsheet, or zip and gz archives of them: "
        "all at once, in any order. Batchdesk recognises each file by its content."
    )
    if st.session_state.get("downloaded"):
        st.caption(":material/outbox: Batchdesk knows the batch you downloaded in this session: its output is enough.")
    st.stop()

inputs = read_inputs(files)
if not (inputs.results or inputs.sent or inputs.sheets):
    st.warning("Batchdesk cannot use these files. Load the files the provider returned.", icon=":material/info:")
    st.stop()
options = show_sources(inputs)
join_result, join_digest = join_inputs(inputs, options)
table = flag_wrong_answers(table_data(join_result, join_digest))

show_matching(join_result)
show_ledger(join_result)
show_remarks([remark for remark in join_result.remarks if remark.kind != "question"])
offer_comparison(join_result, files)
offer_marks(inputs.sheets, table)
if inputs.results:
    show_causes(table.causes)
else:
    st.info("Load the output and error files here when the batch is done.", icon=":material/hourglass_empty:")
if unreadable := join_result.unreadable:
    title = "Lines that could not be read"
    with st.expander(f"{title} ({len(unreadable):,})", icon=":material/error:"):
        show_problem_table(unreadable, title, f"unreadable_{join_digest}.csv", "results_unreadable")

exports = st.container()
rows = show_filters(table)
position = show_results_table(table, rows)
if position is not None:
    show_row_detail(table, rows, position)
with exports:
    show_exports(table, rows)

show_embeddings(table, rows.rows[position] if position is not None else None)
show_review_panel(table)
show_value_counts(table, rows)
show_accuracy(table)
show_charts(table, rows)
show_run_comparison(table, options)
st.caption(
    ":material/info: If you reload or close this tab, Batchdesk forgets these files and choices. "
    "Download the table to keep it."
)
