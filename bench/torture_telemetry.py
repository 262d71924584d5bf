"""Torment the time-series store: `python -m bench.torture_telemetry --kills 200`.

Kills writer, mover and upkeep so many times each, watches the order of system calls, and lets
the disk run full. Ends with 1 when an acknowledged packet is lost, doubled or out of order.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.telemetry.full import fill
from bench.telemetry.kill import torment
from bench.telemetry.trace import watch


def kills(folder: Path, count: int) -> dict[str, Any]:
    """The report of the kills."""
    begun = time.monotonic()
    verdict = torment(folder / "store", count)
    seconds = round(time.monotonic() - begun, 1)
    print(
        f"kill -9: {count} times each of writer, mover and upkeep in {seconds} s:"
        f" {verdict.units} units acknowledged, {verdict.versions} rows,"
        f" {verdict.settled} of them settled, {verdict.packets} packets"
    )
    return {"kills": count, "seconds": seconds, **asdict(verdict)}


def order(folder: Path) -> dict[str, Any]:
    """The report of the traced system calls."""
    found = watch(folder)
    if found is None:
        print("system calls: not watched, this machine has no strace that may be used")
        return {"skipped": "no strace", "problems": []}
    for name, findings in found.items():
        print(f"system calls: {findings.events} {name}, {len(findings.problems)} too early")
    problems = [problem for findings in found.values() for problem in findings.problems]
    return {**{name: each.events for name, each in found.items()}, "problems": problems}


def full(folder: Path) -> dict[str, Any]:
    """The report of the full disk."""
    found = fill(folder)
    if found is None:
        print("full disk: not tried, this machine mounts no file system for a user")
        return {"skipped": "no mount", "problems": []}
    fullness, verdict = found
    print(
        f"full disk: {fullness.refused} appends refused, {fullness.failed} moves and rounds of"
        f" upkeep given up and done again, {verdict.units} units acknowledged"
    )
    return {**asdict(fullness), **asdict(verdict)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all three and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--json", type=Path, help="write the reports here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bihuan-torture-") as name:
        report = {}
        for part in (order, full):
            folder = Path(name) / part.__name__
            folder.mkdir()
            report[part.__name__] = part(folder)
        report["kill"] = kills(Path(name), options.kills)
    problems = [problem for part in report.values() for problem in part["problems"]]
    for problem in problems:
        print(f"PROBLEM: {problem}")
    if options.json:
        options.json.write_text(json.dumps(report, indent=1), "utf-8")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
