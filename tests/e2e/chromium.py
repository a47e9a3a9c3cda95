"""The path of this machine's Chromium. As a program, it exits with 0 if there is one."""

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

OPTIONS = [
    "--no-sandbox",  # containers run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--ignore-certificate-errors",  # a download on a new connection is not covered by the setting of a tab
]


def find_chromium() -> str | None:
    """The path in CHROME, else the first of the usual names on PATH."""
    names = [os.environ["CHROME"]] if os.environ.get("CHROME") else NAMES
    return next((path for name in names if (path := shutil.which(name))), None)


if __name__ == "__main__":
    sys.exit(find_chromium() is None)
