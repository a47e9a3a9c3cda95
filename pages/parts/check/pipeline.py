"""What Check derives from its files: checked, repaired, planned. Each is made again only when its input changes."""

from collections.abc import Mapping, Sequence

from lib.check import CheckedFile, check_file
from lib.check.totals import BatchTotals, batch_totals
from lib.providers import Provider
from lib.repair import RepairedFile, RepairOptions
from lib.repair.download import CheckDownload, plan_download
from lib.repair.examples import Example, examples
from lib.repair.findings import FindingGroup, fix_line_counts, group_findings
from lib.repair.normalised import normalised
from lib.repair.sections import Sections, in_sections
from lib.repair.together import FilesKey, files_key, repair_together
from pages.parts.check.line_editor import line_edits
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.progress import progress_bar
from pages.parts.shared.session import CHECKED_FILES, derived
from pages.parts.shared.uploads import LoadedFile


def loaded_key(files: Sequence[LoadedFile], provider: Provider) -> FilesKey:
    """The key for `derived` of what comes from the files and the provider."""
    return files_key(((file.name, file.digest) for file in files), line_edits, provider)


def check_files(files: Sequence[LoadedFile], provider: Provider, key: object) -> list[CheckedFile]:
    """Every file, checked for the provider."""

    def make() -> list[CheckedFile]:
        checked = []
        for file in files:
            with progress_bar(f"Checking {plain(truncated(file.name, 40))}, in KB") as tick:
                checked.append(check_file(file.data, file.name, provider, tick, line_edits(file.digest)))
        return checked

    return derived("checked", key, make, owner=CHECKED_FILES)


def file_totals(checked: Sequence[CheckedFile], key: object) -> BatchTotals:
    """The totals of all files."""
    return derived("totals", key, lambda: batch_totals(checked), owner=CHECKED_FILES)


def repair_files(checked: Sequence[CheckedFile], options: RepairOptions, key: object) -> list[RepairedFile]:
    """Every file, with the fixes that are on. No two files get the same new id."""

    def make() -> list[RepairedFile]:
        return repair_together(checked, options, lambda file: progress_bar(_repairing(file)))

    return derived("repaired", key, make, owner=CHECKED_FILES)


def _repairing(file: CheckedFile) -> str:
    return f"Repairing the lines of {plain(truncated(file.name, 40))}"


def finding_groups(repaired: Sequence[RepairedFile], key: object) -> list[FindingGroup]:
    """The findings by rule."""
    return derived("groups", key, lambda: group_findings(repaired), owner=CHECKED_FILES)


def finding_sections(groups: Sequence[FindingGroup], repaired: Sequence[RepairedFile], key: object) -> Sections:
    """The findings in the parts of the page."""
    return derived("sections", key, lambda: in_sections(groups, repaired), owner=CHECKED_FILES)


def fix_counts(repaired: Sequence[RepairedFile], key: object) -> Mapping[str, int]:
    """The number of lines that each fix changes or would change."""
    return derived("fix counts", key, lambda: fix_line_counts(repaired), owner=CHECKED_FILES)


def fix_examples(repaired: Sequence[RepairedFile], key: object) -> Mapping[str, Example]:
    """An example of each fix."""
    return derived("fix examples", key, lambda: examples(repaired), owner=CHECKED_FILES)


def normalised_sentence(checked: Sequence[CheckedFile], key: object) -> str:
    """What every download changes around the lines; empty if nothing."""
    return derived("normalised", key, lambda: normalised(checked), owner=CHECKED_FILES)


def planned_download(repaired: Sequence[RepairedFile], digest: str, key: object) -> CheckDownload:
    """The name and the parts of the download."""
    return derived("download", (key, digest), lambda: plan_download(repaired, digest), owner=CHECKED_FILES)
