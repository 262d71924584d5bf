"""Moves without a pause."""

from multiprocessing.connection import Connection
from pathlib import Path

from bihuan.telemetry import Mover
from tests.telemetry.given import at
from tests.telemetry.program import READY


def main(root: Path, mouth: Connection) -> None:
    mover = Mover(root)
    mouth.send(READY)
    while True:
        mover.move_once(at(0))
