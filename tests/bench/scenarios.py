"""How the join holds up against random scenarios: `python -m tests.bench scenarios 20000`."""

from collections import Counter
from collections.abc import Iterator
from multiprocessing import Pool

from tests.support.join_scenarios import failures, is_needless, scenario

COUNT = 20_000
_PROCESSES = 2
_TITLES = {
    "scenarios": "scenarios",
    "rows": "rows joined",
    "wrong": "answers beside a wrong row without a word",
    "needless": "needless questions about untouched sheets",
    "questions": "questions asked",
}


def rows(count: int = COUNT) -> Iterator[tuple[str, str]]:
    """What came of so many scenarios; each failure is printed with its seed."""
    total: Counter[str] = Counter()
    with Pool(_PROCESSES) as pool:
        for figures in pool.imap_unordered(_figures, range(count), chunksize=50):
            total.update(figures)
    for name, title in _TITLES.items():
        yield title, f"{total[name]:,}"


def _figures(seed: int) -> dict[str, int]:
    made = scenario(seed)
    joined = made.joined()
    faults = failures(made, joined)
    if faults:
        print(f"seed {seed}: {faults[0]}", flush=True)
    return {
        "scenarios": 1,
        "rows": len(joined.match.rows) + len(joined.match.sharing) if joined.match else 0,
        "wrong": len(faults),
        "needless": is_needless(made, joined),
        "questions": bool(joined.match and joined.match.question),
    }
