"""How long works take beside the least they need, in one table.

`python -m tests.bench [library] [scale] [browser] [load]`; all of them if none is named.
"""

import sys
from importlib import import_module

from tests.bench.measure import TITLES, show

PARTS = ("library", "scale", "browser", "load")


def main() -> None:
    """Measures the parts that are named."""
    show(TITLES)
    show(("---",) * len(TITLES))
    for part in sys.argv[1:] or PARTS:
        for row in import_module(f"tests.bench.{part}").rows():
            show(row.cells())


if __name__ == "__main__":
    main()
