"""One verdict on the files of Check: whether the provider accepts them, and what became of the faulty lines."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from lib.check import RULES, Finding, Impact
from lib.check.line_forms import FOREIGN_FORMS
from lib.common.phrasing import counted, listed_names
from lib.repair.findings import outcome_of
from lib.repair.fixes import NORMALISED
from lib.repair.repaired_file import RepairedFile

VerdictLevel = Literal["accepted", "doubtful", "repaired", "rejected", "foreign"]
"""`repaired`: the download is accepted, unlike the file. `rejected`: faults stay, or there is nothing to send.
`foreign`: every line is in the form of another provider, or a result."""

_FOREIGN = (*(f"shape-{slug}" for slug in FOREIGN_FORMS), "shape-result")
_BAD: frozenset[Impact] = frozenset(("rejected", "fails"))


class Verdict(NamedTuple):
    """What the provider will do with the files, as a sentence or two."""

    level: VerdictLevel
    sentence: str


def verdict(files: Sequence[RepairedFile]) -> Verdict:
    """The verdict on some files for one provider."""
    provider = files[0].checked.provider.name
    this_file = "this file" if len(files) == 1 else "these files"
    bad = [(file, finding) for file in files for finding in file.checked.findings if _impact(file, finding) in _BAD]
    waiting = _waiting(files)
    if not bad and not waiting:
        return _without_faults(files, provider, this_file)
    if foreign := _foreign_format(files):
        return Verdict("foreign", foreign)
    parts = [part for part in (_lines(files, provider), waiting, _whole(bad)) if part]
    stays = any(outcome_of(file, finding) == "Stays" for file, finding in bad)
    if stays or not any(file.kept for file in files):
        return Verdict("rejected", " ".join([*parts, _what_stays(files, provider, stays)]))
    level, sentence = _without_faults(files, provider, "the download")
    return Verdict("repaired" if level == "accepted" else "doubtful", " ".join([*parts, sentence]))


def _impact(file: RepairedFile, finding: Finding) -> Impact | None:
    return RULES[finding.rule].impact(file.checked.provider.name)


def _without_faults(files: Sequence[RepairedFile], provider: str, what: str) -> Verdict:
    """The verdict on files, or on their download, by what stays and is not a fault for certain."""
    stays = [(file, one) for file in files for one in file.checked.findings if outcome_of(file, one) == "Stays"]
    if any(finding.rule == "url-not-taken" for _, finding in stays):
        doubt = "it is not known to accept batches at this address"
        return Verdict("doubtful", f"{provider} may reject {what}: {doubt}.")
    risks = {finding.rule for file, finding in stays if _impact(file, finding) == "risky"}
    if risks:
        words = counted(len(risks), "finding below is risky", "findings below are risky")
        return Verdict("doubtful", f"{provider} will probably accept {what}. {words}.")
    more = " The advice below is optional." if stays else ""
    return Verdict("accepted", f"{provider} will accept {what}.{more}")


def _foreign_format(files: Sequence[RepairedFile]) -> str:
    """What to do with files in another provider's own form; empty if any line is a request."""
    rules = Counter(one.rule for file in files for one in file.checked.findings if one.rule in _FOREIGN)
    total = sum(len(file.checked) for file in files)
    rule = next((rule for rule, count in rules.items() if count == total), "")
    if not rule:
        return ""
    return f"{RULES[rule].title.replace('A line', 'Every line')}. {RULES[rule].todo}"


def _lines(files: Sequence[RepairedFile], provider: str) -> str:
    """`3 of 40 lines would be rejected: 2 are fixed, 1 is left out.`; empty if no line is faulty."""
    bad = [entries for file in files if (entries := _bad_entries(file))]
    count, total = sum(map(len, bad)), sum(len(file.checked) for file in files)
    if not count:
        return ""
    fails = all(_impact(file, finding) != "rejected" for file in files for finding in file.checked.findings)
    left_out = sum(len(_bad_entries(file) & file.left_out.keys()) for file in files)
    stay = sum(len(_staying(file)) for file in files)
    outcomes = ((count - left_out - stay, "fixed"), (left_out, "left out"), (stay, "sent with the fault"))
    fates = [f"{number:,} {'is' if number == 1 else 'are'} {word}" for number, word in outcomes if number]
    would = "would come back as errors" if fails else f"would be rejected by {provider}"
    return f"{count:,} of {counted(total, 'line')} {would}: {', '.join(fates)}."


def count_changed_for_less(files: Sequence[RepairedFile]) -> int:
    """The number of lines that a fix changed only for a risk or as advice: no provider is sure to reject them."""
    return sum(len(file.applied.keys() - _bad_entries(file)) for file in files)


def _bad_entries(file: RepairedFile) -> set[int]:
    """The entries that a fix must change or that cannot be sent. The first one with an id keeps it, so it is fine."""
    return {
        one.entry
        for one in file.checked.findings
        if one.entry >= 0 and one.fix not in NORMALISED and _impact(file, one) in _BAD and not _is_first(file, one)
    }


def _is_first(file: RepairedFile, finding: Finding) -> bool:
    is_first = finding.rule == "id-duplicate" and file.repairer.keeps_id(finding.entry)
    return is_first and outcome_of(file, finding) == "Fixed"


def _waiting(files: Sequence[RepairedFile]) -> str:
    """`1 line waits for your decision and is left out.`; empty if every line left out is faulty."""
    if not (count := sum(len(file.left_out.keys() - _bad_entries(file)) for file in files)):
        return ""
    words = "waits for your decision and is" if count == 1 else "wait for your decision and are"
    return f"{counted(count, 'line')} {words} left out."


def _staying(file: RepairedFile) -> set[int]:
    """Faulty entries that are sent all the same."""
    return {
        one.entry
        for one in file.checked.findings
        if one.entry >= 0 and _impact(file, one) in _BAD and outcome_of(file, one) == "Stays"
    }


def _whole(bad: Sequence[tuple[RepairedFile, Finding]]) -> str:
    """What is wrong with the files as a whole, and is fixed in the download."""
    titles = dict.fromkeys(_whole_titles(bad))
    return f"{listed_names(titles)}: fixed in the download." if titles else ""


def _whole_titles(bad: Sequence[tuple[RepairedFile, Finding]]) -> Iterator[str]:
    for file, finding in bad:
        if (finding.entry < 0 or finding.fix in NORMALISED) and outcome_of(file, finding) == "Fixed":
            title = RULES[finding.rule].title
            yield title if title[:1].isupper() else title.capitalize()


def _what_stays(files: Sequence[RepairedFile], provider: str, stays: bool) -> str:
    if not any(file.kept for file in files):
        return "There is nothing to send."
    return f"{provider} would reject the download too: switch on the fixes below." if stays else ""
