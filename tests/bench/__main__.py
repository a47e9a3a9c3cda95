"""A table of how long tasks take, compared with the least that they need and with the engines used instead.

`python -m tests.bench [library] [scale] [browser] [load]` runs these parts, or all of them.
`python -m tests.bench scenarios [20000]` joins so many random scenarios instead, and counts what goes wrong.
"""

import sys
from importlib import import_module

from tests.bench import scenarios
from tests.bench.measure import TITLES, show

PARTS = ("library", "scale", "browser", "load")


def main() -> None:
    """Measures the parts in the arguments."""
    if sys.argv[1:2] == ["scenarios"]:
        for row in scenarios.rows(*map(int, sys.argv[2:3])):
            show(row)
        return
    show(TITLES)
    show(("---",) * len(TITLES))
    for part in sys.argv[1:] or PARTS:
        for row in import_module(f"tests.bench.{part}").rows():
            show(row.cells())


if __name__ == "__main__":
    main()
