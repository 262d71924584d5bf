"""Procedures that come with the platform (出厂流程): files, published when first needed."""

import json
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

from bihuan.cases.procedure.document import Procedure
from bihuan.cases.procedure.wire import procedure_from

_folders: list[Traversable] = []


def register(package: str) -> None:
    """Name a package whose folder ``procedures`` holds files; called in a room's ``apps.py``."""
    folder = resources.files(package).joinpath("procedures")
    if folder not in _folders:
        _folders.append(folder)


def shipped() -> Iterator[Procedure]:
    """Every shipped procedure, in the order of its file names."""
    for folder in _folders:
        for file in sorted(folder.iterdir(), key=lambda one: one.name):
            if file.name.endswith(".json"):
                yield procedure_from(json.loads(file.read_text("utf-8")))
