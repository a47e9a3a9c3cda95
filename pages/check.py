"""The Check page: what a provider would reject in a batch file made elsewhere, repaired and split."""

import streamlit as st

from lib.repair.verdict import verdict
from pages.parts.check.download import show_check_download, show_to_results
from pages.parts.check.files import choose_provider, show_batch_files, take_batch_files
from pages.parts.check.findings import show_findings, show_verdict
from pages.parts.check.fixes import chosen_options, show_fixes
from pages.parts.check.line_editor import show_edits
from pages.parts.check.line_view import show_line_view
from pages.parts.check.pipeline import (
    check_files,
    file_totals,
    finding_groups,
    fix_counts,
    fix_examples,
    loaded_key,
    normalised_sentence,
    planned_download,
    repair_files,
)
from pages.parts.check.totals import show_totals
from pages.parts.shared.session import digest_of
from pages.parts.shell.frame import heading, open_via_app

open_via_app(__file__)

heading(
    "Check",
    "Load a batch file that a script or a colleague made. Batchdesk checks it before you wait for the provider. "
    "It repairs what it can repair safely and leaves every other line as it is.",
)

st.header("1. Your batch file", anchor=False)
left, right = st.columns([3, 2])
with left:
    files = take_batch_files("check_file")
with right:
    provider = choose_provider()
show_batch_files(files)
if not files:
    st.caption(
        ":material/info: Load batch input files (.jsonl), one or several. "
        "A file may be zipped, pretty-printed, an array, in another encoding or under another ending."
    )
    st.stop()

loaded, repair_options = loaded_key(files, provider), chosen_options()
checked = check_files(files, provider, loaded)
repair_key = (loaded, repair_options)
repaired = repair_files(checked, repair_options, repair_key)
options_digest = digest_of(
    loaded,
    provider,
    sorted(repair_options.disabled),
    sorted(repair_options.leave_out),
    repair_options.model,
)
planned = planned_download(repaired, options_digest, repair_key)
groups = finding_groups(repaired, repair_key)

st.header("2. What Batchdesk found", anchor=False)
judged = verdict(repaired)
show_verdict(judged)
if judged.level == "foreign":
    st.stop()
show_totals(file_totals(checked, loaded), planned)
show_findings(groups, repaired, options_digest)

st.header("3. Repair and download", anchor=False)
show_check_download(repaired, planned, normalised_sentence(checked, loaded), options_digest)
show_edits({file.digest: file.name for file in files})
show_to_results(repaired)
show_fixes(groups, fix_counts(repaired, repair_key), fix_examples(repaired, repair_key), provider)

st.header("4. Look at a line", anchor=False)
show_line_view(repaired, [file.digest for file in files])
