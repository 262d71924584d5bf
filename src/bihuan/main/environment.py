"""Typed readers of the process environment; a wrong value stops the start with a sentence."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class WrongSetting(SystemExit):
    """A setting that cannot be used; its message names the variable."""


def text(name: str, default: str | None = None) -> str | None:
    """The variable, or the content of the file that ``NAME_FILE`` names."""
    file = os.environ.get(f"{name}_FILE")
    if file is None:
        return os.environ.get(name, default)
    try:
        return Path(file).read_text("utf-8").strip()
    except OSError as error:
        raise WrongSetting(f"{name}_FILE: cannot read {file!r}: {error.strerror}") from error


def whole(name: str, default: int, *, least: int, most: int) -> int:
    """A whole number within [least, most]."""
    given = text(name)
    if given is None:
        return default
    if not given.isdigit() or not least <= int(given) <= most:
        raise WrongSetting(f"{name}: {given!r} is not a whole number from {least} to {most}")
    return int(given)


def switch(name: str) -> bool:
    """A yes or no: 1, true, yes, on against 0, false, no, off or nothing."""
    given = (text(name) or "0").lower()
    if given in {"1", "true", "yes", "on"}:
        return True
    if given in {"0", "false", "no", "off"}:
        return False
    raise WrongSetting(f"{name}: {given!r} is neither yes nor no")


def words(name: str, default: str) -> list[str]:
    """A list written with commas."""
    return [word.strip() for word in (text(name) or default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """A folder, made when absent."""
    path = Path(text(name) or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSetting(f"{name}: cannot make the folder {path}: {error.strerror}") from error
    return path


def path(name: str) -> Path | None:
    """A file or folder that need not exist; nothing when it is not set."""
    given = text(name)
    return Path(given).expanduser().resolve() if given else None


def socket(name: str) -> str:
    """Where a local service listens, ``tcp://host:port`` or ``unix:///path``; or nothing."""
    given = text(name) or ""
    parts = urlsplit(given)
    if not given or (parts.scheme == "unix" and parts.path):
        return given
    try:
        if parts.scheme == "tcp" and parts.hostname and parts.port:
            return given
    except ValueError:  # a port that is no number
        pass
    raise WrongSetting(f"{name}: {given!r} is neither tcp://host:port nor unix:///path")


def secret(name: str, home: Path, *, demo: bool) -> str:
    """A secret of at least 32 characters; the demo alone may make its own and keeps it."""
    given = text(name)
    kept = home / "demo-secret"
    if given is None and demo:
        if not kept.exists():
            kept.touch(mode=0o600)
            kept.write_text(os.urandom(32).hex(), "utf-8")
        return kept.read_text("utf-8")
    if given is None:
        raise WrongSetting(
            f"{name} is not set: put a random text of 32 characters or more into it"
            f" or into the file that {name}_FILE names (bihuan demo makes its own)"
        )
    if len(given) < 32:
        raise WrongSetting(f"{name} has {len(given)} characters; 32 or more are needed")
    return given


def database(name: str, home: Path) -> dict[str, Any]:
    """Django's settings of the business database from one address.

    ``sqlite:///relative/or//absolute`` or ``postgres://user:password@host:port/name``;
    SQLite in the data folder when nothing is said.
    """
    given = text(name) or f"sqlite:///{home / 'bihuan.sqlite3'}"
    parts = urlsplit(given)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "TEST": {"NAME": str(home / "test.sqlite3")},  # a file: other threads meet it too
            "NAME": parts.path[1:] if parts.path.startswith("//") else parts.path,
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                    " PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
        }
    raise WrongSetting(f"{name}: {parts.scheme!r} is neither sqlite nor postgres")
