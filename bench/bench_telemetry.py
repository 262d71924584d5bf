"""Measure the time-series store against its bars: `python -m bench.bench_telemetry`.

The bars are those of 12,000 points with 8 factors on 2 cores. The paced part takes a minute
unless told otherwise; the official run takes `--seconds 300`.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.telemetry.bar import table
from bench.telemetry.county import run_county
from bench.telemetry.month import run_month
from bench.telemetry.nation import POINTS
from bench.telemetry.paced import Pace, run_paced


def main(arguments: Sequence[str] | None = None) -> int:
    """Run all three parts; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="of the paced part")
    parser.add_argument("--rate", type=int, default=10_000, help="packets a second")
    parser.add_argument("--points", type=int, default=POINTS, help="of the month")
    parser.add_argument("--only", choices=("paced", "month", "county"))
    parser.add_argument("--days", type=int, default=365, help="of the county's hours")
    parser.add_argument("--minute-days", type=int, default=30, help="of the county's minutes")
    parser.add_argument("--folder", type=Path, help="where the stores are made, and stay")
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bihuan-bench-") as name:
        folder = options.folder or Path(name)
        bars = []
        if options.only in (None, "paced"):
            bars += run_paced(folder / "paced", Pace(options.rate, options.seconds))
        if options.only in (None, "month"):
            bars += run_month(folder / "month", points=options.points)
        if options.only in (None, "county"):
            days, minute_days = options.days, options.minute_days
            bars += run_county(folder / "county", days=days, minute_days=minute_days)
    print(table(bars))
    if options.json:
        found = [{**asdict(bar), "is_passed": bar.is_passed} for bar in bars]
        options.json.write_text(json.dumps(found, indent=1), "utf-8")
    return 0 if all(bar.is_passed for bar in bars) else 1


if __name__ == "__main__":
    sys.exit(main())
