"""What a test needs from the machine: a program of a Debian package, or the test is skipped by that name."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

TESTS = Path(__file__).parent


def needs(program: str, *, debian: str) -> str:
    """The path of `program`; where it is missing the test is skipped, naming the Debian packages to install.

    With `CI=true` a skip would hide that a part of the project went untested, so there the test fails.
    """
    path = shutil.which(program)
    if path is None:
        _miss(f"{program} is not installed: apt-get install {debian}")
    return path


def npm_packages() -> Path:
    """The folder of the Node packages that tests use, installed from their lock file when that changed.

    Skips, or with `CI=true` fails, where Node or the packages cannot be had.
    """
    needs("node", debian="nodejs npm")
    npm = needs("npm", debian="nodejs npm")
    lock, done = TESTS / "package-lock.json", TESTS / "node_modules" / ".installed"
    if not done.exists() or done.read_bytes() != lock.read_bytes():
        command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        installed = subprocess.run(command, cwd=TESTS, capture_output=True, text=True, check=False)
        if installed.returncode:
            _miss(f"npm cannot install the packages of tests/package-lock.json: {installed.stderr[-300:]}")
        done.write_bytes(lock.read_bytes())
    return TESTS


def _miss(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)
