"""Typed readers of the process environment; a wrong value stops the start with a sentence."""

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

BUCKET_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")


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


def bucket(name: str) -> dict[str, str]:
    """A bucket, ``s3://bucket/prefix?endpoint=https://host&region=name``; empty when not set.

    What is not said comes from the usual AWS variables; the keys of this bucket alone are
    ``NAME_KEY`` and ``NAME_SECRET``, or the file that ``NAME_SECRET_FILE`` names.
    """
    given = text(name)
    if not given:
        return {}
    try:
        return _bucket(given) | _access(name)
    except ValueError as error:
        form = "s3://bucket/prefix?endpoint=https://host&region=name"
        raise WrongSetting(f"{name}: {given!r} is not {form}: {error}") from error


def _bucket(given: str) -> dict[str, str]:
    parts = urlsplit(given)
    if parts.scheme != "s3" or not BUCKET_NAME.fullmatch(parts.netloc):
        raise ValueError("the scheme is s3, and a bucket's name has 3 to 63 of a-z, 0-9, . and -")
    asked = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    if unknown := asked.keys() - {"endpoint", "region"}:
        raise ValueError(f"unknown option {min(unknown)}")
    usual = text("AWS_ENDPOINT_URL_S3") or text("AWS_ENDPOINT_URL") or ""
    told = {
        "bucket": parts.netloc,
        "prefix": parts.path.strip("/"),
        "endpoint": (asked.get("endpoint") or usual).rstrip("/"),
        "region": asked.get("region", ""),
    }
    beyond = urlsplit(told["endpoint"])
    if told["endpoint"] and not (beyond.scheme in {"http", "https"} and beyond.hostname):
        raise ValueError(f"the endpoint {told['endpoint']!r} is no address of http or https")
    return {key: value for key, value in told.items() if value}


def _access(name: str) -> dict[str, str]:
    for key_name, secret_name in (
        (f"{name}_KEY", f"{name}_SECRET"),
        ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"),
    ):
        key, secret_key = text(key_name), text(secret_name)
        if bool(key) != bool(secret_key):
            raise WrongSetting(f"{name}: {key_name} and {secret_name} are needed together")
        if key and secret_key:
            return {"access_key_id": key, "secret_access_key": secret_key}
    return {}  # a role of the machine, or what else the AWS variables name


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
