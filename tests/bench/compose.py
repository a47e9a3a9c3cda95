"""How long composing and packing take beside the least they need: 50,000 requests of about 1 KB.

`python tests/bench/compose.py`
"""

import random
import sys
import time
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).parents[2]))

from lib.compose import compose
from lib.package import batch_of, build, plan
from lib.providers import Limits
from lib.recipe import Recipe
from lib.sheet import Sheet

ROWS = 50_000
WORDS = [
    *("the", "product", "came", "quickly", "and", "the", "box", "was", "fine", "but", "nobody", "could", "say"),
    *("“great”", "späť", "非常好", "ممتاز", "it's", "5% off;", "one, two", 'a "quoted" word', "a line\nand another"),
]
RECIPE = Recipe(
    model="meta-llama/Meta-Llama-3-8B-Instruct",
    system="You judge product reviews. Answer with one word.",
    prompt="Title: {{title}}\n\nReview: {{review}}\n\nIs it positive or negative?",
    max_tokens=200,
    limits=Limits(requests=17_000),
)


def sheet() -> Sheet:
    dice = random.Random(7)
    texts = [dice.choices(WORDS, k=dice.randint(70, 170)) for _ in range(ROWS)]
    cells = (
        [f"{at:06d}" for at in range(ROWS)],
        [" ".join(words[:6]) for words in texts],
        [" ".join(words[6:]) for words in texts],
    )
    return Sheet("reviews.csv", ("id", "title", "review"), cells, list(range(2, ROWS + 2)), "bench")


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """The best of a few: what else the machine does only ever adds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    table = sheet()
    made = compose(table, RECIPE)
    lines = list(made.lines())
    dicts = [orjson.loads(line) for line in lines]
    parts = [b"".join(lines[part.at[0] : part.at[-1] + 1]) for part in plan(batch_of(made)).parts]
    measured = [
        (
            f"compose, {sum(made.sizes) / 1e6:.0f} MB",
            seconds(lambda: compose(table, RECIPE)),
            "orjson.dumps",
            seconds(lambda: b"\n".join(map(orjson.dumps, dicts))),
        ),
        (
            f"zip of {len(parts)} parts",
            seconds(lambda: build(batch_of(made))),
            "sha256, zlib",
            seconds(lambda: [(sha256(part).digest(), zlib.compress(part, 1)) for part in parts]),
        ),
    ]
    print(f"{'':20}{'here':>10}{'floor':>22}{'ratio':>8}")
    for what, ours, other, theirs in measured:
        print(f"{what:20}{ours:8.2f} s{other:>12}{theirs:8.2f} s{ours / theirs:8.2f}")


if __name__ == "__main__":
    main()
