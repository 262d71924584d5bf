"""The fonts of official documents: which are here, and what stands in for the others (字体)."""

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ALIASES = Path(__file__).parent / "fonts.conf"
OFFICIAL = ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体")
LATIN = {"仿宋_GB2312": "FangSong_GB2312", "黑体": "SimHei", "宋体": "SimSun"}
PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Substitute:
    """A font that is not installed, and the one that is shown in its place (替代字体)."""

    missing: str
    shown: str


@cache
def substitutes() -> tuple[Substitute, ...]:
    """Official fonts that PDF files of this machine are not set in; empty without fontconfig."""
    program = shutil.which("fc-match")
    if program is None:
        return ()
    found = [Substitute(name, _shown(program, name)) for name in OFFICIAL]
    return tuple(one for one in found if one.shown not in {one.missing, LATIN.get(one.missing)})


def environment() -> dict[str, str]:
    """What a converter must be told so that it takes a like font, not just any."""
    return {"FONTCONFIG_FILE": str(ALIASES)}


def _shown(program: str, name: str) -> str:
    done = subprocess.run(
        [program, "-f", "%{family[0]}", name],
        capture_output=True,
        check=False,
        timeout=PATIENCE_S,
        env=environment() | {"HOME": str(Path.home())},
        encoding="utf-8",
    )
    return done.stdout.strip()
