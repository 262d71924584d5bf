"""Procedures that come with the platform (出厂流程): files, published when first needed."""

import json
from collections.abc import Iterator
from functools import cache
from importlib import resources

from bihuan.cases.procedure.document import Procedure
from bihuan.cases.procedure.wire import procedure_from

_packages: list[str] = []


def register(package: str) -> None:
    """Name a package whose folder ``procedures`` holds files; called in a room's ``apps.py``."""
    if package not in _packages:
        _packages.append(package)


def shipped() -> Iterator[Procedure]:
    """Every shipped procedure, in the order of its file names."""
    for package in _packages:
        yield from _read(package)


@cache
def _read(package: str) -> tuple[Procedure, ...]:
    folder = resources.files(package).joinpath("procedures")
    files = sorted(folder.iterdir(), key=lambda one: one.name)
    texts = (one.read_text("utf-8") for one in files if one.name.endswith(".json"))
    return tuple(procedure_from(json.loads(text)) for text in texts)
