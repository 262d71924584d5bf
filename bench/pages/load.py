"""The gateway, the mover and 400 packets a second beside the pages that are measured."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from bench.gateway.hammer import drive
from bench.gateway.processes import GatewayProcess, start_mover

RATE = 400
CONNECTIONS = 1_000


@contextmanager
def beside(telemetry: Path, devices: list[str], *, seconds: float) -> Iterator[GatewayProcess]:
    """Devices send all the while."""
    mover, gateway = start_mover(telemetry), GatewayProcess.start()
    ours, theirs = get_context("spawn").Pipe()
    order = (devices[:CONNECTIONS], gateway.port, [RATE], seconds, theirs)
    load = get_context("spawn").Process(target=drive, args=order, daemon=True)
    load.start()
    try:
        yield gateway
    finally:
        load.kill()
        load.join()
        ours.close()
        gateway.running.send_signal(signal.SIGTERM)
        gateway.running.wait()
        mover.kill()
        mover.join()
