"""The Results page: every row with its answer or error, counts that add up, and what to do next."""

import streamlit as st

from pages.parts.results.charts_view import show_charts_view
from pages.parts.results.compare_view import show_compare_view
from pages.parts.results.downloads import show_downloads
from pages.parts.results.files_line import show_empty, show_files_line, show_questions, show_warning_line
from pages.parts.results.filters import show_active_filters, show_toolbar, view_rows
from pages.parts.results.inputs import read_inputs
from pages.parts.results.label_files import offer_labels
from pages.parts.results.label_setup import is_labelling, show_labelling
from pages.parts.results.ledger import show_ledger
from pages.parts.results.problems_view import show_problems_view
from pages.parts.results.quality_facts import quality_facts
from pages.parts.results.quality_view import flag_wrong_answers, show_quality_view
from pages.parts.results.review_marks import offer_marks, show_loaded_marks
from pages.parts.results.review_view import show_review_view
from pages.parts.results.second_run import offer_comparison
from pages.parts.results.sources import join_inputs, join_options
from pages.parts.results.table_data import table_data
from pages.parts.results.table_view import show_table_view
from pages.parts.shared.example_files import leave_example
from pages.parts.shared.uploads import loaded_files, take_uploads
from pages.parts.shell.frame import end_page, heading, open_via_app

open_via_app(__file__)

heading("Results", "Every row with its answer or error beside it.")

work = st.container(key="work")  # progress has its own place, so that the rest keeps its place, focus and scroll
with work:
    take_uploads("results_files")
    leave_example()
    inputs = read_inputs(files := loaded_files())
if not inputs.are_useful:
    show_empty()
    end_page()
with work:
    options = join_options(inputs)
    join_result, join_digest = join_inputs(inputs, options)
    table = flag_wrong_answers(table_data(join_result, join_digest), inputs)

if is_labelling(table):
    show_labelling(table)
    end_page()

with st.container(gap="xsmall"):
    show_files_line(files, inputs, options, join_result, join_digest)
    warnings = show_questions(inputs, options, join_result)
    offer_comparison(join_result, files)
    offer_marks([*inputs.exports, *inputs.sheets], table)
    show_loaded_marks()
    offer_labels([*inputs.exports, *inputs.sheets], table)
    show_ledger(join_result, join_digest)
    downloads = st.container(gap="xsmall")
    show_warning_line(warnings)
    view = show_toolbar(table)
    rows = view_rows(table)
    show_active_filters(table, rows)
    with downloads:
        show_downloads(table, rows, quality_facts(table, inputs))

match view:
    case "Problems":
        show_problems_view(table, join_digest)
    case "Review":
        show_review_view(table, rows, options)
    case "Quality":
        show_quality_view(table, inputs, options)
    case "Charts":
        show_charts_view(table, rows)
    case "Compare":
        show_compare_view(table, options)
    case _:
        show_table_view(table, rows)
