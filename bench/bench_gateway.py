"""Measure the gateway end to end on one machine: `python -m bench.bench_gateway`.

Simulated loggers, gateway, store and mover run in processes of their own on this machine, so
the figures hold with the load's own cost beside them. The official run takes `--seconds 60`
with nothing else on the machine.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.gateway.bar import Bar, table
from bench.gateway.fleet import Load, Measured, run_fleet
from bench.gateway.hammer import run_ramp
from bench.gateway.processes import GatewayProcess, start_mover
from bench.gateway.progress import say
from bench.gateway.province import register_devices, use_folder
from bihuan.gateway.simulation import SimulatedDevice
from bihuan.hj212.edition import Edition

GIB_MIB = 1024
CONNECTIONS_EVERY_S = 60
HAMMERS = [SimulatedDevice(f"H{n:023}", Edition.HJ212_2017, "wastewater") for n in range(1_000)]
PARTS = ("paced", "connections", "ramp")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts asked for; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="of the paced part")
    parser.add_argument("--devices", type=int, default=7_000)
    parser.add_argument("--rate", type=float, default=4_100.0, help="packets a second, paced")
    parser.add_argument("--connections", type=int, default=12_000, help="for the memory")
    parser.add_argument("--step", type=int, default=2_000, help="of the ramp, packets a second")
    parser.add_argument("--step-seconds", type=float, default=10.0)
    parser.add_argument("--only", choices=PARTS)
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args(arguments)
    paced = Load(options.devices, options.rate)
    many = Load(options.connections, options.connections / CONNECTIONS_EVERY_S)
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as name:
        use_folder(Path(name))
        parts = PARTS if options.only is None else (options.only,)
        known = {each.device_id: each for part in parts for each in devices_of(part, paced, many)}
        say(f"registering {len(known):,} devices")
        register_devices(list(known.values()))
        mover = start_mover(Path(name) / "telemetry")
        bars = []
        for part in parts:
            say(f"{part}: starting the gateway")
            gateway = GatewayProcess.start()
            if part == "paced":
                bars += paced_bars(paced, run_fleet(paced, gateway.port, options.seconds, gateway))
            elif part == "connections":
                bars += memory_bars(many, run_fleet(many, gateway.port, 20.0, gateway))
            else:
                bars += ramp_bars(gateway, options.step, options.step_seconds)
            gateway.stop()
        mover.kill()
        mover.join()
    print(table(bars))
    if options.json:
        options.json.write_text(json.dumps([bar.as_json() for bar in bars], indent=1), "utf-8")
    return 0 if all(bar.is_passed for bar in bars) else 1


def devices_of(part: str, paced: Load, many: Load) -> Sequence[SimulatedDevice]:
    """The devices that a part needs; to register the others would only take its time."""
    loads = {"paced": paced, "connections": many}
    return loads[part].all_devices() if part in loads else HAMMERS


def paced_bars(load: Load, measured: Measured) -> list[Bar]:
    """What the devices saw at the paced rate."""
    name = f"{load.devices:,} devices"
    rate = measured.acknowledged / measured.seconds
    return [
        Bar(f"{name}: packets acknowledged", rate, "1/s", least=4_000),
        Bar(f"{name}: connected", measured.connected, "", least=load.devices),
        Bar(f"{name}: packets sent", measured.sent / measured.seconds, "1/s"),
        Bar(f"{name}: repeats", measured.repeats, "", most=0),
        Bar(f"{name}: links given up", measured.link_downs, "", most=0),
        Bar(f"{name}: answer p50", measured.latency.percentile(50) or 0, "ms"),
        Bar(f"{name}: answer p99", measured.latency.percentile(99) or 0, "ms", most=5_000),
        Bar(f"{name}: gateway processor", measured.gateway_s / measured.seconds, "cores"),
        Bar(f"{name}: load's processor", measured.processor_s / measured.seconds, "cores"),
        Bar(f"{name}: gateway memory, highest", max(measured.resident_mib), "MiB", most=GIB_MIB),
    ]


def memory_bars(load: Load, measured: Measured) -> list[Bar]:
    """What so many connections cost."""
    name = f"{load.devices:,} connections"
    return [
        Bar(f"{name}: connected", measured.connected, "", least=load.devices),
        Bar(f"{name}: gateway memory, highest", max(measured.resident_mib), "MiB", most=GIB_MIB),
        Bar(f"{name}: answer p99", measured.latency.percentile(99) or 0, "ms"),
    ]


def ramp_bars(gateway: GatewayProcess, step: int, seconds: float) -> list[Bar]:
    """Where it gives way: the last rate that holds, and the first that does not."""
    rates = range(step, 41 * step, step)
    steps = run_ramp([each.device_id for each in HAMMERS], gateway.port, rates, seconds)
    held = [each for each in steps if each.holds]
    bars = [
        Bar(f"ramp: offered {each.offered:,.0f}/s, answer p99", each.p99_ms, "ms") for each in steps
    ]
    best = max((each.acknowledged for each in steps), default=0.0)
    bars.append(Bar("ramp: highest rate that holds", held[-1].sent if held else 0.0, "1/s"))
    broken = [each for each in steps if not each.holds]
    if broken:
        bars.append(Bar("ramp: rate at which it breaks", broken[0].sent, "1/s"))
    bars.append(Bar("ramp: most acknowledged in a step", best, "1/s", least=4_000))
    return bars


if __name__ == "__main__":
    sys.exit(main())
