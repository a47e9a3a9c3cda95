"""A batch input file made elsewhere: what a provider would find wrong with it, mended and split."""

import streamlit as st

from pages.parts.check.download import show_check_download, to_results
from pages.parts.check.files import choose_provider, show_batch_files, take_batch_files
from pages.parts.check.findings import show_findings, show_verdict
from pages.parts.check.fixes import choices, show_fixes
from pages.parts.check.line_view import show_line_view
from pages.parts.check.pipeline import check_all, figures_of, fixes_of, groups_of, made_from, mend_all, outgoing_of
from pages.parts.check.totals import show_figures
from pages.parts.shared.session import digest_of
from pages.parts.shell.frame import heading, open_via_app

open_via_app(__file__)

heading(
    "Check",
    "Load a batch file that a script or a colleague made, and know before the wait whether the provider will take it. "
    "What can be mended safely is mended at once; every other line stays as it is.",
)

st.header("1. Your batch file", anchor=False)
to_load, to_choose = st.columns([3, 2])
with to_load:
    files = take_batch_files("check_file")
with to_choose:
    provider = choose_provider()
show_batch_files(files)
if not files:
    st.caption(
        ":material/info: Input files of batches (.jsonl), also zipped, with another ending, in another encoding, "
        "pretty-printed or as an array. Several may be loaded together."
    )
    st.stop()

loaded, chosen = made_from(files, provider), choices()
checked = check_all(files, provider, loaded)
key = (loaded, chosen)
mended = mend_all(checked, chosen, key)
digest = digest_of(
    [file.digest for file in files], provider, sorted(chosen.off), sorted(chosen.leave_out), chosen.model
)
out = outgoing_of(mended, digest, key)
found = groups_of(mended, key)

st.header("2. What was found", anchor=False)
show_figures(figures_of(checked, loaded), out)
show_verdict(found, provider.name)
show_findings(found, mended, digest)

st.header("3. Mend and download", anchor=False)
show_check_download(mended, out, digest)
to_results(mended)
show_fixes(found, *fixes_of(mended, key), provider)

st.header("4. Look at a line", anchor=False)
show_line_view(mended)
