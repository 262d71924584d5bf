"""What the platform is made of (软件物料清单): packages of both sides with their licences."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from enum import StrEnum
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final, cast

ROOT: Final = Path(__file__).parents[3]
REQUIREMENT: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
STRONG: Final = re.compile(r"\bA?GPL|AFFERO|GENERAL PUBLIC", re.I)
WEAK: Final = re.compile(r"LGPL|LESSER|MPL|MOZILLA|EPL", re.I)
CLASSIFIER: Final = "License :: OSI Approved :: "

STATED: Final = {"@tabler/icons-webfont": "MIT", "tzdata": "Apache-2.0"}
"""Licences read in the packages' own LICENSE files, where lock file and metadata are silent."""


class Leave(StrEnum):
    """What a licence lets a customer do (许可类别)."""

    FREE = "宽松许可"
    WEAK = "弱互惠许可（按原样链接使用）"
    STRONG = "强互惠许可（不得使用）"
    UNKNOWN = "待核对"


@dataclass(frozen=True, slots=True)
class Part:
    """One package (组件): where it runs, its version, its licence as the package says it."""

    name: str
    version: str
    licence: str
    side: str

    @property
    def leave(self) -> Leave:
        """What the licence allows."""
        return leave_of(self.licence)

    @property
    def address(self) -> str:
        """The package's address in the bill (purl)."""
        kind = "pypi" if self.side == "python" else "npm"
        return f"pkg:{kind}/{self.name.lower().replace('@', '%40')}@{self.version}"


def leave_of(licence: str) -> Leave:
    """Class of a licence; a choice between licences counts as the freest.

    >>> leave_of("MIT"), leave_of("LGPL-3.0-only").name, leave_of("GPL-2.0-or-later").name
    (<Leave.FREE: '宽松许可'>, 'WEAK', 'STRONG')
    >>> leave_of("GPL-3.0 OR MIT").name, leave_of("").name
    ('FREE', 'UNKNOWN')
    """
    if not licence.strip():
        return Leave.UNKNOWN
    found = {_one(choice) for choice in re.split(r"\s+OR\s+", licence)}
    return next(leave for leave in Leave if leave in found)


def _one(licence: str) -> Leave:
    if WEAK.search(licence):
        return Leave.WEAK
    return Leave.STRONG if STRONG.search(licence) else Leave.FREE


@cache
def parts(root: Path = ROOT) -> tuple[Part, ...]:
    """Every package of the runtime's lock files (物料清单), by side and name.

    Read once: what is installed does not change while a process runs.
    """
    python = _python_parts(root / "requirements" / "runtime.txt")
    front = _front_parts(root / "package-lock.json")
    return tuple(sorted([*python, *front], key=lambda part: (part.side, part.name.lower())))


def cyclonedx(found: Iterable[Part], *, now: datetime) -> str:
    """The bill in CycloneDX 1.6 (JSON)."""
    told: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": now.isoformat(),
            "component": {"type": "application", "name": "bihuan", "bom-ref": "bihuan"},
        },
        "components": [
            {
                "type": "library",
                "bom-ref": part.address,
                "name": part.name,
                "version": part.version,
                "purl": part.address,
                "licenses": [{"license": {"name": part.licence or "unknown"}}],
            }
            for part in found
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def _python_parts(lock: Path) -> Iterator[Part]:
    for line in lock.read_text("utf-8").splitlines():
        if match := REQUIREMENT.match(line):
            name, version = match.groups()
            licence = _licence_of(name) or STATED.get(name, "")
            yield Part(name, version, licence, "python")


def _licence_of(name: str) -> str:
    try:
        told = distribution(name)
    except PackageNotFoundError:
        return ""
    return _told_licence(told)


def _told_licence(told: Distribution) -> str:
    """The expression, else the classifiers, else the first line of the free text."""
    metadata = cast(Message, told.metadata)
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classifiers = [str(one) for one in metadata.get_all("Classifier") or []]
    if names := [one.removeprefix(CLASSIFIER) for one in classifiers if CLASSIFIER in one]:
        return " AND ".join(names)
    return str(metadata.get("License") or "").strip().split("\n")[0][:80]


def _front_parts(lock: Path) -> Iterator[Part]:
    packages: Mapping[str, Mapping[str, Any]] = json.loads(lock.read_text("utf-8"))["packages"]
    for path, told in packages.items():
        if path and not told.get("dev"):
            name = path.rpartition("node_modules/")[2]
            licence = str(told.get("license") or STATED.get(name, ""))
            yield Part(name, str(told["version"]), licence, "front")
