"""How property tests run: `--hypothesis-profile=fast` while writing, the default for a check."""

import os

from hypothesis import settings

settings.register_profile(
    "default",
    max_examples=50,
    deadline=None,  # a slow machine is no bug
    derandomize=bool(os.environ.get("CI")),  # there, a failure is about the change and nothing else
    print_blob=True,
)
settings.register_profile("fast", settings.get_profile("default"), max_examples=10)
settings.load_profile("default")
