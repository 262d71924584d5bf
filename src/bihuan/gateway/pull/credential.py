"""Passwords and tokens of origins (凭据): each a file that only the platform reads."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from bihuan.gateway.pull.error import WrongSetting

NAME = re.compile(r"^[A-Za-z0-9_-]{1,40}$")


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret that prints as its name only."""

    name: str
    secret: str = field(repr=False)


def credential(name: str) -> Credential:
    """The secret of this name; an empty one where none is named.

    Raises:
        WrongSetting: the folder of credentials holds no such file.
    """
    if not name:
        return Credential("", "")
    folder: Path | None = settings.CREDENTIALS
    if folder is None or not NAME.match(name):
        raise WrongSetting(f"没有凭据“{name}”：请管理员设置 BIHUAN_CREDENTIALS 文件夹")
    try:
        return Credential(name, (folder / name).read_text("utf-8").strip())
    except OSError as error:
        raise WrongSetting(f"没有凭据“{name}”：请管理员放入同名文件") from error
