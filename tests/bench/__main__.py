"""A table of how long tasks take, compared with the least that they need.

`python -m tests.bench [library] [scale] [browser] [load]` runs these parts, or all of them.
"""

import sys
from importlib import import_module

from tests.bench.measure import TITLES, show

PARTS = ("library", "scale", "browser", "load")


def main() -> None:
    """Measures the parts in the arguments."""
    show(TITLES)
    show(("---",) * len(TITLES))
    for part in sys.argv[1:] or PARTS:
        for row in import_module(f"tests.bench.{part}").rows():
            show(row.cells())


if __name__ == "__main__":
    main()
