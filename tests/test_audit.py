"""`make audit`: what it finds in locks, licences and files, and what it says that it cannot find."""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools import audit

HASH = "--hash=sha256:" + "0" * 64


@pytest.mark.parametrize("name", audit.LOCKS)
def test_every_pin_of_ours_has_hashes_and_no_address(name: str) -> None:
    pins, wrong = audit.read_lock((ROOT / name).read_text("utf-8"))

    assert wrong == []
    assert len(pins) > 50
    assert {"python-telegram-bot", "cryptography", "sqlalchemy"} <= {each.name for each in pins}
    assert all(each.hashes for each in pins)


def test_a_pin_is_read_whole() -> None:
    first = f"a-b==1.2 ; sys_platform == 'win32' \\\n    {HASH} \\\n    {HASH}\n    # via c\n"
    text = f"{first}C_d[x]==2.0 \\\n    {HASH}\n"

    pins, wrong = audit.read_lock(text)

    assert wrong == []
    assert [(each.name, each.version, each.hashes) for each in pins] == [("a-b", "1.2", 2), ("c-d", "2.0", 1)]
    assert [each.wanted_here for each in pins] == [False, True]


@pytest.mark.parametrize(
    "line",
    [
        "a==1.0",
        f"a>=1.0 {HASH}",
        "a==1.0 --hash=md5:123",
        "a==1.0 --hash=sha256:12",
        f"a @ https://x.example/a.whl {HASH}",
        "--index-url https://x.example",
        "-e .",
        f"git+https://x.example/a {HASH}",
    ],
)
def test_what_is_no_pin_with_a_hash_is_named(line: str) -> None:
    assert audit.read_lock(line + "\n")[1]


@pytest.mark.parametrize(
    ("licence", "fine"),
    [
        ("MIT", True),
        ("Apache-2.0 OR BSD-3-Clause", True),
        ("LGPL-3.0-only", True),
        ("GNU Lesser General Public License v3 (LGPLv3)", True),
        ("Mozilla Public License 2.0 (MPL 2.0)", True),
        ("GPL-3.0-or-later", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("AGPL-3.0", False),
        ("GPL-2.0 OR MIT", True),
        ("MIT AND GPL-2.0", False),
        ("Other/Proprietary License", False),
        ("", False),
    ],
)
def test_which_licences_we_may_use(licence: str, fine: bool) -> None:
    assert audit.may_use(licence) is fine


def test_no_package_of_the_bot_itself_is_excused() -> None:
    pins, _ = audit.read_lock((ROOT / audit.LOCKS[0]).read_text("utf-8"))

    assert not {each.name for each in pins} & set(audit.RUN_APART)


def test_a_file_that_was_changed_or_is_gone_is_named(tmp_path: Path) -> None:
    files = {"pkg/same.py": b"1", "pkg/other.py": b"2", "pkg/gone.py": b"3"}
    info = tmp_path / "pkg-1.dist-info"
    info.mkdir()
    (tmp_path / "pkg").mkdir()
    lines = []
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        lines.append(f"{name},sha256={digest},{len(content)}")
        (tmp_path / name).write_bytes(content)
    (info / "RECORD").write_text("\n".join(lines) + "\n")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pkg\nVersion: 1\nLicense: MIT\n")
    (tmp_path / "pkg/other.py").write_bytes(b"evil")
    (tmp_path / "pkg/gone.py").unlink()

    package = PathDistribution(info)

    assert list(audit.changed_files(package)) == ["pkg/other.py", "pkg/gone.py (gone)"]
    assert audit.licence_of(package) == "MIT"


def test_it_says_what_it_cannot_know() -> None:
    assert "needs the network" in audit.CANNOT
    assert "known weaknesses" in audit.CANNOT
