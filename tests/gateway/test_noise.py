"""Whatever comes in, the gateway lives, keeps its books in balance, and hears the next device."""

import random

import pytest

from bihuan.telemetry import Store
from tests.gateway.conftest import MN, RegisterDevice
from tests.gateway.running import Client, RunningGateway, upload, with_limits

GOOD = upload(MN, "DataTime=20261121000000;w01018-Rtd=1,w01018-Flag=N", CN="2061")
PIECES = (b"##", b"&&", b"\r\n", b"QN=", b"MN=", MN.encode(), b"CP=&&", b"9999", b"\xff")


def mutated(frame: bytes, rng: random.Random) -> bytes:
    """A frame after a bad line: bytes changed, lost, doubled, or replaced by telling pieces."""
    text = bytearray(frame)
    for _ in range(rng.randrange(4)):
        place = rng.randrange(len(text))
        match rng.randrange(4):
            case 0:
                text[place] = rng.randrange(256)
            case 1:
                del text[place : place + rng.randrange(30)]
            case 2:
                text[place:place] = text[place : place + rng.randrange(30)]
            case _:
                text[place:place] = rng.choice(PIECES)
        if not text:
            return b"#"
    return bytes(text)


@pytest.mark.parametrize("seed", range(4))
def test_noise_is_counted_to_the_last_frame(
    store: Store, register: RegisterDevice, seed: int
) -> None:
    register()
    rng = random.Random(seed)
    settings = with_limits(half_frame_s=0.1, give_ups=1_000, frames_per_s=1e6)
    with RunningGateway(store, settings) as running:
        for _ in range(3):
            with Client(running.port) as noisy:
                noisy.send(*(mutated(GOOD, rng) for _ in range(300)), rng.randbytes(2_000))
        with Client(running.port) as device:
            device.send(upload(MN, "DataTime=20261121010000;w01018-Rtd=2", CN="2061"))
            assert len(device.answers(1)) == 1
        counts = running.until_settled(300)
        assert running.on_loop(lambda gateway: gateway.tally.is_balanced())
    assert counts["stored"] >= 1 and any(key.startswith("rejected:") for key in counts)
