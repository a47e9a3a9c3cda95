"""The Check page: what a provider would reject in a batch file made elsewhere, repaired and split."""

import streamlit as st

from lib.repair.together import download_digest
from lib.repair.verdict import verdict
from pages.parts.check.about import show_about
from pages.parts.check.download import show_check_download
from pages.parts.check.files import choose_provider, show_batch_files, show_empty, show_messages, take_batch_files
from pages.parts.check.findings import show_blocking, show_other_sections, show_verdict
from pages.parts.check.fixes import chosen_options, show_decisions, show_fixes, show_model
from pages.parts.check.line_editor import show_edits
from pages.parts.check.line_view import show_line_view
from pages.parts.check.pipeline import (
    check_files,
    file_totals,
    finding_groups,
    finding_sections,
    fix_counts,
    fix_examples,
    loaded_key,
    normalised_sentence,
    planned_download,
    repair_files,
)
from pages.parts.shell.frame import end_page, heading, open_via_app

open_via_app(__file__)

heading("Check", "Fix a batch file that a script or a colleague made, before the provider rejects it.")

files = take_batch_files()
with st.container(horizontal=True, vertical_alignment="top"):
    with st.container(width="stretch"):
        show_batch_files(files)
    with st.container(width=300):
        provider = choose_provider(is_loaded=bool(files))
show_messages()
if not files:
    show_empty()
    end_page()

loaded, repair_options = loaded_key(files, provider), chosen_options()
checked = check_files(files, provider, loaded)
repair_key = (loaded, repair_options)
repaired = repair_files(checked, repair_options, repair_key)
options_digest = download_digest(loaded, provider, repair_options)
planned = planned_download(repaired, options_digest, repair_key)
groups = finding_groups(repaired, repair_key)

judged = verdict(repaired)
show_verdict(judged)
if judged.level == "foreign":
    end_page()
show_check_download(repaired, planned, normalised_sentence(checked, loaded), options_digest)
show_edits({file.digest: file.name for file in files})

sections = finding_sections(groups, repaired, repair_key)
counts, fixed_examples = fix_counts(repaired, repair_key), fix_examples(repaired, repair_key)
list_side, line_side = st.columns([3, 2]) if groups else (st.container(), st.expander("Look at a line"))
with list_side, st.container(gap="small"):
    show_blocking(sections, repaired, options_digest)
    show_model(groups, provider)
    show_decisions(counts, fixed_examples)
    show_other_sections(sections, repaired, options_digest)
    show_fixes(groups, counts, fixed_examples)
    show_about(file_totals(checked, loaded), groups, repaired, provider, options_digest)
with line_side:
    show_line_view(repaired, [file.digest for file in files])
