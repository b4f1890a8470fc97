"""Sound in tests: programs that speak, counted or broken, and what a voice message sounds like."""

from __future__ import annotations

import os
import shutil
import subprocess
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

from tests.needs import needs

PACKAGES = "espeak-ng opus-tools"


@dataclass(frozen=True)
class Programs:
    """A folder of programs that stand before the real ones in PATH."""

    folder: Path

    @property
    def path(self) -> str:
        """The PATH with these first."""
        return f"{self.folder}:{os.environ['PATH']}"

    @property
    def spoken(self) -> int:
        """How often something was spoken."""
        counted = self.folder / "spoken"
        return len(counted.read_text().splitlines()) if counted.exists() else 0

    @property
    def pid(self) -> int:
        """The process that spoke last."""
        return int((self.folder / "spoken").read_text().split()[-1])

    def does(self, program: str, line: str) -> None:
        """Makes a program do this instead."""
        script = self.folder / program
        script.write_text(f'#!/bin/sh\necho $$ >> "{self.folder}/spoken"\n{line}\n')
        script.chmod(0o755)


def programs(folder: Path) -> Programs:
    """The real programs, counted. Skips where they are not installed."""
    for each in ("espeak-ng", "opusenc", "opusdec"):
        needs(each, debian=PACKAGES)
    folder.mkdir()
    made = Programs(folder)
    made.does("espeak-ng", f'exec {shutil.which("espeak-ng")} "$@"')
    return made


def played(sound: bytes, folder: Path) -> tuple[float, int]:
    """How many seconds a voice message sounds when it is played, and how loud it gets (of 32,767)."""
    packed, plain = folder / "played.ogg", folder / "played.wav"
    packed.write_bytes(sound)
    subprocess.run(["opusdec", "--quiet", packed, plain], check=True)
    with wave.open(str(plain)) as opened:
        samples = array("h", opened.readframes(opened.getnframes()))
        return opened.getnframes() / opened.getframerate(), max(map(abs, samples))
