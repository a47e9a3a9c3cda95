"""What Check derives from its files: checked, mended, planned; each made anew only when what it came from changed."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from lib.check import check_file
from lib.checked import CheckedFile
from lib.example import Example, example
from lib.fixes import FIXES
from lib.mend import Mended, mend
from lib.mend_entry import Choices
from lib.outgoing import Outgoing, outgoing
from lib.providers import Provider
from pages.parts.batch_files import BatchFile
from pages.parts.progress import progress
from pages.parts.state import derived
from pages.parts.words import plain, short


def check_all(files: Sequence[BatchFile], provider: Provider) -> list[CheckedFile]:
    """Every file, checked for the provider."""

    def make() -> list[CheckedFile]:
        checked = []
        for file in files:
            with progress(f"Checking {plain(short(file.name, 40))}, in KB") as tick:
                checked.append(check_file(file.data, file.name, provider, tick))
        return checked

    return derived("checked", _made_from(files, provider), make)


def _made_from(files: Sequence[BatchFile], provider: Provider) -> tuple[object, ...]:
    key = (tuple((file.name, file.digest) for file in files), provider.name)
    st.session_state["check made from"] = key
    return key


def mend_all(checked: Sequence[CheckedFile], chosen: Choices, slot: str = "mended") -> list[Mended]:
    """Every file, with the fixes that are on."""

    def make() -> list[Mended]:
        mended: list[Mended] = []
        taken = _ids_of(checked) if len(checked) > 1 else frozenset()
        for file in checked:
            with progress(f"Mending the lines of {plain(short(file.name, 40))}") as tick:
                mended.append(mend(file, replace(chosen, taken=taken), tick))
            if len(checked) > 1:
                taken = taken.union(named.new for named in mended[-1].renamed)
        return mended

    return derived(slot, (st.session_state["check made from"], chosen), make)


def _ids_of(checked: Sequence[CheckedFile]) -> frozenset[str]:
    return frozenset(custom_id for file in checked for custom_id in file.ids if custom_id is not None)


def examples_of(checked: Sequence[CheckedFile], mended: Sequence[Mended]) -> dict[str, Example]:
    """What each fix does or would do, on the first line that it is about."""
    chosen = replace(mended[0].choices, taken=frozenset())
    every = Choices(model=chosen.model)
    by_all = mended if chosen == every else mend_all(checked, every, "mended by all")
    found = ((slug, next(filter(None, (example(one, slug) for one in by_all)), None)) for slug in FIXES)
    return {slug: shown for slug, shown in found if shown}


def outgoing_of(mended: Sequence[Mended], digest: str) -> Outgoing:
    """The parts and names of what goes out."""
    return derived("going out", (st.session_state["check made from"], digest), lambda: outgoing(mended, digest))
