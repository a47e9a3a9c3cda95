"""What Check derives from its files: checked, mended, planned; each made anew only when what it came from changed."""

from collections.abc import Mapping, Sequence

from lib.check import CheckedFile, check_file
from lib.check.totals import Totals, totals
from lib.providers import Provider
from lib.repair import Choices, RepairedFile, repair
from lib.repair.download import Outgoing, outgoing
from lib.repair.examples import Example, examples
from lib.repair.findings import Group, fixes_made, groups
from pages.parts.shared.formatting import plain, truncated
from pages.parts.shared.progress import progress
from pages.parts.shared.session import CHECKED_FILES, derived
from pages.parts.shared.uploads import LoadedFile


def made_from(files: Sequence[LoadedFile], provider: Provider) -> tuple[object, ...]:
    """What all of it is made from, as a key for `derived`."""
    return (tuple((file.name, file.digest) for file in files), provider.name)


def check_all(files: Sequence[LoadedFile], provider: Provider, key: object) -> list[CheckedFile]:
    """Every file, checked for the provider."""

    def make() -> list[CheckedFile]:
        checked = []
        for file in files:
            with progress(f"Checking {plain(truncated(file.name, 40))}, in KB") as tick:
                checked.append(check_file(file.data, file.name, provider, tick))
        return checked

    return derived("checked", key, make, owner=CHECKED_FILES)


def figures_of(checked: Sequence[CheckedFile], key: object) -> Totals:
    """The files in numbers."""
    return derived("figures", key, lambda: totals(checked), owner=CHECKED_FILES)


def mend_all(checked: Sequence[CheckedFile], chosen: Choices, key: object) -> list[RepairedFile]:
    """Every file, with the fixes that are on."""

    def make() -> list[RepairedFile]:
        mended: list[RepairedFile] = []
        taken = _ids_of(checked) if len(checked) > 1 else frozenset()
        for file in checked:
            with progress(f"Mending the lines of {plain(truncated(file.name, 40))}") as tick:
                mended.append(repair(file, chosen, tick, taken))
            if len(checked) > 1:
                taken = taken.union(named.new for named in mended[-1].renamed)
        return mended

    return derived("mended", key, make, owner=CHECKED_FILES)


def _ids_of(checked: Sequence[CheckedFile]) -> frozenset[str]:
    return frozenset(custom_id for file in checked for custom_id in file.ids if custom_id is not None)


def groups_of(mended: Sequence[RepairedFile], key: object) -> list[Group]:
    """The faults by rule."""
    return derived("groups", key, lambda: groups(mended), owner=CHECKED_FILES)


def fixes_of(mended: Sequence[RepairedFile], key: object) -> tuple[Mapping[str, int], Mapping[str, Example]]:
    """How many lines each fix is about, and an example of each."""
    return derived("fixes", key, lambda: (fixes_made(mended), examples(mended)), owner=CHECKED_FILES)


def outgoing_of(mended: Sequence[RepairedFile], digest: str, key: object) -> Outgoing:
    """The parts and names of what goes out."""
    return derived("going out", (key, digest), lambda: outgoing(mended, digest), owner=CHECKED_FILES)
