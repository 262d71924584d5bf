"""Run every bench against its bars: `make bench`, or `python -m bench hj212 telemetry`.

Each part runs in a process of its own, so that one's memory is not another's. `--official` takes
the lengths that docs/performance.md is written from.
"""

import argparse
import subprocess
import sys

PARTS: dict[str, tuple[str, ...]] = {
    "hj212": (),
    "regulations": (),
    "telemetry": ("--seconds", "60"),
    "gateway": ("--seconds", "60"),
    "exchange": (),
    "pages": (),
    "air": (),
    "reports": (),
    "watch": (),
    "cases": (),
    "map": (),
    "search": (),
    "audit": (),
}
OFFICIAL: dict[str, tuple[str, ...]] = PARTS | {"telemetry": ("--seconds", "300")}


def main() -> int:
    """Run the parts that were named, else all; 1 when one missed a bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all when none is named")
    parser.add_argument("--official", action="store_true")
    options = parser.parse_args()
    lengths = OFFICIAL if options.official else PARTS
    missed = []
    for part in options.parts or PARTS:
        print(f"\n== {part}", flush=True)
        command = [sys.executable, "-m", f"bench.bench_{part}", *lengths[part]]
        if subprocess.run(command, check=False).returncode:
            missed.append(part)
    print(f"\nmissed: {', '.join(missed)}" if missed else "\nevery bar is met")
    return bool(missed)


if __name__ == "__main__":
    sys.exit(main())
