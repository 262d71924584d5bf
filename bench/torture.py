"""Kill, fuzz and trace for a long while: `make torture`, or `python -m bench.torture hj212`."""

import argparse
import subprocess
import sys

PARTS: dict[str, tuple[str, ...]] = {
    "hj212": ("--frames", "10000000"),
    "telemetry": (),
    "api": (),
}


def main() -> int:
    """Run the parts that were named, else all; 1 when one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all when none is named")
    options = parser.parse_args()
    failed = []
    for part in options.parts or PARTS:
        print(f"\n== {part}", flush=True)
        command = [sys.executable, "-m", f"bench.torture_{part}", *PARTS[part]]
        if subprocess.run(command, check=False).returncode:
            failed.append(part)
    print(f"\nfailed: {', '.join(failed)}" if failed else "\nnothing was lost")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
